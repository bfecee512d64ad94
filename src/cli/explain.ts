import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { printable } from "../base/printable.ts";
import type { Messages } from "../messages/messages.ts";
import { REJECT_REASONS, REPAIR_CODES } from "../model/number.ts";
import type { ExplainStep } from "../phone/phone.ts";
import type { Cli } from "./cli.ts";
import { printJson } from "./report.ts";
import { createPaint, pad, widthOf } from "./text.ts";

type Explain = (raw: string) => readonly ExplainStep[];

/** Tells how each line of UTF-8 text is read: for people, or as one JSON document. */
export async function explainValues(
  cli: Cli,
  input: AsyncIterable<Uint8Array> | Iterable<string>,
  explain: Explain,
  json: boolean,
): Promise<void> {
  const values: unknown[] = [];
  const tell = (raw: string): void => {
    const steps = explain(raw);
    if (json) values.push({ raw, steps });
    else cli.stdout.write(`${textOf(cli, raw, steps)}\n`);
  };
  for await (const line of createInterface({ input: Readable.from(input) })) tell(line);
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
    const told = detail === "" ? "" : `  ${detailText(words, detail)}`;
    return `  ${pad(heads[i] ?? "", width)}  ${printable(text)}${told}`.trimEnd();
  });
  return `${[paint("bold", printable(raw)), ...lines].join("\n")}\n`;
}

/** `RU: words-cut, split` in the user's language: what came of a step; what is none of our words stays. */
function detailText({ run, normalizing }: Messages, detail: string): string {
  const { outcomes } = normalizing;
  // The code is what flags and documents know.
  const both = (code: string, words: string): string => (words === code ? code : `${words} (${code})`);
  const wordOf = (word: string): string => {
    const outcome = Object.entries(outcomes).find(([name]) => name === word);
    if (outcome !== undefined) return outcome[1];
    const repair = REPAIR_CODES.find((code) => code === word);
    if (repair !== undefined) return both(repair, run.repairs[repair]);
    const reason = REJECT_REASONS.find((code) => code === word);
    return reason === undefined ? word : both(reason, run.reasons[reason]);
  };
  return detail
    .split(": ")
    .map((part) => part.split(", ").map(wordOf).join(", "))
    .join(": ");
}
