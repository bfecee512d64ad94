import { Alert, Button } from "@mantine/core";
import { IconAlertOctagon, IconCloudOff, IconLock, IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NewerDashboard } from "../../client/newer.ts";
import { ApiProblem } from "../../client/problem.ts";

interface ProblemAlertProps {
  readonly error: unknown;
  /** What could not be done, where the problem itself does not tell. */
  readonly title?: string;
  /** Draws Try again. */
  readonly retry?: () => void;
}

/** A failed request in words: what failed, what to do, the request's id, Try again. */
export function ProblemAlert({ error, title, retry }: ProblemAlertProps): ReactNode {
  const { t } = useTranslation();
  if (error instanceof NewerDashboard) return <Newer />;
  const problem = error instanceof ApiProblem ? error : undefined;
  const isDenied = problem?.status === 403;
  const isOffline = problem?.isOffline === true;
  // Something else goes on that it would disturb.
  const isBusy = problem?.status === 409;
  const Mark = isDenied ? IconLock : isOffline ? IconCloudOff : IconAlertOctagon;
  const told = problem?.message || (isOffline ? t("problem.offline") : t("problem.unknown"));
  return (
    <Alert
      color={isDenied || isOffline ? "gray" : isBusy ? "yellow" : "red"}
      icon={<Mark size={18} />}
      title={title ?? (isOffline || isBusy ? undefined : t("problem.panel"))}
      role="alert"
    >
      <p>{told}</p>
      {problem?.hint === undefined ? null : <p>{problem.hint}</p>}
      {problem !== undefined && problem.fields.length > 0 ? (
        <ul>
          {problem.fields.map((field) => (
            <li key={field.at + field.message}>
              {field.at}: {field.message}
            </li>
          ))}
        </ul>
      ) : null}
      {problem?.requestId === undefined ? null : (
        <p className="caption">{t("problem.request", { id: problem.requestId })}</p>
      )}
      {retry === undefined || isDenied ? null : (
        <Button variant="default" size="xs" mt={8} onClick={retry}>
          {t("tryAgain")}
        </Button>
      )}
    </Alert>
  );
}

function Newer(): ReactNode {
  const { t } = useTranslation();
  return (
    <Alert color="blue" icon={<IconRefresh size={18} />} title={t("newer.title")} role="alert">
      <p>{t("newer.text")}</p>
      <Button size="xs" mt={8} onClick={() => location.reload()}>
        {t("newer.reload")}
      </Button>
    </Alert>
  );
}
