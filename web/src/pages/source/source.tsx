import { Button } from "@mantine/core";
import { IconPencil, IconPlugConnected, IconTrash } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { type Answer, useAnswer } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useFormat } from "../../format/use-format.ts";
import { useLiveRefresh } from "../../live/use-live.ts";
import { Card } from "../../parts/page/card.tsx";
import { Facts } from "../../parts/page/figure.tsx";
import { PageHead } from "../../parts/page/page-head.tsx";
import { Lines, QueryState } from "../../parts/page/query-state.tsx";
import { Time } from "../../parts/page/times.tsx";
import { Tag } from "../../parts/runs/state-badge.tsx";
import { CheckSteps, useTrial } from "../wizard/check-steps.tsx";
import { useCountry } from "../wizard/use-country.ts";
import { Yaml } from "../wizard/yaml.tsx";
import { DeleteSource } from "./delete-source.tsx";
import { EditSource, type Part } from "./edit-source.tsx";
import styles from "./source.module.css";
import { SetAsideClients, SourceRetention, SourceRuns } from "./source-runs.tsx";

export type Source = Answer<"showSource">;

/** One source: its settings in cards, runs and schedules, a test, what was collected, its YAML, deleting it. */
export function Page(): ReactNode {
  const { t } = useTranslation("source");
  const { source: name = "" } = useParams();
  const found = useAnswer("showSource", { params: { source: name } });
  useLiveRefresh(["source.changed", "run.ended"], ["showSource"]);
  const crumbs = (
    <>
      <Link to="/sources">{t("crumb")}</Link>
      <span aria-hidden>›</span>
      <span>{name}</span>
    </>
  );
  return (
    <div className={styles.page}>
      {found.data === undefined ? (
        <>
          <PageHead title={name} crumbs={crumbs} />
          <Card>
            <QueryState query={found} skeleton={<Lines count={6} />}>
              {() => null}
            </QueryState>
          </Card>
        </>
      ) : (
        <Found source={found.data} crumbs={crumbs} />
      )}
    </div>
  );
}

function Found({ source, crumbs }: { readonly source: Source; readonly crumbs: ReactNode }): ReactNode {
  const { t } = useTranslation("source");
  const navigate = useNavigate();
  const [edited, setEdited] = useState<Part | null>(null);
  const [isDeleting, setIsDeleting] = useState(false);
  const mayManage = useMay("sources.manage");
  const mayEdit = mayManage && source.origin === "made";
  const edit = (part: Part): ReactNode =>
    mayEdit ? (
      <Button
        variant="subtle"
        size="xs"
        leftSection={<IconPencil size={14} />}
        onClick={() => setEdited(part)}
      >
        {t("edit")}
      </Button>
    ) : undefined;
  return (
    <>
      <PageHead
        title={source.name}
        crumbs={crumbs}
        mark={source.origin === "file" ? <Tag>{t("ofFile")}</Tag> : undefined}
        sub={source.origin === "file" ? t("ofFileText") : undefined}
        actions={
          mayEdit ? (
            <Button
              variant="default"
              color="red"
              leftSection={<IconTrash size={16} />}
              onClick={() => setIsDeleting(true)}
            >
              {t("delete")}
            </Button>
          ) : undefined
        }
      />
      <div className={styles.cards}>
        <Access source={source} actions={edit("access")} />
        <Reading source={source} actions={edit("reading")} />
        <Speed source={source} actions={edit("speed")} />
        <Held source={source} />
        <SourceRuns source={source} />
        <SourceRetention source={source} />
      </div>
      <SetAsideClients source={source.name} />
      {mayManage ? <Test name={source.name} /> : null}
      <Card title={t("yaml")}>
        <Yaml text={source.yaml} />
      </Card>
      <EditSource source={source} part={edited} close={() => setEdited(null)} />
      <DeleteSource
        source={source}
        isOpen={isDeleting}
        close={() => setIsDeleting(false)}
        done={() => void navigate("/sources")}
      />
    </>
  );
}

interface CardProps {
  readonly source: Source;
  readonly actions: ReactNode;
}

function Access({ source, actions }: CardProps): ReactNode {
  const { t } = useTranslation("source");
  const { settings, secretsAt, secretsBy, createdAt, createdBy } = source;
  const auth = settings.auth as { readonly kind?: string } | undefined;
  return (
    <Card title={t("access.title")} actions={actions}>
      <Facts
        rows={[
          [
            t("access.address"),
            <span key="a" className={styles.address}>
              {String(settings.baseUrl)}
            </span>,
          ],
          [t("access.kind"), t(`access.kinds.${auth?.kind ?? "token"}`)],
          ...(secretsAt === null
            ? []
            : [[t("access.secrets"), <By key="s" at={secretsAt} who={secretsBy} />] as const]),
          ...(createdAt === null
            ? []
            : [[t("access.made"), <By key="m" at={createdAt} who={createdBy} />] as const]),
        ]}
      />
    </Card>
  );
}

function By({ at, who }: { readonly at: string; readonly who: string | null }): ReactNode {
  return (
    <>
      <Time at={at} />, {who}
    </>
  );
}

function Reading({ source, actions }: CardProps): ReactNode {
  const { t } = useTranslation("source");
  const country = useCountry();
  const { region, otherRegions = "auto", skipSuppressed = false } = source.settings;
  const others = Array.isArray(otherRegions) ? otherRegions.join(", ") : t("reading.auto");
  return (
    <Card title={t("reading.title")} actions={actions}>
      <Facts
        rows={[
          [t("reading.country"), typeof region === "string" ? country(region) : t("reading.none")],
          [t("reading.others"), others === "" ? t("reading.nothing") : others],
          [t("reading.suppressed"), t(skipSuppressed === true ? "reading.notStored" : "reading.stored")],
        ]}
      />
    </Card>
  );
}

function Speed({ source, actions }: CardProps): ReactNode {
  const { t } = useTranslation("source");
  const { number } = useFormat();
  const { rps = "auto", hours = [], concurrency = 100 } = source.settings;
  const spans = Array.isArray(hours) ? hours.join("; ") : "";
  return (
    <Card title={t("speed.title")} actions={actions}>
      <Facts
        rows={[
          [
            t("speed.rate"),
            typeof rps === "number" ? t("speed.perSecond", { rate: number(rps, 1) }) : t("speed.auto"),
          ],
          [t("speed.hours"), spans === "" ? t("speed.always") : spans],
          [t("speed.concurrency"), number(Number(concurrency))],
        ]}
      />
    </Card>
  );
}

function Held({ source }: { readonly source: Source }): ReactNode {
  const { t } = useTranslation("source");
  const { number } = useFormat();
  const { numbers, projects, clients, runs } = source.held;
  const query = `source=${encodeURIComponent(source.name)}`;
  return (
    <Card title={t("held.title")}>
      <Facts
        rows={[
          [
            t("held.numbers"),
            <Link key="n" to={`/numbers?${query}`}>
              {number(numbers)}
            </Link>,
          ],
          [t("held.projects"), number(projects)],
          [t("held.clients"), number(clients)],
          [
            t("held.runs"),
            <Link key="r" to={`/runs?${query}`}>
              {number(runs)}
            </Link>,
          ],
        ]}
      />
    </Card>
  );
}

function Test({ name }: { readonly name: string }): ReactNode {
  const { t } = useTranslation("source");
  const [isTesting, setIsTesting] = useState(false);
  return (
    <Card
      title={t("test.title")}
      actions={
        isTesting ? undefined : (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlugConnected size={14} />}
            onClick={() => setIsTesting(true)}
          >
            {t("test.begin")}
          </Button>
        )
      }
    >
      {isTesting ? <Testing name={name} /> : <p className="t2 small">{t("test.about")}</p>}
    </Card>
  );
}

function Testing({ name }: { readonly name: string }): ReactNode {
  const { trial, error, again } = useTrial({ source: name });
  return <CheckSteps trial={trial} error={error} again={again} />;
}
