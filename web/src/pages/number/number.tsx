import { IconEraser } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useAnswer } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { Phone } from "../../parts/numbers/phone.tsx";
import { RevealsProvider } from "../../parts/numbers/reveals.tsx";
import { useWordsOfNumbers } from "../../parts/numbers/use-words-of-numbers.ts";
import { Card } from "../../parts/page/card.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { PageHead } from "../../parts/page/page-head.tsx";
import { QueryState } from "../../parts/page/query-state.tsx";
import styles from "./number.module.css";
import { NumberActions } from "./number-actions.tsx";
import { NumberEvents } from "./number-events.tsx";
import { NumberFacts } from "./number-facts.tsx";
import { NumberHistory } from "./number-history.tsx";
import type { ShownNumber } from "./shown-number.ts";

/** The whole story of one number. */
export function Page(): ReactNode {
  const { t } = useTranslation("number");
  const { number: id = "" } = useParams();
  const answer = useAnswer("showNumber", { params: { id } });
  return (
    <RevealsProvider key={id}>
      <PageHead
        title={t("title")}
        crumbs={<Link to="/numbers">{t("crumb")}</Link>}
        mark={answer.data === undefined ? null : <Name shown={answer.data} />}
        actions={answer.data?.erasedAt === null ? <NumberActions shown={answer.data} /> : undefined}
      />
      <QueryState query={answer}>{(shown) => <Story shown={shown} />}</QueryState>
    </RevealsProvider>
  );
}

function Name({ shown }: { readonly shown: ShownNumber }): ReactNode {
  return (
    <span className={styles.name}>
      <Phone id={shown.id} phone={shown.phone} />
    </span>
  );
}

function Story({ shown }: { readonly shown: ShownNumber }): ReactNode {
  const { t } = useTranslation("number");
  const format = useFormat();
  if (shown.erasedAt !== null && shown.stays.length === 0) {
    return (
      <EmptyState
        icon={IconEraser}
        title={t("erasedTitle", { time: format.time(shown.erasedAt) })}
        text={t("erasedText")}
      />
    );
  }
  if (shown.stays.length === 0) return <EmptyState title={t("empty")} text={t("notFoundText")} />;
  return (
    <div className={styles.story}>
      <NumberHistory shown={shown} />
      <div className={styles.cards}>
        <Card title={t("facts")}>
          <NumberFacts shown={shown} />
        </Card>
        <Marks shown={shown} />
        <NumberEvents shown={shown} />
        {shown.acts === null ? null : <Acts acts={shown.acts} />}
      </div>
    </div>
  );
}

function Marks({ shown }: { readonly shown: ShownNumber }): ReactNode {
  const { t } = useTranslation("number");
  const format = useFormat();
  const words = useWordsOfNumbers();
  const { suppression, flags } = shown;
  return (
    <Card title={t("marks")}>
      {suppression === null && flags.length === 0 ? <p className="t3">{t("noMarks")}</p> : null}
      {suppression === null ? null : (
        <p>
          <span className="act">
            {t("suppressedSince", { time: format.time(suppression.since), who: suppression.who })}
          </span>
          <br />
          <span className="t2">
            {suppression.reason === null ? t("noReason") : t("reason", { reason: suppression.reason })}
          </span>
        </p>
      )}
      {flags.length === 0 ? null : (
        <p className="look">{t("madeUp", { how: flags.map(words.flag).join(", ") })}</p>
      )}
    </Card>
  );
}

function Acts({ acts }: { readonly acts: NonNullable<ShownNumber["acts"]> }): ReactNode {
  const { t } = useTranslation("number");
  const format = useFormat();
  return (
    <Card title={t("acts")}>
      {acts.length === 0 ? <p className="t3">{t("noActs")}</p> : null}
      <ul className={styles.events}>
        {acts.map(({ at, who, action }) => (
          <li key={`${at} ${who} ${action}`}>
            <span className="t2 num" title={at}>
              {format.time(at)}
            </span>
            <span>
              {who} {t(`act.${action}`, { defaultValue: action })}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
