import { createReader } from "../src/phone/phone.ts";
import { Drawer } from "./phone/corpus-draw.ts";
import { KINDS } from "./phone/corpus-kinds.ts";
import { JUNK_KINDS, couldBePhone } from "./phone/corpus-junk.ts";
import { told } from "./phone/corpus.ts";
import { Chance } from "./phone/sample.ts";
const seeds=Number(process.argv[2]??3); let n=0; const bad=new Map<string,string[]>(); const total=new Map<string,number>();
for(let seed=1;seed<=seeds;seed++){ const c=new Chance(seed*104729+11); const d=new Drawer(c);
 for(const {kind,maker,regions,count} of KINDS) for(const r of regions) for(let i=0;i<count*3;i++){ const m=maker(d,c,r); if(!m) continue; n++; total.set(kind,(total.get(kind)??0)+1);
  const got=told(createReader({otherRegions:m.others??[]}).read(m.raw,r)); if(got!==m.label){ const l=bad.get(kind)??[]; l.push(`${JSON.stringify(m.raw)} ${r} ${m.others??""}: ${got} | ${m.label}`); bad.set(kind,l);} }
 for(const {kind,label,regions,count,make,bare} of JUNK_KINDS) for(const r of regions) for(let i=0;i<count*3;i++){ const raw=make(c,r); if(bare&&couldBePhone(raw,r)) continue; n++; total.set("junk-"+kind,(total.get("junk-"+kind)??0)+1);
  const g=createReader().read(raw,r); const got=told(g); if(g.numbers.length>0||(label!=="none"&&got!==label)){ const l=bad.get("junk-"+kind)??[]; l.push(`${JSON.stringify(raw)} ${r}: ${got} | ${label}`); bad.set("junk-"+kind,l);} }
}
for(const [k,l] of bad){ console.log(`## ${k}: ${l.length} of ${total.get(k)}`); for(const x of l.slice(0,14)) console.log("  "+x);} console.log(n);
