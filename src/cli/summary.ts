import type { RunDetails } from "../app/runs/history.ts";
import type { Messages } from "../messages/messages.ts";
import { REPAIR_CODES } from "../model/number.ts";
import type { Quarantined, RunTotals } from "../model/run.ts";
import { limitFoundText } from "./live-view.ts";
import { oneLine, type Paint, pad, shorten, widthOf, wrap } from "./text.ts";
import { causeText, failureWords, STATUS_STYLES, statusMark } from "./words.ts";

export interface SummaryOptions {
  /** Failed attempts by error code; not kept in the store. */
  readonly failures: ReadonlyMap<string, number>;
  /** The rate limit that had to be found, requests a second; not kept in the store either. */
  readonly limitFound: number | null;
  /** Files that were made and what is in them. */
  readonly results: readonly (readonly [string, string])[];
  /** Command lines and what they are good for. */
  readonly next: readonly (readonly [string, string])[];
  readonly words: Messages;
  readonly columns: number;
  readonly paint: Paint;
}

const WIDEST = 100;
const VALUE = 11;
const SHOWN_FAILURES = 10;
const SHOWN_REASONS = 4;
const SHOWN_REPAIRS = 4;

/** A run when it has ended, as lines for people: what the source holds, what changed, what went wrong, what comes next. */
export function summaryLines(details: RunDetails, options: SummaryOptions): string[] {
  const { words, paint } = options;
  const width = Math.min(WIDEST, options.columns - 1);
  return [
    "",
    headline(details, options),
    "",
    ...facts(details, options).flatMap((fact) => factLines(fact, width, options)),
    ...failureLines(details.failures, width, options),
    ...pairLines(words.run.results, options.results, width, paint),
    ...pairLines(words.run.next, options.next, width, paint),
  ];
}

/** So wide that the labels of all figures stand in one column. */
export function labelWidth({ run: { labels } }: Messages): number {
  return Math.max(...Object.values(labels).map(widthOf)) + 1;
}

function headline(details: RunDetails, { words, paint }: SummaryOptions): string {
  const { status, run, source, error, totals } = details;
  const texts = words.run.headline;
  const state = status === "failed" ? texts.failed({ code: error ?? "" }) : texts[status];
  const mark = paint(STATUS_STYLES[status], statusMark(status));
  return `${mark} ${paint("bold", texts.of({ run, source, state }))}  ${words.duration(totals.seconds)}`;
}

type Fact = readonly [label: keyof Messages["run"]["labels"], value: number, note: string];

function facts(
  { totals, rejects, status, mode }: RunDetails,
  { failures, limitFound, words }: SummaryOptions,
): Fact[] {
  const { count, run } = words;
  const failed = [...failures].reduce(
    (sum, [code, times]) => (code === "CRM_THROTTLED" ? sum : sum + times),
    0,
  );
  const rate =
    totals.seconds > 0 ? `${run.live.perSecond({ count: count(totals.requests / totals.seconds) })}, ` : "";
  const reasons = rejects
    .slice(0, SHOWN_REASONS)
    .map(({ reason, count: times }) => `${run.reasons[reason]} ${count(times)}`);
  const isOver = status === "complete" || status === "partial";
  const changed = isOver
    ? run.notes.changed({ came: totals.new, gone: totals.gone })
    : run.notes.changedSoFar({ came: totals.new });
  const all: Fact[] = [
    ["clients", totals.clients, ""],
    ["projects", totals.projects, ""],
    ["records", totals.records, mode === "incremental" ? run.notes.recordsOfChanges : run.notes.records],
    ["numbers", totals.numbers, changed],
    ["pairs", totals.pairs, run.notes.pairs],
    ["repairs", repairCount(totals), repairWords(totals, words)],
    ["rejected", totals.rejected, reasons.join(", ")],
    ["erased", totals.erased, run.notes.erased],
    ["suppressed", totals.suppressed, run.notes.suppressed],
    [
      "requests",
      totals.requests,
      rate + [run.notes.requests(totals), ...limitFoundText(limitFound, words)].join(", "),
    ],
    ["errors", failed, failureWords(failures, words)],
    ["unverified", totals.unverified, run.notes.unverified],
    ["quarantined", totals.quarantined, run.notes.quarantined],
  ];
  return all.filter(
    ([label, value]) =>
      value > 0 ||
      !["errors", "unverified", "quarantined", "repairs", "erased", "suppressed"].includes(label),
  );
}

function repairCount({ repaired }: RunTotals): number {
  return Object.values(repaired).reduce((sum, times) => sum + times, 0);
}

/** The commonest repairs with how often each was made. */
function repairWords({ repaired }: RunTotals, { count, run }: Messages): string {
  const found = REPAIR_CODES.flatMap((code) => ({ code, times: repaired[code] ?? 0 }));
  return found
    .filter(({ times }) => times > 0)
    .sort((one, other) => other.times - one.times)
    .slice(0, SHOWN_REPAIRS)
    .map(({ code, times }) => `${run.repairs[code]} ${count(times)}`)
    .join(", ");
}

function factLines([label, value, note]: Fact, width: number, { words, paint }: SummaryOptions): string[] {
  const size = labelWidth(words);
  const head = `  ${pad(words.run.labels[label], size)}${pad(words.count(value), -VALUE)}`;
  if (note === "") return [head];
  const indent = 2 + size + VALUE + 2;
  const [first = "", ...rest] = wrap(note, Math.max(20, width - indent));
  const warns = label === "quarantined" || label === "unverified" || label === "errors";
  const styled = (text: string): string => paint(warns ? "yellow" : "dim", text);
  return [`${head}  ${styled(first)}`, ...rest.map((line) => " ".repeat(indent) + styled(line))];
}

/** Units that failed for good, with their causes: the first few. */
export function failureLines(
  failures: readonly Quarantined[],
  width: number,
  { words, paint }: Pick<SummaryOptions, "words" | "paint">,
): string[] {
  const texts = words.run.quarantine;
  if (failures.length === 0) return [];
  const shown = failures.slice(0, SHOWN_FAILURES).flatMap((failure) => {
    const { kind, id, name, code, attempts } = failure;
    const what = texts[kind];
    const tries = attempts > 1 ? ` ${texts.tries({ count: attempts })}` : "";
    return [
      `  ${shorten([what, oneLine(id), oneLine(name)].filter((part) => part !== "").join(" "), width - 2)}`,
      ...wrap(`${code}: ${oneLine(causeText(failure, words))}${tries}`, width - 4).map(
        (line) => `    ${paint("dim", line)}`,
      ),
    ];
  });
  const more = failures.length - SHOWN_FAILURES;
  return [
    "",
    paint("yellow", texts.title),
    ...shown,
    ...(more > 0 ? [`  ${texts.more({ count: words.count(more) })}`] : []),
  ];
}

/** Things to look at or to type, each with what it is: beside each other where all fit, else below each other. */
function pairLines(
  head: string,
  pairs: readonly (readonly [string, string])[],
  width: number,
  paint: Paint,
): string[] {
  if (pairs.length === 0) return [];
  const longest = Math.max(...pairs.map(([line]) => line.length));
  const aside = pairs.every(([, about]) => longest + about.length + 4 <= width);
  const lines = pairs.flatMap(([line, about]) =>
    aside
      ? [`  ${line.padEnd(longest)}  ${paint("dim", about)}`]
      : [`  ${paint("dim", `# ${about}`)}`, `  ${line}`],
  );
  return ["", head, ...lines];
}
