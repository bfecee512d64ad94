import type { ProgressSnapshot } from "../collect/collect.ts";
import { count, duration, type Paint, pad, shorten, widthOf, wrap } from "./text.ts";
import { failureWords } from "./words.ts";

export interface ViewOptions {
  readonly columns: number;
  readonly paint: Paint;
  /** What stopping looks like: null while nobody asked for it. */
  readonly stopping: boolean;
}

const WIDEST = 100;
const LABEL = 10;
const PERCENT = 5;

/** What a running collect looks like on a terminal: at most ten lines, none wider than the terminal. */
export function renderView(now: ProgressSnapshot, { columns, paint, stopping }: ViewOptions): string {
  // The last column stays free: some terminals wrap as soon as it is filled.
  const width = Math.min(WIDEST, columns - 1);
  const counts = [now.clients, now.projects].map(({ done, total }) => countText(done, total, now));
  const room = Math.max(...counts.map(widthOf));
  const bar = (label: string, part: Part, text: string): string =>
    barLine(label, part, pad(text, -room), width, paint);
  return [
    ...heading(now, width, paint),
    bar("clients", now.clients, counts[0] ?? ""),
    bar("projects", now.projects, counts[1] ?? ""),
    ...factLines(now, width, paint),
    stopping
      ? paint("yellow", shorten("Stopping: finishing open requests. Ctrl-C again stops at once.", width))
      : paint("dim", shorten("Ctrl-C stops and saves; the next collect continues.", width)),
  ].join("\n");
}

/** The same on one plain line, for logs and files. */
export function progressLine(now: ProgressSnapshot): string {
  const parts = [
    `clients ${countText(now.clients.done, now.clients.total, now)}`,
    `projects ${countText(now.projects.done, now.projects.total, now)}`,
    `records ${count(now.records)}`,
    `numbers ${count(now.numbers)} (${count(now.numbersPerSecond)}/s)`,
    `requests ${count(now.requests)} (${count(now.requestsPerSecond)}/s)`,
    `retries ${count(now.retries)}`,
    `throttled ${count(now.throttled)}`,
    `quarantined ${count(now.quarantined)}`,
    ...(now.etaSeconds === null ? [] : [`${etaText(now.etaSeconds)} left`]),
  ];
  return `${now.source}: ${duration(now.seconds)}: ${parts.join(", ")}`;
}

interface Part {
  readonly done: number;
  readonly total: number | null;
}

/** A total of projects is a guess until the last client's list is read. */
function countText(done: number, total: number | null, now: ProgressSnapshot): string {
  if (total === null) return count(done);
  const isGuess =
    total === now.projects.total && (now.clients.total === null || now.clients.done < now.clients.total);
  const isProjects = done === now.projects.done && total === now.projects.total;
  return `${count(done)} / ${isGuess && isProjects ? "~" : ""}${count(total)}`;
}

function etaText(seconds: number): string {
  return `about ${seconds < 60 ? `${Math.max(1, Math.round(seconds))} s` : duration(seconds).replace(/ \d\d s$/, "")}`;
}

function heading(now: ProgressSnapshot, width: number, paint: Paint): string[] {
  const time = `${duration(now.seconds)}${now.etaSeconds === null ? "" : `, ${etaText(now.etaSeconds)} left`}`;
  const title = `Collecting ${now.source}, run ${now.run}`;
  const fits = widthOf(title) + widthOf(time) + 3 <= width;
  const gap = " ".repeat(Math.max(1, width - widthOf(title) - widthOf(time)));
  return fits
    ? [paint("bold", title) + gap + time]
    : [paint("bold", shorten(title, width)), shorten(time, width)];
}

function barLine(label: string, { done, total }: Part, text: string, width: number, paint: Paint): string {
  const share = total === null || total === 0 ? null : Math.min(1, done / total);
  const percent = share === null ? "" : `${Math.floor(share * 100)}%`;
  const size = width - LABEL - widthOf(text) - PERCENT - 2;
  const head = pad(label, LABEL);
  const tail = `${text} ${pad(percent, -PERCENT)}`;
  if (size < 8) return shorten(head + tail, width);
  const full = Math.round((share ?? 0) * size);
  const drawn = paint("cyan", "█".repeat(full)) + paint("dim", "░".repeat(size - full));
  return `${head}${drawn} ${tail}`;
}

function factLines(now: ProgressSnapshot, width: number, paint: Paint): string[] {
  const rate = (perSecond: number): string => `${count(perSecond)}/s`;
  const failures = failureWords(now.failures);
  const lines = [
    factLine([
      ["records", count(now.records)],
      ["numbers", `${count(now.numbers)}  ${rate(now.numbersPerSecond)}`],
    ]),
    factLine([
      ["requests", `${count(now.requests)}  ${rate(now.requestsPerSecond)}`],
      ["retries", count(now.retries)],
      ["throttled", count(now.throttled)],
    ]),
  ].map((line) => shorten(line, width));
  if (failures !== "") lines.push(...wrap(`${pad("errors", LABEL)}${failures}`, width, LABEL).slice(0, 2));
  if (now.quarantined > 0) {
    lines.push(
      paint("yellow", shorten(`quarantined ${count(now.quarantined)}: set aside, the rest goes on`, width)),
    );
  }
  return lines;
}

/** Facts beside each other, each in a place of its own, so that nothing jumps while they grow. */
function factLine(facts: readonly (readonly [string, string])[]): string {
  const [first, ...rest] = facts.map(([label, value]) => [label, value] as const);
  if (first === undefined) return "";
  const head = pad(first[0], LABEL) + pad(first[1], 18);
  return (head + rest.map(([label, value]) => `${label} ${pad(value, 8)}`).join("  ")).trimEnd();
}
