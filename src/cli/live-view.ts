import type { Parking, ProgressSnapshot } from "../collect/collect.ts";
import { type Messages, say } from "../messages/messages.ts";
import { type Paint, pad, shorten, widthOf, wrap } from "./text.ts";
import { failureWords } from "./words.ts";

export interface ViewOptions {
  readonly columns: number;
  readonly paint: Paint;
  readonly words: Messages;
  /** What stopping looks like: null while nobody asked for it. */
  readonly stopping: boolean;
}

const WIDEST = 100;
const PERCENT = 5;
/** A shorter silence is over before it is read. */
const HELD_TOLD_S = 3;
const SILENCE_TOLD_S = 10;

/** What a running collect looks like on a terminal: at most fourteen lines, none wider than the terminal. */
export function renderView(now: ProgressSnapshot, options: ViewOptions): string {
  const { columns, paint, words, stopping } = options;
  const { labels, live } = words.run;
  // The last column stays free: some terminals wrap as soon as it is filled.
  const width = Math.min(WIDEST, columns - 1);
  const counts = [now.clients, now.projects].map(({ done, total }) => countText(done, total, now, words));
  const room = Math.max(...counts.map(widthOf));
  const bar = (label: string, part: Part, text: string): string =>
    barLine(pad(label, labelWidth(words)), part, pad(text, -room), width, paint);
  return [
    ...heading(now, width, options),
    bar(labels.clients, now.clients, counts[0] ?? ""),
    bar(labels.projects, now.projects, counts[1] ?? ""),
    ...factLines(now, width, options),
    stopping ? paint("yellow", shorten(live.stopping, width)) : paint("dim", shorten(live.howToStop, width)),
  ].join("\n");
}

/** The same on one plain line, for logs and files. */
export function progressLine(now: ProgressSnapshot, words: Messages): string {
  const { count, run } = words;
  const { labels } = run;
  const rate = (perSecond: number): string => rateText(perSecond, words);
  const parts = [
    `${labels.clients} ${countText(now.clients.done, now.clients.total, now, words)}`,
    `${labels.projects} ${countText(now.projects.done, now.projects.total, now, words)}`,
    `${labels.records} ${count(now.records)}`,
    `${labels.numbers} ${count(now.numbers)} (${rate(now.numbersPerSecond)})`,
    `${labels.requests} ${count(now.requests)} (${rate(now.requestsPerSecond)})`,
    `${labels.retries} ${count(now.retries)}`,
    `${labels.throttled} ${count(now.throttled)}`,
    `${labels.quarantined} ${count(now.quarantined)}`,
    ...(now.parked === null ? [] : [parkedTexts(now.parked, words).join(" ")]),
    ...pacingTexts(now, words),
    ...(now.etaSeconds === null ? [] : [run.live.left({ eta: etaText(now.etaSeconds, words) })]),
  ];
  return `${now.source}: ${words.duration(now.seconds)}: ${parts.join(", ")}`;
}

interface Part {
  readonly done: number;
  readonly total: number | null;
}

/** A total of projects is a guess until the last client's list is read. */
function countText(done: number, total: number | null, now: ProgressSnapshot, { count }: Messages): string {
  if (total === null) return count(done);
  const isGuess =
    total === now.projects.total && (now.clients.total === null || now.clients.done < now.clients.total);
  const isProjects = done === now.projects.done && total === now.projects.total;
  return `${count(done)} / ${isGuess && isProjects ? "~" : ""}${count(total)}`;
}

function etaText(seconds: number, { roughly, run }: Messages): string {
  return run.live.about({ time: roughly(seconds) });
}

function rateText(perSecond: number, { count, run }: Messages): string {
  return run.live.perSecond({ count: count(perSecond) });
}

/** Why requests go no faster: the limit found, and a silence worth telling. */
function pacingTexts(now: ProgressSnapshot, words: Messages): string[] {
  const { limitFound, heldSeconds, silentSeconds } = now;
  const { live } = words.run;
  const held = heldSeconds < HELD_TOLD_S ? [] : [live.held({ time: etaText(heldSeconds, words) })];
  const silent = silentSeconds < SILENCE_TOLD_S ? [] : [live.silent({ time: words.duration(silentSeconds) })];
  return [...limitFoundText(limitFound, words), ...held, ...silent];
}

/** What is told of a limit that had to be found: nothing where there was none. */
export function limitFoundText(perSecond: number | null, words: Messages): string[] {
  if (perSecond === null) return [];
  const { live } = words.run;
  // Below ten a second a whole number would tell too little.
  const rate = perSecond < 10 ? words.decimal(perSecond) : words.count(perSecond);
  return [live.limitFound({ rate: live.perSecond({ count: rate }) })];
}

/** So wide that the labels of all lines stand in one column. */
function labelWidth({ run: { labels } }: Messages): number {
  const { clients, projects, records, requests, errors } = labels;
  return Math.max(...[clients, projects, records, requests, errors].map(widthOf)) + 2;
}

function heading(now: ProgressSnapshot, width: number, { paint, words }: ViewOptions): string[] {
  const { live } = words.run;
  const time = `${words.duration(now.seconds)}${now.etaSeconds === null ? "" : `, ${live.left({ eta: etaText(now.etaSeconds, words) })}`}`;
  const title = live.title(now);
  const fits = widthOf(title) + widthOf(time) + 3 <= width;
  const gap = " ".repeat(Math.max(1, width - widthOf(title) - widthOf(time)));
  return fits
    ? [paint("bold", title) + gap + time]
    : [paint("bold", shorten(title, width)), shorten(time, width)];
}

function barLine(label: string, { done, total }: Part, text: string, width: number, paint: Paint): string {
  const share = total === null || total === 0 ? null : Math.min(1, done / total);
  const percent = share === null ? "" : `${Math.floor(share * 100)}%`;
  const size = width - widthOf(label) - widthOf(text) - PERCENT - 2;
  const tail = `${text} ${pad(percent, -PERCENT)}`;
  if (size < 8) return shorten(label + tail, width);
  const full = Math.round((share ?? 0) * size);
  const drawn = paint("cyan", "█".repeat(full)) + paint("dim", "░".repeat(size - full));
  return `${label}${drawn} ${tail}`;
}

function factLines(now: ProgressSnapshot, width: number, { paint, words }: ViewOptions): string[] {
  const { count, run } = words;
  const { labels } = run;
  const size = labelWidth(words);
  const rate = (perSecond: number): string => rateText(perSecond, words);
  const failures = failureWords(now.failures, words);
  const lines = [
    factLine([
      [pad(labels.records, size), count(now.records)],
      [labels.numbers, `${count(now.numbers)}  ${rate(now.numbersPerSecond)}`],
    ]),
    factLine([
      [pad(labels.requests, size), `${count(now.requests)}  ${rate(now.requestsPerSecond)}`],
      [labels.retries, count(now.retries)],
      [labels.throttled, count(now.throttled)],
    ]),
    ...[pacingTexts(now, words).join(", ")].filter(Boolean).map((text) => " ".repeat(size) + text),
  ].map((line) => shorten(line, width));
  if (failures !== "") lines.push(...wrap(`${pad(labels.errors, size)}${failures}`, width, size).slice(0, 2));
  if (now.parked !== null) {
    lines.push(
      ...parkedTexts(now.parked, words)
        .flatMap((text) => wrap(text, width).slice(0, 2))
        .map((line) => paint("yellow", line)),
    );
  }
  if (now.quarantined > 0) {
    lines.push(paint("yellow", shorten(run.live.quarantined({ count: count(now.quarantined) }), width)));
  }
  return lines;
}

/** What the run waits for, and until when: each begins a line. */
function parkedTexts({ why, nextTry, givesUpAt }: Parking, words: Messages): string[] {
  const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 19);
  const { text } = say(words, why);
  const { live } = words.run;
  if (givesUpAt === null) return [live.waiting({ why: text })];
  return [live.parked({ why: text }), live.nextTry({ next: clock(nextTry), until: clock(givesUpAt) })];
}

/** Facts beside each other, each in a place of its own, so that nothing jumps while they grow. */
function factLine(facts: readonly (readonly [string, string])[]): string {
  const [first, ...rest] = facts.map(([label, value]) => [label, value] as const);
  if (first === undefined) return "";
  const head = first[0] + pad(first[1], 18);
  return (head + rest.map(([label, value]) => `${label} ${pad(value, 8)}`).join("  ")).trimEnd();
}
