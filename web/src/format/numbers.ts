/** A language of the dashboard. */
export type Language = "en" | "ru";

const NO_BREAK = "\u00a0";
const MINUS = "\u2212";

/** A count in groups of three from 1 000 up; `digits` after the point (comma in Russian). A dash where it is not known. */
export function formatNumber(value: number | null | undefined, language: Language, digits = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "—";
  const [whole = "0", part] = Math.abs(value).toFixed(digits).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, NO_BREAK);
  const sign = value < 0 && /[1-9]/.test(whole + (part ?? "")) ? MINUS : "";
  return sign + grouped + (part === undefined ? "" : (language === "ru" ? "," : ".") + part);
}

/** A difference with its sign: `+3 214`, `−1 102`, `0`. */
export function formatDifference(value: number | null | undefined, language: Language): string {
  const text = formatNumber(value, language);
  return typeof value === "number" && value > 0 ? `+${text}` : text;
}

/** A share of 1 as percent: one decimal below 10 %, none above. */
export function formatPercent(share: number | null | undefined, language: Language): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return "—";
  const percent = share * 100;
  const digits = Math.abs(percent) < 10 && !Number.isInteger(Number(percent.toFixed(1))) ? 1 : 0;
  // 99.97 % must not read as all of it.
  const shown = percent > 99 && percent < 100 ? Math.floor(percent * 10) / 10 : percent;
  return `${formatNumber(shown, language, shown === percent ? digits : 1)}${NO_BREAK}%`;
}

const UNITS: Readonly<Record<Language, readonly string[]>> = {
  en: ["B", "kB", "MB", "GB", "TB"],
  ru: ["Б", "кБ", "МБ", "ГБ", "ТБ"],
};

/** A size of a file, by thousands: `61 MB`, `1.4 GB`. */
export function formatBytes(bytes: number | null | undefined, language: Language): string {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes)) return "—";
  const step = bytes < 1 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${formatNumber(value, language, step > 1 && value < 10 ? 1 : 0)}${NO_BREAK}${UNITS[language][step]}`;
}
