import { createInterface } from "node:readline";
import { printable } from "../base/printable.ts";
import type { ExplainStep } from "../phone/phone.ts";
import type { Cli } from "./cli.ts";
import { printJson } from "./report.ts";
import { createPaint, pad, widthOf } from "./text.ts";

type Explain = (raw: string) => readonly ExplainStep[];

/** Tells how `value` is read or, where it is null, each line of stdin: for people, or as one JSON document. */
export async function explainValues(
  cli: Cli,
  value: string | null,
  explain: Explain,
  json: boolean,
): Promise<void> {
  const values: unknown[] = [];
  const tell = (raw: string): void => {
    const steps = explain(raw);
    if (json) values.push({ raw, steps });
    else cli.stdout.write(`${textOf(cli, raw, steps)}\n`);
  };
  if (value !== null) tell(value);
  else for await (const line of createInterface({ input: cli.stdin, signal: cli.signal })) tell(line);
  if (json) printJson(cli, { values });
}

/** The value, and a line for each step: its name, what it is, its text, what came of it. */
function textOf(cli: Cli, raw: string, steps: readonly ExplainStep[]): string {
  const { words, stdout } = cli;
  const paint = createPaint(stdout);
  const heads = steps.map(({ step }) => {
    const about = words.normalizing.steps[step];
    return step === "number" || step === "rejected" ? about : `${step}: ${about}`;
  });
  const width = Math.max(0, ...heads.map(widthOf));
  const lines = steps.map(({ text, detail }, i) => {
    const told = detail === "" ? "" : `  ${detail}`;
    return `  ${pad(heads[i] ?? "", width)}  ${printable(text)}${told}`.trimEnd();
  });
  return `${[paint("bold", printable(raw)), ...lines].join("\n")}\n`;
}
