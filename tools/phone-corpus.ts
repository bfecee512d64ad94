import { writeFileSync } from "node:fs";
import { GENERATED, generatedText } from "./phone/corpus-files.ts";

/*
 * npx node tools/phone-corpus.ts
 * Writes the generated files of test/phone/corpus anew; the same metadata give the same files.
 */
const FOLDER = new URL("../test/phone/corpus/", import.meta.url);
for (const file of GENERATED) writeFileSync(new URL(file, FOLDER), generatedText(file));
