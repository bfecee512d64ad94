import { IconLinkOff } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type Answer, api, setCsrf } from "../../client/api.ts";
import { ApiProblem } from "../../client/problem.ts";
import { useForgetSession, useSession } from "../../client/session.tsx";
import { SecondFactor } from "../../parts/access/second-factor.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { PageHead } from "../../parts/page/page-head.tsx";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { Lines } from "../../parts/page/query-state.tsx";
import { AccountForm } from "./account-form.tsx";
import { SetUpDone } from "./set-up-done.tsx";

type Link = Answer<"showLink">;
type Step = "account" | "second-factor" | "done";

/** What a one-time link leads to: the first admin, an invited person, or a new password. */
export function Page(): ReactNode {
  const { t } = useTranslation("setup");
  const { secret, link, problem } = useLink();
  const [step, setStep] = useState<Step>("account");
  const [password, setPassword] = useState("");
  const session = useSession();
  const forget = useForgetSession();
  const navigate = useNavigate();
  const taken = async (next: "in" | "sign-in", chosen: string): Promise<void> => {
    history.replaceState(history.state, "", "/setup");
    forget();
    if (next === "sign-in") return void (await navigate("/login", { replace: true }));
    await session.refetch();
    setPassword(chosen);
    setStep("second-factor");
  };
  if (step === "done") return <SetUpDone isFirst={link?.kind === "setup"} />;
  if (step === "second-factor")
    return (
      <>
        <PageHead title={t("secondFactor")} sub={t("secondFactorText")} />
        <SecondFactor password={password} onDone={() => setStep("done")} onCancel={() => setStep("done")} />
      </>
    );
  if (problem !== null) return <Refused problem={problem} />;
  if (link === null) return <Lines />;
  return (
    <>
      <PageHead title={t(`title.${link.kind}`)} sub={t(`text.${link.kind}`)} />
      <AccountForm link={link} secret={secret} onTaken={taken} />
    </>
  );
}

/** The link's secret stands behind `#`, which browsers send to nobody; it is asked for in a body. */
function useLink(): { secret: string; link: Link | null; problem: unknown } {
  const [secret] = useState(() => location.hash.slice(1));
  const [link, setLink] = useState<Link | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  useEffect(() => {
    const look = async (): Promise<void> => {
      const { csrf } = await api.signInFacts();
      setCsrf(csrf ?? "");
      setLink(await api.showLink({ body: { secret } }));
    };
    look().catch(setProblem);
  }, [secret]);
  return { secret, link, problem };
}

function Refused({ problem }: { readonly problem: unknown }): ReactNode {
  const { t } = useTranslation("setup");
  const isOver = problem instanceof ApiProblem && (problem.status === 410 || problem.status === 400);
  return (
    <>
      <PageHead title={t("title.invite")} />
      {isOver ? (
        <EmptyState icon={IconLinkOff} title={t("over")} text={t("overText")} />
      ) : (
        <ProblemAlert error={problem} title={t("failed")} />
      )}
    </>
  );
}
