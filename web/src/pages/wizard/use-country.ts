import { useMemo } from "react";
import { useFormat } from "../../format/use-format.ts";

/** Writes a country's name in the reader's language: `Russia (RU)`. */
export function useCountry(): (code: string) => string {
  const { language } = useFormat();
  return useMemo(() => {
    const names = new Intl.DisplayNames(language, { type: "region" });
    return (code) => `${names.of(code.toUpperCase()) ?? code} (${code.toUpperCase()})`;
  }, [language]);
}
