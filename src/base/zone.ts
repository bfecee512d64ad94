const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** True for a time zone that this machine knows, like `Europe/Moscow` or `UTC`. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The machine's own time zone. */
export function localZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** What clocks of a time zone show, and when. Instants are milliseconds since 1970, days are counted from then. */
export class Zone {
  readonly #format: Intl.DateTimeFormat;

  /** Throws RangeError for a zone that {@link isTimeZone} does not know. */
  constructor(name: string) {
    this.#format = new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  /** The day that the zone's calendars show. */
  dayAt(ms: number): number {
    return Math.floor(this.#faceAt(ms) / DAY_MS);
  }

  /**
   * The first instant at which clocks show that minute of that day; what summer time leaves out comes as much later.
   * Minutes may reach into later days.
   */
  instantOf(day: number, minutes: number): number {
    const face = day * DAY_MS + minutes * MINUTE_MS;
    const before = face - this.#offsetAt(face - DAY_MS);
    const after = face - this.#offsetAt(face + DAY_MS);
    const found = [before, after].filter((ms) => this.#faceAt(ms) === face);
    return found.length === 0 ? before : Math.min(...found);
  }

  #offsetAt(ms: number): number {
    return this.#faceAt(ms) - Math.floor(ms / 1000) * 1000;
  }

  /** What the clocks show, as if it were UTC; in whole seconds. */
  #faceAt(ms: number): number {
    const parts = new Map(this.#format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
  }
}

/** 0 for Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}
