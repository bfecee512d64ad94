import { join } from "node:path";
import { type CountsReader, readVitestCounts } from "./counts.ts";

/** One stage of verify: a command that ends with 0 when all is well. */
export interface Stage {
  readonly name: string;
  readonly args: readonly string[];
  /** A program of node_modules/.bin, or `node` for a script of ours. */
  readonly program: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly limitMinutes: number;
  /** Runs at the same time as the stage before it, which it must not need. */
  readonly isBesideLast?: boolean;
  /** Stages whose results this one reads: it runs only after they ran and passed. */
  readonly needs?: readonly string[];
  /** The runner's own report, and how to read counts out of it. A stage with one must have run tests. */
  readonly report?: { readonly file: string; readonly read: CountsReader };
  /** Prints the command's output also when all is well. */
  readonly isShown?: boolean;
}

/**
 * Tests in which the program goes as elsewhere while what is around it fails, again and again: to take coverage there too costs
 * a third of their time and finds no line more.
 */
const FAULTS = [
  "test/faults/",
  "test/bad-input/",
  "test/two-at-once/",
  "test/install/",
  "test/phone/parity.test.ts",
];
/** Apart from the other tests: a killed process leaves no coverage. */
const CRASH = "test/crash/";

/** All stages in their order; `work` is an empty folder that they share. */
export function stagesIn(work: string): readonly Stage[] {
  const v8 = join(work, "v8");
  return [
    { name: "lint", program: "biome", args: ["check", "--error-on-warnings", "."], limitMinutes: 5 },
    { name: "types", isBesideLast: true, program: "tsc", args: ["--noEmit", "-p", "."], limitMinutes: 5 },
    {
      name: "web types",
      isBesideLast: true,
      program: "tsc",
      args: ["--noEmit", "-p", "web"],
      limitMinutes: 5,
    },
    { name: "unused", isBesideLast: true, program: "knip", args: ["--no-progress"], limitMinutes: 5 },
    {
      name: "system",
      isBesideLast: true,
      program: "node",
      args: [
        "tools/system-packages.ts",
        "strace",
        "faketime",
        "zsh",
        "fish",
        "age",
        "libreoffice",
        "postgresql",
        "sshd",
        "chromium",
      ],
      limitMinutes: 15,
    },
    {
      ...testsIn(
        work,
        "tests",
        [...FAULTS, CRASH].map((path) => `--exclude=${path.replace(/\/$/, "/**")}`),
        4,
      ),
      // Every process that the tests start inherits this, threads included.
      env: { NODE_V8_COVERAGE: v8 },
    },
    {
      name: "coverage",
      program: "node",
      args: ["tools/coverage.ts", v8],
      needs: ["tests"],
      limitMinutes: 10,
      isShown: true,
    },
    // Both wait for much else than processors: timers, disks and answers that never come.
    { ...testsIn(work, "faults", FAULTS, 2), isBesideLast: true },
    { ...testsIn(work, "crash", [CRASH], 3), isBesideLast: true },
  ];
}

/** A run of Vitest with its report, in so many processes. */
function testsIn(work: string, name: string, args: readonly string[], workers: number): Stage {
  const file = join(work, `${name}.json`);
  return {
    name,
    program: "vitest",
    args: [
      "run",
      ...args,
      `--maxWorkers=${workers}`,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${file}`,
    ],
    needs: ["system"],
    limitMinutes: 40,
    report: { file, read: readVitestCounts },
  };
}
