import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAnswer, useDo } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { filterText } from "./filter.ts";
import styles from "./views.module.css";

interface ViewsProps {
  readonly address: URLSearchParams;
  readonly newestRun: number | undefined;
}

/** Filters under names: ours, then those that the person keeps. */
export function Views({ address, newestRun }: ViewsProps): ReactNode {
  const { t } = useTranslation("numbers");
  const format = useFormat();
  const kept = useAnswer("listNumberViews");
  const remove = useDo("deleteNumberView", ["listNumberViews"]);
  const made = useAnswer("countNumbers", { query: { placeholder: "yes" } }, { staleMs: 60_000 });
  const now = filterText(address);
  const ours = [
    { name: t("tabs.all"), query: "" },
    ...(newestRun === undefined
      ? []
      : [{ name: t("tabs.new", { run: newestRun }), query: `newSince=${newestRun - 1}` }]),
    { name: t("tabs.several"), query: "minProjects=2" },
    { name: t("tabs.placeholders"), query: "placeholder=yes", count: made.data?.count },
    { name: t("tabs.gone"), query: "state=gone" },
    { name: t("tabs.suppressed"), query: "suppressed=yes" },
  ];
  return (
    <nav className={styles.views} aria-label={t("tabs.label")}>
      {ours.map(({ name, query, count }) => (
        <Link
          key={query}
          to={`/numbers?${query}`}
          className={styles.view}
          aria-current={filterText(new URLSearchParams(query)) === now ? "page" : undefined}
        >
          {name}
          {count === undefined || count === 0 ? null : (
            <span className={styles.count}>{format.number(count)}</span>
          )}
        </Link>
      ))}
      {kept.data?.items.map(({ id, name, query }) => (
        <span key={id} className={styles.own}>
          <Link
            to={`/numbers?${query}`}
            className={styles.view}
            aria-current={filterText(new URLSearchParams(query)) === now ? "page" : undefined}
          >
            {name}
          </Link>
          <button
            type="button"
            className={styles.remove}
            aria-label={t("views.delete", { name })}
            onClick={() => remove.mutate({ params: { view: String(id) } } as never)}
          >
            <IconX size={14} aria-hidden />
          </button>
        </span>
      ))}
    </nav>
  );
}
