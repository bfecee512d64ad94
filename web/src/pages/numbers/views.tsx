import { IconUsers, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAnswer, useDo } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useFormat } from "../../format/use-format.ts";
import { filterText } from "./filter.ts";
import styles from "./views.module.css";

interface ViewsProps {
  readonly address: URLSearchParams;
  readonly newestRun: number | undefined;
}

/** A filter under a name of ours. */
interface View {
  readonly name: string;
  readonly query: string;
  readonly count?: number | undefined;
  /** The count is no warning. */
  readonly isGood?: boolean;
}

/** Filters under names: ours, then those that the person keeps and those that others share. */
export function Views({ address, newestRun }: ViewsProps): ReactNode {
  const { t } = useTranslation("numbers");
  const format = useFormat();
  const kept = useAnswer("listNumberViews");
  const remove = useDo("deleteNumberView", ["listNumberViews"]);
  const made = useAnswer("countNumbers", { query: { placeholder: "yes" } }, { staleMs: 60_000 });
  const news = useAnswer("showNewNumbers", {}, { staleMs: 30_000 });
  const mayAny = useMay("settings.manage");
  const last = news.data?.last ?? null;
  const now = filterText(address);
  const ours: readonly View[] = [
    { name: t("tabs.all"), query: "" },
    ...(last === null
      ? []
      : [
          {
            name: t("tabs.sinceExport"),
            query: `newSince=${last.run}`,
            count: news.data?.count,
            isGood: true,
          },
        ]),
    ...(newestRun === undefined || newestRun - 1 === last?.run
      ? []
      : [{ name: t("tabs.new", { run: newestRun }), query: `newSince=${newestRun - 1}` }]),
    { name: t("tabs.several"), query: "minProjects=2" },
    { name: t("tabs.placeholders"), query: "placeholder=yes", count: made.data?.count },
    { name: t("tabs.gone"), query: "state=gone" },
    { name: t("tabs.suppressed"), query: "suppressed=yes" },
  ];
  return (
    <nav className={styles.views} aria-label={t("tabs.label")}>
      {ours.map(({ name, query, count, isGood }) => (
        <Link
          key={query}
          to={`/numbers?${query}`}
          className={styles.view}
          aria-current={filterText(new URLSearchParams(query)) === now ? "page" : undefined}
        >
          {name}
          {count === undefined || count === 0 ? null : (
            <span className={styles.count} data-good={isGood || undefined}>
              {format.number(count)}
            </span>
          )}
        </Link>
      ))}
      {kept.data?.items.map(({ id, name, query, shared, isMine, who }) => (
        <span key={id} className={styles.own}>
          <Link
            to={`/numbers?${query}`}
            className={styles.view}
            aria-current={filterText(new URLSearchParams(query)) === now ? "page" : undefined}
          >
            {shared ? (
              <IconUsers
                size={14}
                role="img"
                aria-label={isMine ? t("views.shared") : t("views.of", { who })}
              />
            ) : null}
            {name}
          </Link>
          {isMine || mayAny ? (
            <button
              type="button"
              className={styles.remove}
              aria-label={t("views.delete", { name })}
              onClick={() => remove.mutate({ params: { view: String(id) } } as never)}
            >
              <IconX size={14} aria-hidden />
            </button>
          ) : null}
        </span>
      ))}
    </nav>
  );
}
