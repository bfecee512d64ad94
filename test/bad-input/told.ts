import { expect } from "vitest";
import type { FakeCrm } from "../helpers/fake-crm.ts";
import type { Finished, RunOptions } from "../helpers/run.ts";
import { type RunHereOptions, runHere } from "../helpers/run-here.ts";

export interface Told extends Finished {
  /** The error and its hint, as a person reads them. */
  readonly error: string;
  readonly hint: string;
}

/**
 * Runs a command that must fail with this exit code, one error, a hint, and nothing of the program's inside; `run`: another way to
 * run it.
 */
export async function fails(
  code: number,
  args: readonly string[],
  options: RunHereOptions = {},
  run: (args: readonly string[], options: Pick<RunOptions, "cwd" | "env">) => Promise<Finished> = runHere,
): Promise<Told> {
  const end = await run(args, options);
  const [, error = "", hint = ""] =
    end.stderr.match(/^error: ([\s\S]*?)\n((?: {2}\S.*\n(?: {4}.*\n)*)+)/m) ?? [];
  const shown = `${args.join(" ")}\n${end.stdout}\n${end.stderr}`;
  expect(end.code, shown).toBe(code);
  expect(end.stderr.match(/^error: /gm), shown).toHaveLength(1);
  expect(end.stderr, shown).not.toMatch(/^\s+at .*[:(]\d+|node:internal|Something went wrong inside/m);
  expect(hint, shown).not.toBe("");
  return { ...end, error, hint: hint.trim() };
}

/** The flags and environment that point a command at a fake CRM. */
export function at(crm: Pick<FakeCrm, "url" | "token">): { flags: string[]; env: Record<string, string> } {
  return { flags: ["--base-url", crm.url, "--region", "RU"], env: { DATAMASTER_TOKEN: crm.token } };
}
