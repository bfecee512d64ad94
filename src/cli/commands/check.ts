import type { Command } from "commander";
import { checkSource } from "../../app/app.ts";
import { printable } from "../../base/printable.ts";
import type { SourceConfig } from "../../config/config.ts";
import type { Cli } from "../cli.ts";
import { addSourceFlags, type Context, openContext, toSourceOptions } from "../context.ts";
import { addExamples } from "../help.ts";
import { printJson, toKnown } from "../report.ts";
import { chooseSources } from "../sources.ts";
import { columnsOf, createPaint, wrap } from "../text.ts";

interface Step {
  readonly source: string | null;
  readonly step: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly hint?: string;
  readonly code?: string;
}

/** `check [SOURCE...]`: tries each thing a collect needs and names what does not work. */
export function addCheck(program: Command, cli: Cli): void {
  const command = program
    .command("check [source...]")
    .summary("try config, CRM and database, step by step")
    .description(
      "Tries what a collect needs, one line per step: config, reachability, token, first page, phone field, store. " +
        "Changes nothing.",
    )
    .action(async (names: string[], _flags: unknown, self: Command) => {
      const steps = new Steps(cli, self.optsWithGlobals().json === true);
      await checkAll(cli, self, names, steps);
      steps.end();
    });
  addExamples(addSourceFlags(command), [
    ["datamaster check", "every source of datamaster.yaml"],
    ["datamaster check main-crm", "one of them"],
    [
      "datamaster check --base-url https://crm.example.com/api/v1 --json",
      "without a config file, for programs",
    ],
  ]);
}

async function checkAll(cli: Cli, command: Command, names: readonly string[], steps: Steps): Promise<void> {
  let context: Context;
  let sources: readonly SourceConfig[];
  try {
    context = await openContext(cli, command, "required");
    sources = chooseSources(context, names, names.length === 0);
  } catch (thrown) {
    return steps.fail(null, "config", thrown);
  }
  const from = context.loaded.file ?? "flags and environment";
  steps.add({
    source: null,
    step: "config",
    ok: true,
    detail: `${from}: ${sources.map(({ name, named, baseUrl }) => (named ? name : baseUrl)).join(", ")}`,
  });
  for (const source of sources) {
    const name = sources.length > 1 ? source.name : null;
    await checkOne(context, source, name, steps);
  }
  await checkStore(context, steps);
}

async function checkOne(
  context: Context,
  source: SourceConfig,
  name: string | null,
  steps: Steps,
): Promise<void> {
  try {
    for await (const { error, ...step } of checkSource(
      context.ports,
      toSourceOptions(source),
      context.cli.signal,
    )) {
      steps.add({ source: name, ...step, ...(error !== undefined && { code: error.code }) }, error?.exitCode);
    }
  } catch (thrown) {
    steps.fail(name, "reachability", thrown);
  }
}

async function checkStore({ ports }: Context, steps: Steps): Promise<void> {
  try {
    const detail = await ports.checkStore();
    steps.add({ source: null, step: "store", ok: true, detail });
  } catch (thrown) {
    steps.fail(null, "store", thrown);
  }
}

/** Tells steps as they come; with --json all of them at the end. */
class Steps {
  readonly #cli: Cli;
  readonly #json: boolean;
  readonly #steps: Step[] = [];

  constructor(cli: Cli, json: boolean) {
    this.#cli = cli;
    this.#json = json;
  }

  /** A failed step without an error of its own is worth another look, not another config: exit 1. */
  add(step: Step, exitCode = 1): void {
    this.#steps.push(step);
    if (!step.ok) this.#cli.exit(exitCode);
    if (!this.#json) this.#cli.stdout.write(`${this.#lines(step).join("\n")}\n`);
  }

  fail(source: string | null, step: string, thrown: unknown): void {
    const error = toKnown(this.#cli, thrown);
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    this.add({ source, step, ok: false, detail: error.message, ...hint, code: error.code }, error.exitCode);
  }

  end(): void {
    if (this.#json) printJson(this.#cli, { ok: this.#steps.every(({ ok }) => ok), steps: this.#steps });
  }

  #lines({ source, step, ok, detail, hint }: Step): string[] {
    const paint = createPaint(this.#cli.stdout);
    const name = source === null ? "" : `${source}: `;
    const mark = ok ? paint("green", "ok    ") : paint("red", "FAILED");
    const [first = "", ...rest] = printable(detail).split("\n");
    const indent = " ".repeat(8);
    const hints =
      hint === undefined ? [] : wrap(printable(hint), columnsOf(this.#cli.stdout) - indent.length);
    return [
      `${mark}  ${name}${step.padEnd(12)}  ${first}`,
      ...rest.map((line) => indent + line),
      ...hints.map((line) => indent + line),
    ];
  }
}
