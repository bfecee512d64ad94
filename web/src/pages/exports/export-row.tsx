import { Button, Group, Tooltip } from "@mantine/core";
import { IconDownload, IconRefresh, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { addressOf } from "../../client/api.ts";
import { type Answer, useDo } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { Meter } from "../../parts/charts/meter.tsx";
import { CopyButton } from "../../parts/page/copy-button.tsx";
import { Time } from "../../parts/page/times.tsx";
import { StateBadge, type Tone } from "../../parts/runs/state-badge.tsx";
import styles from "./exports.module.css";
import { useAskedWords } from "./use-asked-words.ts";

type Item = Answer<"listExports">["items"][number];

const TONES: Readonly<Record<Item["state"], Tone>> = {
  waiting: "idle",
  writing: "run",
  ready: "good",
  failed: "act",
  expired: "idle",
  cancelled: "idle",
};

/** One export: what it is, how far it is, and what can be done with it. */
export function ExportRow({ item, mayMake }: { readonly item: Item; readonly mayMake: boolean }): ReactNode {
  const { t } = useTranslation("exports");
  const format = useFormat();
  const words = useAskedWords();
  const isOpen = item.state === "waiting" || item.state === "writing";
  return (
    <tr>
      <td className={styles.file}>
        <span className="strong">{words(item.asked)}</span>
        <span className="caption t3">
          {item.asked.format.toUpperCase()}
          {item.bytes > 0 ? ` · ${format.bytes(item.bytes)}` : null}
          {item.fileCount > 1 ? ` · × ${format.number(item.fileCount)}` : null}
        </span>
      </td>
      <td className="right" data-head={t("head.rows")}>
        {item.rows === 0 && isOpen ? "—" : format.number(item.rows)}
      </td>
      <td className={styles.who} data-head={t("head.by")}>
        {item.who}
      </td>
      <td data-head={t("head.when")}>
        <Time at={item.createdAt} />
      </td>
      <td className={styles.state} data-head={t("head.state")}>
        <State item={item} />
      </td>
      <td>{mayMake ? <Actions item={item} isOpen={isOpen} /> : null}</td>
    </tr>
  );
}

function State({ item }: { readonly item: Item }): ReactNode {
  const { t } = useTranslation("exports");
  const { state, rows, total, expiresAt, error, leftOut } = { ...item, leftOut: leftOutOf(item) };
  const hours =
    expiresAt === null ? 0 : Math.max(0, Math.round((Date.parse(expiresAt) - Date.now()) / 3_600_000));
  if (state === "writing") {
    return (
      <>
        <StateBadge tone="run">{t("state.writing")}</StateBadge>
        <Meter
          ratio={total === null || total === 0 ? null : rows / total}
          label={t("state.writing")}
          isThin
        />
      </>
    );
  }
  return (
    <>
      <StateBadge tone={TONES[state]}>
        {state === "ready" ? t("state.ready", { count: hours }) : t(`state.${state}`)}
      </StateBadge>
      {error === null ? null : <p className="caption act">{error.message}</p>}
      {state === "ready" && leftOut > 0 ? (
        <p className="caption t3">{t("leftOut", { count: leftOut })}</p>
      ) : null}
    </>
  );
}

function leftOutOf({ asked, suppressed, placeholders }: Item): number {
  return placeholders + (asked.includeSuppressed ? 0 : suppressed);
}

function Actions({ item, isOpen }: { readonly item: Item; readonly isOpen: boolean }): ReactNode {
  const { t } = useTranslation("exports");
  const cancel = useDo("cancelExport", ["listExports"]);
  const [file] = item.files;
  if (isOpen && item.isMine) {
    return (
      <Group gap={8} justify="flex-end" wrap="nowrap">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconX size={14} />}
          loading={cancel.isPending}
          onClick={() => cancel.mutate({ params: { export: item.id } })}
        >
          {t("common:cancel")}
        </Button>
      </Group>
    );
  }
  return (
    <Group gap={8} justify="flex-end" wrap="nowrap">
      {item.fileCount === 1 && file !== undefined && item.state === "ready" ? (
        <Tooltip label={t("hash")}>
          <span>
            <CopyButton text={file.sha256} />
          </span>
        </Tooltip>
      ) : null}
      {item.download === null ? null : (
        <Button
          component="a"
          href={addressOf("downloadExport", { params: { export: item.id } })}
          download={item.download}
          size="xs"
          variant="light"
          leftSection={<IconDownload size={14} />}
        >
          {t("download")}
        </Button>
      )}
      {item.state === "ready" || isOpen || item.asked.what.kind === "picked" ? null : (
        <Button
          component={Link}
          to={`/exports/new?again=${item.id}`}
          variant="default"
          size="xs"
          leftSection={<IconRefresh size={14} />}
        >
          {t("again")}
        </Button>
      )}
    </Group>
  );
}
