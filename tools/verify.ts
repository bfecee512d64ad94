import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { stagesIn } from "./verify/stages.ts";
import { verify } from "./verify/verify.ts";

const USAGE = `Checks the whole repository. The last line sums the tests: "N passed, N failed".

  npm run verify                      all stages
  npm run verify -- --only tests      one stage, and those it reads the results of
  npm run verify -- --bail            stop at the first stage that fails

Stages:`;

/** Reads the flags; throws on an unknown one. */
function readFlags(names: readonly string[]): { only: string | undefined; isBail: boolean; isHelp: boolean } {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      bail: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.only !== undefined && !names.includes(values.only)) {
    throw new Error(`There is no stage "${values.only}"; there are ${names.join(", ")}.`);
  }
  return { only: values.only, isBail: values.bail, isHelp: values.help };
}

async function main(): Promise<number> {
  const names = stagesIn("").map((stage) => stage.name);
  let flags: ReturnType<typeof readFlags>;
  try {
    flags = readFlags(names);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
  if (flags.isHelp) {
    console.log(`${USAGE} ${names.join(", ")}`);
    return 0;
  }
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => interrupt.abort());
  const work = mkdtempSync(join(tmpdir(), "datamaster-verify-"));
  const passed = await verify({
    root: fileURLToPath(new URL("..", import.meta.url)),
    work,
    stages: stagesIn(work),
    only: flags.only,
    isBail: flags.isBail,
    env: process.env,
    signal: interrupt.signal,
    print: (text) => process.stdout.write(text),
  });
  if (interrupt.signal.aborted) return 130;
  if (passed) rmSync(work, { recursive: true, force: true });
  return passed ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  // Nothing may end this with "0 failed" but stages that passed.
  console.error(error);
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
}
