import { parseArgs } from "node:util";
import { generateRegister } from "./ranges/generate.ts";

/* node tools/ranges-generate.ts --out FOLDER [--ranges 433000] [--seed 1]: a made-up Russian numbering register. */
const { values } = parseArgs({
  options: {
    out: { type: "string" },
    ranges: { type: "string", default: "433000" },
    seed: { type: "string", default: "1" },
  },
});
if (values.out === undefined) {
  console.error("--out FOLDER is missing.");
  process.exitCode = 2;
} else {
  const { paths, ranges } = generateRegister(values.out, Number(values.ranges), Number(values.seed));
  console.log([...paths, `${ranges} ranges`].join("\n"));
}
