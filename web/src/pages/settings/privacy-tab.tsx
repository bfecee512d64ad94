import { NativeSelect } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Answer } from "../../client/api.ts";
import { useAnswer, useDo } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useFormat } from "../../format/use-format.ts";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { Panel } from "../../parts/page/panel.tsx";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { ServicePolicyForm } from "./policy-form.tsx";
import styles from "./settings.module.css";

type Settings = Answer<"showSettings">;
type Line = Settings["retention"][number];
type Kept = "rejectedRaw" | "goneNumbers";

/** How people sign in and how much they are shown, how long things are kept, and what would go by that now. */
export function PrivacyTab(): ReactNode {
  const { t } = useTranslation("settings");
  const settings = useAnswer("showSettings", {});
  return (
    <div className={styles.stack}>
      <Panel title={t("rules.title")} query={settings}>
        {(data) => <ServicePolicyForm settings={data} />}
      </Panel>
      <Panel
        title={t("privacy.retention")}
        query={settings}
        isFlush={(settings.data?.retention.length ?? 0) > 0}
        isEmpty={({ retention }) => retention.length === 0}
        empty={<EmptyState title={t("privacy.none")} text={t("privacy.noneText")} />}
        foot={t("privacy.about")}
      >
        {(data) => <Retention {...data} />}
      </Panel>
    </div>
  );
}

function Retention({ retention, due }: Pick<Settings, "retention" | "due">): ReactNode {
  const { t } = useTranslation("settings");
  const mayChange = useMay("settings.manage");
  const save = useDo("setRetention", ["showSettings"]);
  const set = ({ source, rejectedRaw, goneNumbers }: Line, part: Kept, span: string): void =>
    save.mutate({
      params: { source },
      body: { rejectedRaw, goneNumbers, [part]: span === "" ? null : span },
    });
  return (
    <>
      {save.error === null ? null : <ProblemAlert error={save.error} title={t("failed")} />}
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{t("privacy.source")}</th>
            <th>{t("privacy.rejectedRaw")}</th>
            <th>{t("privacy.goneNumbers")}</th>
            <th>{t("privacy.due")}</th>
          </tr>
        </thead>
        <tbody>
          {retention.map((line) => (
            <tr key={line.source}>
              <td>
                <span className="strong">{line.source}</span>
                {line.origin === "file" ? <span className="t3"> {t("privacy.ofFile")}</span> : null}
              </td>
              {(["rejectedRaw", "goneNumbers"] as const).map((part) => (
                <td key={part} data-label={t(`privacy.${part}`)}>
                  <Span
                    value={line[part]}
                    label={t("privacy.keptOf", { source: line.source, what: t(`privacy.${part}`) })}
                    set={mayChange && line.origin === "made" ? (span) => set(line, part, span) : null}
                  />
                </td>
              ))}
              <td data-label={t("privacy.due")}>
                <Due due={due.find((one) => one.source === line.source)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const SPANS = ["7d", "30d", "90d", "180d", "365d", "730d"];

interface SpanProps {
  readonly value: string | null;
  readonly label: string;
  /** Null where it is only told; an empty text: for good. */
  readonly set: ((span: string) => void) | null;
}

function Span({ value, label, set }: SpanProps): ReactNode {
  const { t } = useTranslation("settings");
  const words = (span: string): string => {
    const [, days] = /^(\d+)d$/.exec(span) ?? [];
    return days === undefined ? span : t("privacy.days", { count: Number(days) });
  };
  if (set === null) return value === null ? t("privacy.forGood") : words(value);
  const spans = value === null || SPANS.includes(value) ? SPANS : [value, ...SPANS];
  return (
    <NativeSelect
      size="xs"
      w={150}
      aria-label={label}
      value={value ?? ""}
      data={[
        { value: "", label: t("privacy.forGood") },
        ...spans.map((span) => ({ value: span, label: words(span) })),
      ]}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}

function Due({ due }: { readonly due: Answer<"showSettings">["due"][number] | undefined }): ReactNode {
  const { t } = useTranslation("settings");
  const { day } = useFormat();
  if (due === undefined) return <span className="t3">{t("privacy.nothing")}</span>;
  return (
    <span className="look">
      {[
        due.raws > 0 ? t("privacy.raws", { count: due.raws }) : null,
        due.numbers > 0 ? t("privacy.numbers", { count: due.numbers }) : null,
        due.oldest === null ? null : t("privacy.versions", { count: due.runs, day: day(due.oldest) }),
      ]
        .filter((text) => text !== null)
        .join(", ")}
    </span>
  );
}
