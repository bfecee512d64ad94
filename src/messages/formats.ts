/** Languages that people can be spoken to in. */
export const LANGUAGES = ["en", "ru"] as const;
export type Language = (typeof LANGUAGES)[number];

/** How numbers, times and counted things are written in one language. */
export interface Formats {
  /** `1234567` -> `1,234,567`; without fractions. */
  count(value: number): string;
  /** With one digit behind the point: `98.6`. */
  decimal(value: number): string;
  /** `4.2 s`, `12 s`, `3 min 05 s`, `2 h 07 min`, `3 d 4 h`. */
  duration(seconds: number): string;
  /** Whole seconds below a minute, whole minutes above: for what is only guessed. */
  roughly(seconds: number): string;
  /** The day and minute, in UTC, of an ISO date. */
  moment(iso: string): string;
  /** The day and minute of an ISO date by this machine's clocks, with their zone: `2026-11-23 00:00 GMT+3`. */
  localMoment(iso: string): string;
  /** The form of a noun that a number asks for. */
  plural(value: number, forms: Forms): string;
}

/** One for `one`, the others where the language has them: `few` and `many` in Russian. */
export interface Forms {
  readonly one: string;
  readonly few?: string;
  readonly many: string;
}

/** Short names of the units of time. */
interface Units {
  readonly s: string;
  readonly min: string;
  readonly h: string;
  readonly d: string;
}

/** The formats of a language by its Intl data, which is loaded when something is first formatted. */
export function createFormats(language: Language, units: Units): Formats {
  const locale = { en: "en-US", ru: "ru-RU" }[language];
  const whole = once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }));
  const tenths = once(
    () => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  );
  const rules = once(() => new Intl.PluralRules(locale));
  // Groups that no line break parts, and no wider than they must be.
  const narrow = (text: string): string => text.replaceAll("\u00a0", "\u202f");
  const decimal = (value: number): string => narrow(tenths().format(value));
  return {
    count: (value) => narrow(whole().format(value)),
    decimal,
    duration: (seconds) => duration(seconds, units, decimal),
    roughly: (seconds) =>
      seconds < 60
        ? `${Math.max(1, Math.round(seconds))} ${units.s}`
        : duration(seconds, units, decimal).replace(new RegExp(` \\d\\d ${units.s}$`), ""),
    moment: momentIn(language),
    localMoment: localMomentIn(language),
    plural(value, { one, few, many }) {
      const rule = rules().select(value);
      return rule === "one" ? one : rule === "few" ? (few ?? many) : many;
    },
  };
}

/** What `make` makes, made at the first call. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function duration(seconds: number, { s, min, h, d }: Units, decimal: (value: number) => string): string {
  if (seconds < 9.95) return `${decimal(seconds)} ${s}`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} ${s}`;
  const two = (value: number): string => String(value).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)} ${min} ${two(whole % 60)} ${s}`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} ${h} ${two(minutes % 60)} ${min}`;
  const hours = Math.round(seconds / 3600);
  return `${Math.floor(hours / 24)} ${d} ${hours % 24} ${h}`;
}

/** English takes the order that sorts and that nobody misreads: `2026-11-22 08:27`. */
function momentIn(language: Language): (iso: string) => string {
  if (language === "en") return (iso) => `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
  const format = once(
    () => new Intl.DateTimeFormat("ru-RU", { dateStyle: "short", timeStyle: "short", timeZone: "UTC" }),
  );
  return (iso) => format().format(new Date(iso)).replace(", ", " ");
}

function localMomentIn(language: Language): (iso: string) => string {
  const format = once(
    () =>
      new Intl.DateTimeFormat("en-US", {
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
        timeZoneName: "short",
      }),
  );
  return (iso) => {
    const parts = new Map(
      format()
        .formatToParts(new Date(iso))
        .map(({ type, value }) => [type, value]),
    );
    const [year, month, day] = [parts.get("year"), parts.get("month"), parts.get("day")];
    const date = language === "ru" ? `${day}.${month}.${year}` : `${year}-${month}-${day}`;
    return `${date} ${parts.get("hour")}:${parts.get("minute")} ${parts.get("timeZoneName")}`;
  };
}
