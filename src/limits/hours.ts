import { weekdayOf, Zone } from "../base/zone.ts";
import type { HourSpan } from "../model/limit.ts";

/** Spans are looked for so many days ahead: a weekday comes again within them. */
const DAYS_AHEAD = 8;

/** Whether requests may be sent, and until when that holds (milliseconds since 1970). */
interface OpenOrShut {
  readonly open: boolean;
  readonly from: number;
  readonly until: number;
}

const ALWAYS: OpenOrShut = { open: true, from: Number.NEGATIVE_INFINITY, until: Infinity };

/** The hours of a source. Without any it is always open. */
export class Hours {
  readonly #spans: ReadonlyArray<HourSpan & { readonly clocks: Zone }>;
  #known: OpenOrShut | null = null;

  constructor(spans: readonly HourSpan[]) {
    this.#spans = spans.map((span) => ({ ...span, clocks: new Zone(span.zone) }));
  }

  at(now: number): OpenOrShut {
    if (this.#spans.length === 0) return ALWAYS;
    if (this.#known === null || now < this.#known.from || now >= this.#known.until)
      this.#known = this.#look(now);
    return this.#known;
  }

  #look(now: number): OpenOrShut {
    const ahead = this.#spans
      .flatMap((span) => spansAround(span, now))
      .filter(({ until }) => until > now)
      .sort((a, b) => a.from - b.from);
    const [first] = ahead;
    if (first === undefined || first.from > now)
      return { open: false, from: now, until: first?.from ?? Infinity };
    let { until } = first;
    // Spans that touch or overlap are one.
    for (const next of ahead) if (next.from <= until) until = Math.max(until, next.until);
    return { open: true, from: now, until };
  }
}

function spansAround(
  { days, from, to, clocks }: HourSpan & { readonly clocks: Zone },
  now: number,
): { readonly from: number; readonly until: number }[] {
  const today = clocks.dayAt(now);
  return Array.from({ length: DAYS_AHEAD + 2 }, (_, i) => today - 1 + i)
    .filter((day) => days.includes(weekdayOf(day)))
    .map((day) => ({ from: clocks.instantOf(day, from), until: clocks.instantOf(day, to) }));
}
