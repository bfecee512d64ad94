import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { languageOf } from "../../i18n/i18n.ts";

/** What numbers are, in the reader's words. */
export interface WordsOfNumbers {
  /** Of libphonenumber's type; `TOLL_FREE`. */
  type(name: string | null): string;
  /** Of an ISO region, by the browser's list; 001 belongs to no country. */
  region(code: string | null): string;
  flag(name: string): string;
}

/** Needs the texts of the page of numbers. */
export function useWordsOfNumbers(): WordsOfNumbers {
  const { t, i18n } = useTranslation("numbers");
  const language = languageOf(i18n.language);
  return useMemo(() => {
    const regions = new Intl.DisplayNames([language], { type: "region", fallback: "code" });
    return {
      type: (name) => (name === null ? "—" : t(`types.${name}`, { defaultValue: name })),
      region: (code) => (code === null ? "—" : /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code),
      flag: (name) => t(`flags.${name}`, { defaultValue: name }),
    };
  }, [t, language]);
}
