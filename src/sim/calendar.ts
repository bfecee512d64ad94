/** The last day of the data before any change: in the past, so that changes are always later. */
const LAST_DAY = Date.UTC(2025, 5, 30);
const DAYS = 720;
const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;

/** A moment of the past, as Unix milliseconds and as it stands in JSON. */
export interface Moment {
  readonly ms: number;
  readonly text: string;
}

/** RFC 3339 in UTC; without a fraction where there is none. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}

/** The two years before the data set ends. Writes from tables: a million calls of toISOString take over a second. */
export class Calendar {
  readonly #days = Array.from({ length: DAYS }, (_, day) => isoTime(LAST_DAY - day * DAY_MS).slice(0, 11));
  readonly #minutes = Array.from({ length: 1440 }, (_, minute) => isoTime(minute * 60_000).slice(11, 17));
  readonly #seconds = Array.from({ length: 60 }, (_, second) => isoTime(second * 1000).slice(17));

  /** The moment at this share (0 to 1) of a day that this share of the calendar chooses. */
  moment(dayShare: number, timeShare: number): Moment {
    const day = Math.floor(dayShare * DAYS);
    const second = Math.floor(timeShare * DAY_SECONDS);
    const text = `${this.#days[day]}${this.#minutes[Math.floor(second / 60)]}${this.#seconds[second % 60]}`;
    return { ms: LAST_DAY - day * DAY_MS + second * 1000, text };
  }
}
