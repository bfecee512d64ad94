import { Lane } from "../src/limits/lane.ts";
import type { KnownLimit } from "../src/model/limit.ts";
import type { LimitShape } from "../src/sim/rate-limit.ts";
import { additiveIncrease, constantRate, noPacer, plainCubic } from "./limiter-baselines.ts";
import { type Line, runTrial, type Trial } from "./limiter-sim.ts";
import type { VirtualTime } from "./virtual-time.ts";

const MINUTE_MS = 60_000;
const SEEDS = 20;
const BASELINE_SEEDS = 3;

const SHAPES: ReadonlyArray<readonly [string, (perSecond: number) => LimitShape]> = [
  ["fixed 10 s", (rate) => ({ kind: "fixed", limit: rate * 10, windowMs: 10_000 })],
  ["sliding 10 s", (rate) => ({ kind: "sliding", limit: rate * 10, windowMs: 10_000 })],
  ["bucket of 4 s", (rate) => ({ kind: "bucket", perSecond: rate, windowMs: 1000, burst: rate * 4 })],
  ["bucket of 5", (rate) => ({ kind: "bucket", perSecond: rate, windowMs: 1000, burst: 5 })],
];

type MakeLine = (time: VirtualTime) => Line;

/** Minutes that are counted, and the limit of each minute from which it holds. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly limits: ReadonlyArray<readonly [minute: number, limit: LimitShape]>;
  readonly perSecond: number;
}

interface Figures {
  readonly used: number;
  readonly refused: number;
  readonly leastUsed: number;
  readonly mostRefused: number;
}

/** 80 to 360 ms a round trip, evenly spread, unless told otherwise. */
function measure(
  makeLine: MakeLine,
  { from, to, limits, perSecond }: Span,
  options: { seeds: number; workers?: number; wayMs?: Trial["wayMs"] },
): Figures {
  const { seeds, workers = 16, wayMs = [40, 180] } = options;
  const shares = Array.from({ length: seeds }, (_, seed) => {
    // A change comes at another moment of the pacer's cycle with each seed.
    const shift = limits.length > 1 ? seed * 3_331 : 0;
    const { accepted, refused } = runTrial({
      makeLine,
      seed: seed + 1,
      workers,
      wayMs,
      limits: limits.map(([at, limit]) => [at === 0 ? 0 : at * MINUTE_MS + shift, limit] as const),
      fromMs: from * MINUTE_MS + shift,
      toMs: to * MINUTE_MS + shift,
    });
    return { used: accepted / (perSecond * (to - from) * 60), refused: refused / (accepted + refused) };
  });
  const mean = (of: (share: (typeof shares)[number]) => number): number =>
    shares.reduce((sum, share) => sum + of(share), 0) / seeds;
  return {
    used: mean((share) => share.used),
    refused: mean((share) => share.refused),
    leastUsed: Math.min(...shares.map((share) => share.used)),
    mostRefused: Math.max(...shares.map((share) => share.refused)),
  };
}

const percent = (share: number, digits: number): string => (share * 100).toFixed(digits);

function cell({ used, refused }: Pick<Figures, "used" | "refused">): string {
  return `${percent(used, 1)} / ${percent(refused, 2)}`.padStart(14);
}

/** Each figure of the seed where it was worst. */
function worst({ leastUsed, mostRefused }: Figures): Pick<Figures, "used" | "refused"> {
  return { used: leastUsed, refused: mostRefused };
}

function worstCell(figures: Figures): string {
  return `${cell(figures)}  (worst ${cell(worst(figures)).trim()})`;
}

function ours(workers: number, limits: readonly KnownLimit[] = []): MakeLine {
  return (time) => new Lane({ concurrency: workers, limits }, time);
}

function row(name: string, cells: readonly string[]): void {
  console.log(`  ${name.padEnd(24)}${cells.join("")}`);
}

/** Hidden limits found and held, in virtual time: % of the limit used / % of requests refused. */
export function limiterTable(): Promise<void> {
  console.log(
    "\nlimiter: a limit that nobody tells, 80-360 ms a round trip; % of it used / % of requests refused",
  );
  for (const perSecond of [10, 50]) {
    console.log(`\n  ${perSecond}/s, 16 workers, 30 minutes after 5 to find it`);
    steady(perSecond);
    changes(perSecond);
  }
  known();
  bound();
  return Promise.resolve();
}

function steady(perSecond: number): void {
  const lines: ReadonlyArray<readonly [string, MakeLine, number]> = [
    ["no pacer, backoff", noPacer, BASELINE_SEEDS],
    ["AIMD +0.05/s x0.9", additiveIncrease, BASELINE_SEEDS],
    ["plain cubic", plainCubic, BASELINE_SEEDS],
    ["limit known, 98%", ours(16, [{ requests: perSecond, windowMs: 1000 }]), BASELINE_SEEDS],
    ["ours", ours(16), SEEDS],
  ];
  row(
    "",
    SHAPES.map(([name]) => name.padStart(14)),
  );
  for (const [name, makeLine, seeds] of lines) {
    const span = (limit: LimitShape): Span => ({ from: 5, to: 35, limits: [[0, limit]], perSecond });
    const figures = SHAPES.map(([, shape]) => measure(makeLine, span(shape(perSecond)), { seeds }));
    row(name, figures.map(cell));
    if (seeds === SEEDS) row("ours, the worst seed", figures.map(worst).map(cell));
  }
}

function changes(perSecond: number): void {
  // 16 workers cannot send 100 a second at such latencies.
  const workers = perSecond === 50 ? 32 : 16;
  for (const [name, shape] of SHAPES) {
    const before = shape(perSecond);
    const to = (factor: number) =>
      [
        [0, before],
        [10, shape(perSecond * factor)],
      ] as const;
    const spans: ReadonlyArray<readonly [string, Span]> = [
      ["cold, first 5 minutes", { from: 0, to: 5, limits: [[0, before]], perSecond }],
      ["halved, 15 minutes after", { from: 10, to: 25, limits: to(0.5), perSecond: perSecond / 2 }],
      ["doubled, first 10 minutes", { from: 10, to: 20, limits: to(2), perSecond: perSecond * 2 }],
      ["doubled, minute 11", { from: 20, to: 21, limits: to(2), perSecond: perSecond * 2 }],
    ];
    console.log(`  ours, ${name}`);
    for (const [what, span] of spans) {
      const many = span.perSecond > perSecond ? workers : 16;
      console.log(
        `    ${what.padEnd(28)}${worstCell(measure(ours(many), span, { seeds: SEEDS, workers: many }))}`,
      );
    }
  }
}

/** A limit that is known, counted by the second: how much of it five minutes use, and what is refused. */
function known(): void {
  console.log("\n  50 a second, known, 5 minutes");
  const shapes: ReadonlyArray<readonly [string, LimitShape]> = [
    ["fixed 1 s", { kind: "fixed", limit: 50, windowMs: 1000 }],
    ["sliding 1 s", { kind: "sliding", limit: 50, windowMs: 1000 }],
    ["bucket of 50", { kind: "bucket", perSecond: 50, windowMs: 1000, burst: 50 }],
  ];
  for (const [way, wayMs] of [
    ["40-50 ms a round trip", [20, 25]],
    ["80-360 ms a round trip", [40, 180]],
  ] as const) {
    const cells = shapes.map(([name, limit]) => {
      const span: Span = { from: 0, to: 5, limits: [[0, limit]], perSecond: 50 };
      const line = ours(32, [{ requests: 50, windowMs: 1000 }]);
      return `${name} ${cell(worst(measure(line, span, { seeds: SEEDS, workers: 32, wayMs }))).trim()}`;
    });
    console.log(`    ${way.padEnd(28)}${cells.join(", ")}  (the worst of ${SEEDS} seeds)`);
  }
}

/** What a bucket of 5 lets through of 50/s, where jitter alone empties it: the best of all constant rates. */
function bound(): void {
  const limit = SHAPES[3]?.[1](50);
  if (limit === undefined) return;
  const span: Span = { from: 5, to: 35, limits: [[0, limit]], perSecond: 50 };
  console.log("\n  the bound for a bucket of 5 at 50/s: the best constant rate with at most 0.1% refused");
  for (const [name, wayMs] of [
    ["80-360 ms a round trip", [40, 180]],
    ["180-220 ms a round trip", [90, 110]],
  ] as const) {
    const rates = Array.from({ length: 16 }, (_, i) => 0.7 + i * 0.02);
    const figures = rates.map((share) => measure(constantRate(50 * share), span, { seeds: 2, wayMs }));
    const allowed = figures.filter(({ refused }) => refused <= 0.001);
    const best = Math.max(...allowed.map(({ used }) => used));
    const found = measure(ours(16), span, { seeds: SEEDS, wayMs });
    console.log(`    ${name.padEnd(28)}${percent(best, 1).padStart(6)}, ours ${worstCell(found)}`);
  }
}
