import type { RunDetails } from "../app/runs/history.ts";
import { isWorkedOn } from "../app/runs/resumable.ts";
import type { Messages } from "../messages/messages.ts";
import { isNarrow, type Quarantined, type Run, type RunScope, UNIT_KINDS } from "../model/run.ts";
import { failureLines, labelWidth, summaryLines } from "./summary.ts";
import { type Paint, pad, widthOf } from "./text.ts";

/** True for a run that says it is running, but whose process has died. */
export function isLost(run: Run): boolean {
  return run.status === "running" && !isWorkedOn(run, Date.now());
}

/** A run as `--json` shows it: flat, as the document of collect, with what is known beside. */
export function runFacts(details: RunDetails): Record<string, unknown> {
  const { totals, units, failures, rejects, ...run } = details;
  const differences = differencesOf(failures);
  return { ...run, ...totals, lost: isLost(details), units, failures, differences, rejects };
}

/** Lists whose count is not what the CRM tells, by the CRM's ids; the id of the list of clients is empty. */
export function differencesOf(failures: readonly Quarantined[]) {
  return failures
    .filter(({ total }) => total !== null)
    .map(({ kind, id, name, total, listed }) => ({ kind, id, name, total, listed }));
}

/** All about one run, for people. */
export function detailLines(details: RunDetails, words: Messages, columns: number, paint: Paint): string[] {
  const { headline, details: texts, labels, notes } = words.run;
  const times = [
    texts.begun({ at: details.startedAt }),
    ...(details.endedAt === null ? [] : [texts.ended({ at: details.endedAt })]),
    howRead(details, words),
    ...(details.pruned ? [texts.pruned] : []),
  ];
  const about = ["", ...times.map((text) => `  ${paint("dim", text)}`)];
  if (details.status !== "running") {
    const unknown = { failures: new Map<string, number>(), limitFound: null };
    const options = { ...unknown, results: [], next: [], words, columns, paint };
    return [...summaryLines(details, options).slice(1), ...about, ...unitLines(details, words)];
  }
  const state = headline[isLost(details) ? "lost" : "running"];
  const { records, requests, retries, throttled, seconds } = details.totals;
  const figure = (label: string, value: string): string =>
    `  ${pad(label, labelWidth(words))}${pad(value, -11)}`;
  return [
    paint(
      isLost(details) ? "yellow" : "cyan",
      headline.of({ run: details.run, source: details.source, state }),
    ),
    ...about,
    `  ${paint("dim", texts.process({ pid: details.owner.pid, time: details.heartbeatAt.slice(11, 19) }))}`,
    ...unitLines(details, words),
    "",
    figure(labels.records, words.count(records)),
    `${figure(labels.requests, words.count(requests))}  ${notes.requests({ retries, throttled })}`,
    figure(labels.time, words.duration(seconds)),
    ...failureLines(details.failures, columns - 1, { words, paint }),
  ];
}

function unitLines({ units, status }: RunDetails, { count, run }: Messages): string[] {
  const texts = run.details;
  const width = Math.max(...Object.values(texts.units).map(widthOf)) + 1;
  const inOrder = UNIT_KINDS.flatMap((kind) => units.filter((unit) => unit.kind === kind));
  const lines = inOrder.map(({ kind, due, done, quarantined }) => {
    const all = due + done + quarantined;
    const share = all === 0 ? "" : ` (${Math.floor((100 * (done + quarantined)) / all)}%)`;
    const failed = quarantined === 0 ? "" : `, ${texts.quarantined({ count: count(quarantined) })}`;
    return `  ${pad(texts.units[kind], width)}${texts.read({ done: count(done), all: count(all) })}${share}${failed}`;
  });
  return lines.length === 0 || status === "complete" ? [] : ["", ...lines];
}

function howRead({ scope, mode }: RunDetails, words: Messages): string {
  const texts = words.run.details;
  if (scope.revertOf !== undefined) return texts.reverted({ run: scope.revertOf });
  return isNarrow(scope) ? scopeText(scope, words) : texts.modes[mode];
}

function scopeText(scope: RunScope, { run: { details: texts } }: Messages): string {
  const { clients, exclude, limit, failedOf } = scope;
  if (failedOf !== undefined) return texts.retry({ run: failedOf });
  const parts = [
    ...(clients.length > 0
      ? [texts.only({ count: clients.length, ids: clients.slice(0, 5).join(", ") })]
      : []),
    ...(exclude.length > 0 ? [texts.without({ count: exclude.length })] : []),
    ...(limit === null ? [] : [texts.atMost({ count: limit })]),
  ];
  return texts.pilot({ parts: parts.join(", ") });
}
