import { useTranslation } from "react-i18next";
import type { Answer } from "../../client/queries.ts";
import { useViewWords } from "../numbers/use-chip-text.ts";

type Asked = Answer<"showExport">["asked"];

/** What an export is of, in a few words: `New numbers since run 46, Main sales`. */
export function useAskedWords(): (asked: Asked) => string {
  const { t } = useTranslation("exports");
  const viewWords = useViewWords();
  return ({ what, of, filter }) => {
    const kind = t(`of.${of}`);
    const words = wordsOf(what);
    const sources = filter.sources.length > 0 ? `, ${filter.sources.join(", ")}` : "";
    return `${kind}: ${words}${sources}`;
  };

  function wordsOf(what: Asked["what"]): string {
    switch (what.kind) {
      case "held":
        return t("what.held");
      case "run":
        return t("what.run", { run: what.run });
      case "new":
        return what.since === "lastExport" || what.since === 0
          ? t("what.newOwn")
          : t("what.new", { run: what.since });
      case "gone":
        return t("what.gone", { run: what.since });
      case "view":
        return viewWords(what.view) || t("what.held");
      case "picked":
        return t("what.picked");
      case "diff":
        return t("what.diff", { from: what.from, to: what.to });
    }
  }
}
