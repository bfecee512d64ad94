import type { Command } from "commander";
import { DatamasterError } from "../../base/errors.ts";
import { isCountry } from "../../config/config.ts";
import { told } from "../../messages/messages.ts";
import { readValue } from "../../phone/phone.ts";
import type { Cli } from "../cli.ts";
import { addExamples } from "../help.ts";
import { readLines } from "../lines.ts";
import { openStream } from "../output.ts";

/** Answers gathered before they are written: a write a line costs more than the line. */
const CHUNK_LENGTH = 32 * 1024;

/** `normalize`: a filter, one raw value a line in, one JSON object a line out. Needs no config and no store. */
export function addNormalize(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.normalize;
  const command = program
    .command("normalize")
    .summary(texts.summary)
    .description(texts.about)
    .option("--region <code>", texts.region)
    .action(async (flags: { region?: string }) => {
      await normalize(cli, flags.region === undefined ? null : regionOf(flags.region));
    });
  addExamples(command, [
    ["echo '8 (916) 123-45-67' | datamaster normalize --region RU", texts.examples.one],
    ["datamaster normalize --region KZ < values.txt > numbers.jsonl", texts.examples.file],
    ["cut -d';' -f3 leads.csv | datamaster normalize | jq .reason", texts.examples.column],
  ]);
}

async function normalize(cli: Cli, region: string | null): Promise<void> {
  const sink = openStream(cli.stdout);
  let chunk = "";
  for await (const lines of readLines(cli.stdin, cli.signal)) {
    for (const raw of lines) {
      chunk += answer(raw, region);
      if (chunk.length < CHUNK_LENGTH) continue;
      await sink.write(chunk);
      chunk = "";
    }
    // A line typed by hand is answered at once.
    if (chunk !== "") await sink.write(chunk);
    chunk = "";
  }
}

function answer(raw: string, region: string | null): string {
  const { numbers, reason } = readValue(raw, region);
  const found = numbers.map(({ number, region: of, type, ext }) => ({
    e164: `+${number}`,
    region: of,
    type,
    ...(ext !== undefined && { ext }),
  }));
  return `${JSON.stringify({ raw, numbers: found, ...(reason !== undefined && { reason }) })}\n`;
}

function regionOf(text: string): string {
  if (isCountry(text)) return text.toUpperCase();
  throw new DatamasterError("USAGE", told("noCountry", { country: text }));
}
