import { Button, CopyButton } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCheck,
  IconCircleCheck,
  IconCircleX,
  IconCopy,
  IconRefresh,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Answer } from "../../client/api.ts";
import { useAnswer } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { Panel } from "../../parts/page/panel.tsx";
import styles from "./settings.module.css";

type Check = Answer<"showHealth">["checks"][number];

const MARKS = {
  ok: { icon: IconCircleCheck, className: "good" },
  warn: { icon: IconAlertTriangle, className: "look" },
  fail: { icon: IconCircleX, className: "act" },
} as const;

/** What needs somebody comes first. */
const URGENCY = { ok: 0, warn: 1, fail: 2 } as const;

/** How the installation is: a line a check, with what to do where it is not well. */
export function HealthTab(): ReactNode {
  const { t } = useTranslation("settings");
  const { time, bytes } = useFormat();
  const health = useAnswer("showHealth", {});
  const facts = useAnswer("showFacts", {});
  const { data } = health;
  return (
    <Panel
      title={t("tab.health")}
      query={health}
      isFlush
      actions={
        <div className={styles.buttons}>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={16} />}
            loading={health.isFetching}
            onClick={() => void health.refetch()}
          >
            {t("health.again")}
          </Button>
          <CopyButton value={data === undefined ? "" : textOf(data.checks, facts.data?.version ?? "")}>
            {({ copied, copy }) => (
              <Button
                size="xs"
                variant="default"
                leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
                onClick={copy}
              >
                {copied ? t("copied") : t("health.copy")}
              </Button>
            )}
          </CopyButton>
        </div>
      }
      foot={
        data === undefined ? undefined : (
          <span>
            {t("health.foot", {
              version: facts.data?.version ?? "",
              started: time(data.service.startedAt),
              memory: bytes(data.service.memoryBytes),
              time: time(data.checkedAt),
            })}
          </span>
        )
      }
    >
      {({ checks }) => (
        <table className={`${styles.table} ${styles.checks}`}>
          <tbody>
            {checks
              .toSorted((one, other) => URGENCY[other.state] - URGENCY[one.state])
              .map((check) => (
                <CheckRow key={`${check.check} ${check.detail}`} check={check} />
              ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

/** Names that are no words. */
const PROPER: Readonly<Record<string, string>> = { node: "Node.js", sqlite: "SQLite" };

function CheckRow({ check: { name, state, detail, fix } }: { readonly check: Check }): ReactNode {
  const { t } = useTranslation("settings");
  const { icon: Mark, className } = MARKS[state];
  return (
    <tr className={styles.top}>
      <td className="nowrap">
        <span className={className}>
          <Mark size={16} aria-hidden style={{ verticalAlign: "-3px" }} /> {t(`health.${state}`)}
        </span>
      </td>
      <td className={styles.check}>{PROPER[name] ?? `${name[0]?.toUpperCase() ?? ""}${name.slice(1)}`}</td>
      <td className={styles.detail}>
        {detail}
        {fix === null ? null : <p className={className}>{withCode(fix)}</p>}
      </td>
    </tr>
  );
}

/** What stands between backticks is for the terminal. */
function withCode(text: string): ReactNode[] {
  return text.split("`").map((part, at) => (at % 2 === 1 ? <code key={part}>{part}</code> : part));
}

/** For who helps: no names and no numbers stand in it. */
function textOf(checks: readonly Check[], version: string): string {
  return [
    `DataMaster ${version}`,
    ...checks.map(({ check, state, detail }) => `${state} ${check}: ${detail}`),
  ].join("\n");
}
