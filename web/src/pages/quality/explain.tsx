import { Button, Select, Textarea } from "@mantine/core";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answer, useDo } from "../../client/queries.ts";
import { Card } from "../../parts/page/card.tsx";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { Code, StateBadge } from "../../parts/runs/state-badge.tsx";
import styles from "./quality.module.css";

type Explained = Answer<"explainValue">;

/** Countries that people choose most; any other two letters may be searched for by name. */
const REGIONS =
  "AE AM AR AT AU AZ BE BG BR BY CA CH CL CN CO CY CZ DE DK EE EG ES FI FR GB GE GR HK HR HU ID IE IL IN IT JP KG KR KZ LT LU LV MD ME MK MN MX MY NL NO NZ PE PH PK PL PT RO RS RU SA SE SG SI SK TH TJ TM TR UA US UZ VN ZA".split(
    " ",
  );

/** A box for one value: how it is read, step by step, or why it gives no number. */
export function Explain(): ReactNode {
  const { t, i18n } = useTranslation("quality");
  const [text, setText] = useState("");
  const [region, setRegion] = useState<string | null>(null);
  const explain = useDo("explainValue");
  const regions = useMemo(() => {
    const names = new Intl.DisplayNames(i18n.language, { type: "region" });
    return REGIONS.map((value) => ({ value, label: names.of(value) ?? value })).sort((one, other) =>
      one.label.localeCompare(other.label, i18n.language),
    );
  }, [i18n.language]);
  return (
    <Card title={t("explain.title")}>
      <form
        className={styles.explain}
        onSubmit={(event) => {
          event.preventDefault();
          explain.mutate({ body: { text, region } });
        }}
      >
        <Textarea
          label={t("explain.text")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={1000}
          autoComplete="off"
          spellCheck={false}
        />
        <Select
          label={t("explain.region")}
          data={regions}
          value={region}
          onChange={setRegion}
          placeholder={t("explain.none")}
          searchable
          clearable
          clearButtonProps={{ "aria-label": t("explain.none") }}
        />
        <div className={styles.line}>
          <span className="t3 small">{t("explain.kept")}</span>
          <Button type="submit" variant="light" disabled={text.trim() === ""} loading={explain.isPending}>
            {t("explain.go")}
          </Button>
        </div>
        {explain.error === null ? null : <ProblemAlert error={explain.error} />}
        {explain.data === undefined ? null : <Outcome explained={explain.data} />}
      </form>
    </Card>
  );
}

function Outcome({ explained }: { readonly explained: Explained }): ReactNode {
  const { t } = useTranslation("quality");
  const { numbers, reason, steps } = explained;
  const numbered = steps.map((step, id) => ({ ...step, id }));
  return (
    <div className={styles.explain} aria-live="polite">
      {reason === null ? null : (
        <StateBadge tone="look">{t("explain.rejected", { reason: t(`reason.${reason}`) })}</StateBadge>
      )}
      {numbers.map(({ e164, region, ext, repairs }) => (
        <div key={e164} className={styles.pair}>
          <Code>{region}</Code>
          <b className="num">{e164}</b>
          {ext === null ? null : <span>{t("explain.ext", { ext })}</span>}
          <span className="t2 small">
            {repairs.length === 0
              ? t("explain.asItStands")
              : repairs.map((repair) => t(`repair.${repair}`)).join(", ")}
          </span>
        </div>
      ))}
      <details>
        <summary>{t("explain.steps")}</summary>
        <ol className={styles.steps}>
          {numbered.map(({ id, step, text, detail }) => (
            <li key={id}>
              <span className="t2 small">{t(`step.${step}`)}</span>
              <span className={styles.raw}>{text}</span>
              {detail === "" ? null : <span className="t3 small">{detail}</span>}
            </li>
          ))}
        </ol>
      </details>
    </div>
  );
}
