import { LANGUAGES, type Language } from "../messages/messages.ts";

/** The language to answer in: the first of ours that `accept-language` names, else the person's, else English. */
export function languageOf(header: string | undefined, own: Language | null): Language {
  const wanted = (header ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...params] = part.trim().toLowerCase().split(";");
      const weight = params.map((param) => /^\s*q=([\d.]+)$/.exec(param)?.[1]).find((found) => found);
      return { tag: tag.split("-")[0] ?? "", weight: Number(weight ?? 1) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  const found = wanted.map(({ tag }) => LANGUAGES.find((language) => language === tag)).find((one) => one);
  return found ?? own ?? "en";
}
