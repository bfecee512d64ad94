import type { RunDetails } from "../app/app.ts";
import type { Quarantined } from "../model/run.ts";
import { count, counted, duration, oneLine, type Paint, pad, shorten, wrap } from "./text.ts";
import { failureWords, STATUS_STYLES, statusMark } from "./words.ts";

export interface SummaryOptions {
  /** Failed attempts by error code; not kept in the store. */
  readonly failures: ReadonlyMap<string, number>;
  /** Files that were made and what is in them. */
  readonly results: readonly (readonly [string, string])[];
  /** Command lines and what they are good for. */
  readonly next: readonly (readonly [string, string])[];
  readonly columns: number;
  readonly paint: Paint;
}

const WIDEST = 100;
const LABEL = 12;
const VALUE = 11;
const SHOWN_FAILURES = 10;
const SHOWN_REASONS = 4;

/** A run when it has ended, as lines for people: what the source holds, what changed, what went wrong, what comes next. */
export function summaryLines(details: RunDetails, options: SummaryOptions): string[] {
  const width = Math.min(WIDEST, options.columns - 1);
  return [
    "",
    headline(details, options.paint),
    "",
    ...facts(details, options.failures).flatMap((fact) => factLines(fact, width, options.paint)),
    ...failureLines(details.failures, width, options.paint),
    ...pairLines("Results", options.results, width, options.paint),
    ...pairLines("Next", options.next, width, options.paint),
  ];
}

function headline({ status, run, source, error, totals }: RunDetails, paint: Paint): string {
  const words = {
    running: "is going on",
    complete: "is complete",
    partial: "is complete but for what is quarantined",
    stopped: "is stopped; what it read is kept",
    failed: `failed${error === null ? "" : ` (${error})`}; what it read is kept`,
    abandoned: "was left unfinished",
  }[status];
  const mark = paint(STATUS_STYLES[status], statusMark(status));
  return `${mark} ${paint("bold", `Run ${run} of ${source} ${words}`)}  ${duration(totals.seconds)}`;
}

type Fact = readonly [label: string, value: number, note: string];

function facts({ totals, rejects, status }: RunDetails, failures: ReadonlyMap<string, number>): Fact[] {
  const failed = [...failures].reduce(
    (sum, [code, times]) => (code === "CRM_THROTTLED" ? sum : sum + times),
    0,
  );
  const rate = totals.seconds > 0 ? `${count(totals.requests / totals.seconds)}/s, ` : "";
  const reasons = rejects
    .slice(0, SHOWN_REASONS)
    .map(({ reason, count: times }) => `${reason} ${count(times)}`);
  const isOver = status === "complete" || status === "partial";
  const changed = isOver
    ? `${count(totals.new)} new, ${count(totals.gone)} gone`
    : `${count(totals.new)} new so far`;
  const all: Fact[] = [
    ["clients", totals.clients, ""],
    ["projects", totals.projects, ""],
    ["records", totals.records, "read in this run"],
    ["numbers", totals.numbers, changed],
    ["pairs", totals.pairs, "different project and number"],
    ["rejected", totals.rejected, reasons.join(", ")],
    [
      "requests",
      totals.requests,
      `${rate}${counted(totals.retries, "retry", "retries")}, ${count(totals.throttled)} throttled`,
    ],
    ["errors", failed, failureWords(failures)],
    ["unverified", totals.unverified, "numbers kept from earlier runs: their projects could not be read"],
    ["quarantined", totals.quarantined, "set aside; the next run reads them again"],
  ];
  return all.filter(
    ([label, value]) => value > 0 || !["errors", "unverified", "quarantined"].includes(label),
  );
}

function factLines([label, value, note]: Fact, width: number, paint: Paint): string[] {
  const head = `  ${pad(label, LABEL)}${pad(count(value), -VALUE)}`;
  if (note === "") return [head];
  const indent = 2 + LABEL + VALUE + 2;
  const [first = "", ...rest] = wrap(note, Math.max(20, width - indent));
  const warns = label === "quarantined" || label === "unverified" || label === "errors";
  const styled = (text: string): string => paint(warns ? "yellow" : "dim", text);
  return [`${head}  ${styled(first)}`, ...rest.map((line) => " ".repeat(indent) + styled(line))];
}

/** Units that failed for good, with their causes: the first few. */
export function failureLines(failures: readonly Quarantined[], width: number, paint: Paint): string[] {
  if (failures.length === 0) return [];
  const shown = failures.slice(0, SHOWN_FAILURES).flatMap(({ kind, id, name, code, message, attempts }) => {
    const what = kind === "phones" ? "project" : kind === "projects" ? "client" : "list of clients";
    const tries = attempts > 1 ? ` (${attempts} tries)` : "";
    return [
      `  ${shorten([what, oneLine(id), oneLine(name)].filter((part) => part !== "").join(" "), width - 2)}`,
      ...wrap(`${code}: ${oneLine(message)}${tries}`, width - 4).map((line) => `    ${paint("dim", line)}`),
    ];
  });
  const more = failures.length - SHOWN_FAILURES;
  return ["", paint("yellow", "Quarantined"), ...shown, ...(more > 0 ? [`  and ${count(more)} more`] : [])];
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
