import { isWorkedOn, type RunDetails } from "../app/app.ts";
import { isNarrow, type Run, type RunScope, UNIT_KINDS, type UnitKind } from "../model/run.ts";
import { failureLines, summaryLines } from "./summary.ts";
import { count, counted, duration, moment, type Paint, pad } from "./text.ts";

/** True for a run that says it is running, but whose process has died. */
export function isLost(run: Run): boolean {
  return run.status === "running" && !isWorkedOn(run, Date.now());
}

/** A run as `--json` shows it: flat, as the document of collect, with what is known beside. */
export function runFacts(details: RunDetails): Record<string, unknown> {
  const { totals, units, failures, rejects, ...run } = details;
  return { ...run, ...totals, lost: isLost(details), units, failures, rejects };
}

/** All about one run, for people. */
export function detailLines(details: RunDetails, columns: number, paint: Paint): string[] {
  const times = [
    `begun ${moment(details.startedAt)} UTC`,
    ...(details.endedAt === null ? [] : [`ended ${moment(details.endedAt)} UTC`]),
    ...(isNarrow(details.scope) ? [scopeText(details.scope)] : []),
  ];
  const about = ["", ...times.map((text) => `  ${paint("dim", text)}`)];
  if (details.status !== "running") {
    const options = { failures: new Map<string, number>(), results: [], next: [], columns, paint };
    return [...summaryLines(details, options).slice(1), ...about, ...unitLines(details)];
  }
  const state = isLost(details) ? "lost its process; what it read is kept" : "is going on";
  const { records, requests, retries, throttled, seconds } = details.totals;
  return [
    paint(isLost(details) ? "yellow" : "cyan", `Run ${details.run} of ${details.source} ${state}`),
    ...about,
    `  ${paint("dim", `process ${details.owner.pid}, last sign of life ${details.heartbeatAt.slice(11, 19)} UTC`)}`,
    ...unitLines(details),
    "",
    `  ${pad("records", 12)}${pad(count(records), -11)}`,
    `  ${pad("requests", 12)}${pad(count(requests), -11)}  ${counted(retries, "retry", "retries")}, ${count(throttled)} throttled`,
    `  ${pad("time", 12)}${pad(duration(seconds), -11)}`,
    ...failureLines(details.failures, columns - 1, paint),
  ];
}

const UNIT_WORDS: Readonly<Record<UnitKind, string>> = {
  clients: "list of clients",
  projects: "lists of projects",
  phones: "projects' phones",
};

function unitLines({ units, status }: RunDetails): string[] {
  const inOrder = UNIT_KINDS.flatMap((kind) => units.filter((unit) => unit.kind === kind));
  const lines = inOrder.map(({ kind, due, done, quarantined }) => {
    const all = due + done + quarantined;
    const share = all === 0 ? "" : ` (${Math.floor((100 * (done + quarantined)) / all)}%)`;
    const failed = quarantined === 0 ? "" : `, ${count(quarantined)} quarantined`;
    return `  ${pad(UNIT_WORDS[kind], 18)}${count(done)} of ${count(all)} read${share}${failed}`;
  });
  return lines.length === 0 || status === "complete" ? [] : ["", ...lines];
}

function scopeText({ clients, exclude, limit }: RunScope): string {
  const parts = [
    ...(clients.length > 0
      ? [`only ${counted(clients.length, "client")} (${clients.slice(0, 5).join(", ")})`]
      : []),
    ...(exclude.length > 0 ? [`without ${counted(exclude.length, "client")}`] : []),
    ...(limit === null ? [] : [`at most ${counted(limit, "client")}`]),
  ];
  return `pilot: ${parts.join(", ")}`;
}
