import type { Command } from "commander";
import { checkSource } from "../../app/sources/check-source.ts";
import { printable } from "../../base/printable.ts";
import type { Told } from "../../base/told.ts";
import { type Messages, say } from "../../messages/messages.ts";
import type { Cli } from "../cli.ts";
import { addSourceFlags, type Context, openContext } from "../context.ts";
import { addExamples } from "../help.ts";
import { printJson, toKnown } from "../report.ts";
import { type ChosenSource, chooseSources } from "../sources.ts";
import { columnsOf, createPaint, pad, widthOf, wrap } from "../text.ts";

interface Step {
  /** Of the step `delivery` its name. */
  readonly source: string | null;
  readonly step: keyof Messages["check"]["steps"];
  readonly ok: boolean;
  readonly detail: Told | string;
  readonly hint?: string;
  readonly code?: string;
}

/** `check [SOURCE...]`: tries each thing a collect needs and names what does not work. */
export function addCheck(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.check;
  const command = program
    .command("check [source...]")
    .summary(texts.summary)
    .description(texts.about)
    .action(async (names: string[], _flags: unknown, self: Command) => {
      const json = self.optsWithGlobals().json === true;
      const checked = await checkStepByStep(cli, self, names, json);
      if (json) printJson(cli, checked);
    });
  addExamples(addSourceFlags(command, cli.words), [
    ["datamaster check", texts.examples.all],
    ["datamaster check main-crm", texts.examples.one],
    ["datamaster check --base-url https://crm.example.com/api/v1 --json", texts.examples.flags],
  ]);
}

/** What `check --json` prints. */
export interface CheckDocument {
  readonly ok: boolean;
  readonly steps: readonly Readonly<Record<string, unknown>>[];
}

/** Does what `check` does, telling each step unless the whole is to be a document; sets the exit code. */
export async function checkStepByStep(
  cli: Cli,
  command: Command,
  names: readonly string[],
  json: boolean,
): Promise<CheckDocument> {
  const steps = new Steps(cli, json);
  await checkAll(cli, command, names, steps);
  return steps.document();
}

async function checkAll(cli: Cli, command: Command, names: readonly string[], steps: Steps): Promise<void> {
  let context: Context;
  let sources: readonly ChosenSource[];
  try {
    context = await openContext(cli, command, "required");
    sources = await chooseSources(context, names, names.length === 0);
  } catch (thrown) {
    return steps.fail(null, "config", thrown);
  }
  const from = context.loaded.file ?? cli.words.check.flagsAndEnvironment;
  steps.add({
    source: null,
    step: "config",
    ok: true,
    detail: `${from}: ${sources.map(({ name, named, options }) => (named ? name : options.baseUrl)).join(", ")}`,
  });
  for (const source of sources) {
    const name = sources.length > 1 ? source.name : null;
    await checkOne(context, source, name, steps);
  }
  await checkStore(context, steps);
  await checkDeliveries(context, steps);
}

async function checkOne(
  context: Context,
  source: ChosenSource,
  name: string | null,
  steps: Steps,
): Promise<void> {
  try {
    for await (const { error, ...step } of checkSource(context.ports, source.options, context.cli.signal)) {
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

/** Each place that files are handed on to: reached, let in, and written. */
async function checkDeliveries(context: Context, steps: Steps): Promise<void> {
  if (context.loaded.config.deliveries.length === 0) return;
  const { deliveryPlans } = await import("../delivery-plans.ts");
  for (const { name } of context.loaded.config.deliveries) {
    try {
      const [plan] = deliveryPlans(context, [name]);
      if (plan === undefined) continue;
      const target = await context.ports.openTarget(plan.to);
      const detail = await target.check(context.cli.signal);
      steps.add({ source: name, step: "delivery", ok: true, detail });
    } catch (thrown) {
      steps.fail(name, "delivery", thrown);
    }
  }
}

/** As programs read it. */
function inEnglish({ detail, ...step }: Step): Record<string, unknown> {
  return {
    ...step,
    ...(typeof detail === "string" ? { detail } : { detail: detail.text, hint: detail.hint }),
  };
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

  fail(source: string | null, step: Step["step"], thrown: unknown): void {
    const error = toKnown(this.#cli, thrown);
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    const detail = error.told ?? error.message;
    this.add({ source, step, ok: false, detail, ...hint, code: error.code }, error.exitCode);
  }

  document(): CheckDocument {
    return { ok: this.#steps.every(({ ok }) => ok), steps: this.#steps.map(inEnglish) };
  }

  #lines({ source, step, ok, detail, hint: ownHint }: Step): string[] {
    const paint = createPaint(this.#cli.stdout);
    const { check: texts } = this.#cli.words;
    const { text, hint = ownHint } = say(this.#cli.words, detail);
    const name = source === null ? "" : `${source}: `;
    const marks = Math.max(widthOf(texts.ok), widthOf(texts.failed));
    const mark = ok ? paint("green", pad(texts.ok, marks)) : paint("red", pad(texts.failed, marks));
    const steps = Math.max(...Object.values(texts.steps).map(widthOf));
    const [first = "", ...rest] = printable(text).split("\n");
    const indent = " ".repeat(marks + 2);
    const hints =
      hint === undefined
        ? []
        : printable(hint)
            .split("\n")
            // Lines to be pasted begin with a space and stay whole.
            .flatMap((line) =>
              line.startsWith(" ") ? [line] : wrap(line, columnsOf(this.#cli.stdout) - indent.length),
            );
    return [
      `${mark}  ${name}${pad(texts.steps[step], steps)}  ${first}`,
      ...rest.map((line) => indent + line),
      ...hints.map((line) => indent + line),
    ];
  }
}
