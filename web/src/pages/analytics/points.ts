import type { Answer } from "../../client/queries.ts";

export type Trend = Answer<"showTrends">["items"][number];

/** What a chart over time has at one place. */
export interface Point {
  /** The run that it leads to. */
  readonly run: number;
  readonly source: string;
  readonly at: string;
  readonly numbers: number;
  readonly new: number;
  readonly gone: number;
}

/** Finished runs as points; where there are several sources, numbers are their sum at that time. */
export function pointsOf(trends: readonly Trend[]): Point[] {
  const held = new Map<string, number>();
  const first = new Set<string>();
  return trends.map(({ run, source, at, numbers, new: came, gone }) => {
    held.set(source, numbers);
    const isFirst = !first.has(source) && came === numbers;
    first.add(source);
    const sum = [...held.values()].reduce((total, one) => total + one, 0);
    // Of a source's first run all numbers are new, beside which no other run would be seen.
    return { run, source, at, numbers: sum, new: isFirst ? 0 : came, gone };
  });
}

/** One point a week (Monday, UTC): the last state, and all that came and went. */
export function byWeek(points: readonly Point[]): Point[] {
  return [...Map.groupBy(points, ({ at }) => mondayOf(at))].flatMap(([at, ofWeek]) => {
    const last = ofWeek.at(-1);
    if (last === undefined) return [];
    const sum = (of: "new" | "gone"): number => ofWeek.reduce((total, point) => total + point[of], 0);
    return { ...last, at, new: sum("new"), gone: sum("gone") };
  });
}

function mondayOf(at: string): string {
  const day = new Date(at);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return `${day.toISOString().slice(0, 10)}T00:00:00.000Z`;
}
