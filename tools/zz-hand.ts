import { readFileSync } from "node:fs";
import { createReader } from "../src/phone/phone.ts";
import { told } from "./phone/corpus.ts";
let n=0,bad=0; const r=createReader();
for(const line of readFileSync(process.argv[2]!,"utf8").split("\n")){ if(!line) continue; const parts=line.split("|"); const want=parts.pop()!, region=parts.pop()!; const raw=parts.join("|").replaceAll("\\\\n","\n"); n++;
 const g=r.read(raw,region); const got=told(g); const ok= want==="none"? g.numbers.length===0 : got===want; if(!ok){bad++; console.log(`${JSON.stringify(raw)} ${region}: ${got} | ${want}`);} }
console.log(n,bad);
