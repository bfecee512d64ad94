import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useZone } from "../client/session.tsx";
import { languageOf } from "../i18n/i18n.ts";
import { formatBytes, formatDifference, formatNumber, formatPercent, type Language } from "./numbers.ts";
import { formatAbout, formatClock, formatDay, formatDuration, formatTime } from "./times.ts";

type Moment = string | number | Date;

/** Everything that a page writes figures and times with, in the reader's language and zone. */
export interface Format {
  readonly language: Language;
  readonly zone: string;
  number(value: number | null | undefined, digits?: number): string;
  difference(value: number | null | undefined): string;
  percent(share: number | null | undefined): string;
  bytes(bytes: number | null | undefined): string;
  /** `today, 14:02` */
  time(at: Moment): string;
  /** `today`, `19 Nov` */
  day(at: Moment): string;
  clock(at: Moment, hasSeconds?: boolean): string;
  duration(ms: number): string;
  /** Rounded, for a forecast; null under a minute. */
  about(ms: number): string | null;
}

/** The reader's formats. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  const zone = useZone();
  const language = languageOf(i18n.language);
  return useMemo(
    () => ({
      language,
      zone,
      number: (value, digits) => formatNumber(value, language, digits),
      difference: (value) => formatDifference(value, language),
      percent: (share) => formatPercent(share, language),
      bytes: (bytes) => formatBytes(bytes, language),
      time: (at) => formatTime(new Date(at), new Date(), language, zone),
      day: (at) => formatDay(new Date(at), new Date(), language, zone),
      clock: (at, hasSeconds) => formatClock(new Date(at), zone, hasSeconds),
      duration: (ms) => formatDuration(ms, language),
      about: (ms) => formatAbout(ms, language),
    }),
    [language, zone],
  );
}
