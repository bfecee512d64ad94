import { fstatSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { StoppedError } from "../../base/abort.ts";
import { DatamasterError, messageOf } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import { REPAIR_CODES } from "../../model/number.ts";
import {
  ANSWER_FORMATS,
  type AnswerFormat,
  type ColumnAsked,
  decoded,
  isEncoding,
  type NormalizeOptions,
  normalizeStream,
} from "../../normalize/normalize.ts";
import { createReader, openTable, type RepairChoice } from "../../phone/phone.ts";
import type { Cli } from "../cli.ts";
import { explainValues } from "../explain.ts";
import { addExamples, listed, wholeNumber } from "../help.ts";
import { regionOf } from "../number-lines.ts";
import { writeBytes } from "../output.ts";
import { ReadingProgress } from "../reading-progress.ts";

interface NormalizeFlags {
  readonly region?: string;
  readonly format: AnswerFormat;
  readonly column?: string;
  readonly delimiter?: string;
  readonly encoding?: string;
  readonly header?: boolean;
  readonly jobs?: number;
  readonly strict?: boolean;
  readonly otherRegions?: readonly string[];
  /** True where no repair is named. */
  readonly repair: readonly string[] | true;
  readonly flags?: boolean;
  readonly table?: string;
  /** True where no value is given. */
  readonly explain?: string | true;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Starting threads takes longer than answering so much. */
const SMALL_INPUT = 1024 * 1024;

/** `normalize`: a filter, one raw value a line in, one answer a line out. Needs no config and no store. */
export function addNormalize(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.normalize;
  const command = program
    .command("normalize")
    .summary(texts.summary)
    .description(texts.about)
    .option("--region <code>", texts.region)
    .addOption(new Option("--format <format>", texts.format).choices(ANSWER_FORMATS).default("jsonl"))
    .option("--column <column>", texts.column)
    .option("--delimiter <char>", texts.delimiter)
    .option("--header", texts.header)
    .option("--encoding <name>", texts.encoding)
    .option("--jobs <n>", texts.jobs, wholeNumber(1))
    .option("--strict", texts.strict)
    .option("--other-regions <codes>", texts.otherRegions, listed)
    .option("--no-repair <codes>", texts.noRepair, listedAfterDefault)
    .option("--flags", texts.flags)
    .option("--table <file>", texts.table)
    .option("--explain [value]", texts.explain)
    .action(async (_: unknown, self: Command) => {
      const flags = self.optsWithGlobals<NormalizeFlags>();
      if (flags.explain !== undefined) await explain(cli, flags, flags.explain);
      else await normalize(cli, optionsOf(cli, flags), flags.quiet === true);
    });
  addExamples(command, [
    ["echo '8 (916) 123-45-67' | datamaster normalize --region RU", texts.examples.one],
    ["datamaster normalize --region KZ < values.txt > numbers.jsonl", texts.examples.file],
    ["datamaster normalize --column phone --header --format tsv < leads.csv", texts.examples.column],
    ["datamaster normalize < values.txt | jq .reason", texts.examples.reasons],
    ["datamaster normalize --flags < values.txt | jq 'select(.numbers[].flags)'", texts.examples.flags],
    ["datamaster normalize --region RU --explain '8 916 1234567 доб 5'", texts.examples.explain],
  ]);
}

/** Commander gives a flag that begins with --no the default true. */
function listedAfterDefault(text: string, before: readonly string[] | true): string[] {
  return listed(text, before === true ? [] : before);
}

async function normalize(cli: Cli, options: NormalizeOptions, quiet: boolean): Promise<void> {
  const { stdin } = cli;
  const progress = await ReadingProgress.open(cli, quiet ? null : fileSizeOf(stdin), "meanwhile");
  try {
    await untilStopped(cli, () =>
      normalizeStream(progress.watch(stdin), (bytes) => writeBytes(cli.stdout, bytes), options),
    );
  } finally {
    progress.close();
  }
}

/** Reads from stdin, which a signal ends. */
async function untilStopped({ stdin, signal }: Cli, work: () => Promise<void>): Promise<void> {
  const stop = (): void => {
    if ("destroy" in stdin && typeof stdin.destroy === "function") stdin.destroy(new StoppedError());
  };
  signal.throwIfAborted();
  signal.addEventListener("abort", stop, { once: true });
  try {
    await work();
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** One value, or all lines of stdin. */
async function explain(cli: Cli, flags: NormalizeFlags, value: string | true): Promise<void> {
  const { format, column, delimiter, header, jobs, flags: marks, json = false } = flags;
  if ([column, delimiter, header, jobs, marks].some((flag) => flag !== undefined) || format !== "jsonl")
    throw new DatamasterError("USAGE", told("explainAlone"));
  const options = optionsOf(cli, flags);
  const { region, repair, otherRegions, table } = options;
  const reader = createReader({ ...(table && { table: openTable(table) }), repair, otherRegions });
  const values = value === true ? decoded(cli.stdin, options) : [value];
  await untilStopped(cli, () => explainValues(cli, values, (raw) => reader.explain(raw, region), json));
}

/** Bytes of the file that stdin is; null where it is none. */
function fileSizeOf(stdin: Cli["stdin"]): number | null {
  if (!("fd" in stdin) || typeof stdin.fd !== "number") return null;
  const stat = fstatSync(stdin.fd);
  return stat.isFile() ? stat.size : null;
}

function optionsOf(cli: Cli, flags: NormalizeFlags): NormalizeOptions {
  const { region, format, header = false, jobs, otherRegions = [], table } = flags;
  return {
    region: region === undefined ? null : regionOf(region),
    format,
    header,
    column: columnOf(flags),
    encoding: flags.encoding === undefined ? null : encodingOf(flags.encoding),
    onNoUtf8: () => {
      if (flags.quiet !== true) cli.stderr.write(`${cli.words.normalizing.noUtf8}\n`);
    },
    jobs: jobs ?? availableParallelism(),
    threadsFrom: SMALL_INPUT,
    repair: repairOf(flags),
    otherRegions: otherRegions.map(regionOf),
    flags: flags.flags === true,
    table: table === undefined ? null : readTable(resolve(cli.cwd, table)),
  };
}

function encodingOf(name: string): string {
  if (isEncoding(name)) return name;
  throw new DatamasterError("USAGE", told("noEncoding", { name }));
}

function columnOf({ column, delimiter }: NormalizeFlags): ColumnAsked | null {
  const sign = delimiter === "tab" || delimiter === "\\t" ? "\t" : delimiter;
  if (sign !== undefined && (sign.length !== 1 || Buffer.byteLength(sign) !== 1))
    throw new DatamasterError("USAGE", told("delimiterNotOne"));
  if (column === undefined && sign === undefined) return null;
  return { column: column ?? "1", delimiter: sign ?? null };
}

function repairOf({ strict, repair, otherRegions }: NormalizeFlags): RepairChoice {
  if (strict === true) {
    if (repair !== true || otherRegions !== undefined)
      throw new DatamasterError("USAGE", told("strictOrRepairs"));
    return "none";
  }
  if (repair === true) return "all";
  return Object.fromEntries(
    repair.map((name) => {
      const code = REPAIR_CODES.find((one) => one === name);
      if (code !== undefined) return [code, false];
      throw new DatamasterError("USAGE", told("noRepair", { name, known: REPAIR_CODES.join(", ") }));
    }),
  );
}

/** The bytes of a compiled table that was found to be one. */
function readTable(file: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new DatamasterError("USAGE", told("tableUnreadable", { file, why: messageOf(error) }), {
      cause: error,
    });
  }
  try {
    openTable(bytes);
  } catch (error) {
    throw new DatamasterError("USAGE", told("noTable", { file, why: messageOf(error) }), { cause: error });
  }
  return bytes;
}
