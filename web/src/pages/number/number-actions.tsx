import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import {
  IconDots,
  IconEraser,
  IconEye,
  IconLink,
  IconPhone,
  IconPhoneOff,
  IconReport,
} from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDo } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useReveals } from "../../parts/numbers/reveals.tsx";
import { useRevealing } from "../../parts/numbers/use-revealing.ts";
import { EraseBox } from "./erase-box.tsx";
import styles from "./number.module.css";
import { ReportBox } from "./report-box.tsx";
import type { ShownNumber } from "./shown-number.ts";
import { SuppressBox } from "./suppress-box.tsx";

type Box = "suppress" | "report" | "erase" | null;

/** Reveal, Do not call, and behind the dots what is done seldom. */
export function NumberActions({ shown }: { readonly shown: ShownNumber }): ReactNode {
  const { t } = useTranslation("number");
  const [box, setBox] = useState<Box>(null);
  const isKnown = shown.stays.length > 0;
  const close = (): void => setBox(null);
  return (
    <div>
      <div className={styles.actions}>
        {isKnown ? <RevealButton id={shown.id} /> : null}
        <CallButton shown={shown} ask={() => setBox("suppress")} />
        <More shown={shown} open={setBox} />
      </div>
      <RevealNote id={shown.id} />
      <SuppressBox id={shown.id} isOpen={box === "suppress"} close={close} />
      {box === "report" ? <ReportBox id={shown.id} close={close} /> : null}
      {box === "erase" ? <EraseBox shown={shown} close={close} /> : null}
      <span className="hidden-text" role="status">
        {shown.suppression === null ? "" : t("marks")}
      </span>
    </div>
  );
}

function RevealButton({ id }: { readonly id: string }): ReactNode {
  const { t } = useTranslation("number");
  const { mayReveal, reveal } = useRevealing();
  const isShown = useReveals().phoneOf(id) !== null;
  return (
    <Tooltip label={t("masked")} disabled={mayReveal} multiline w={260}>
      <Button
        variant="default"
        leftSection={<IconEye size={16} />}
        onClick={() => reveal([id])}
        disabled={!mayReveal || isShown}
      >
        {t("reveal")}
      </Button>
    </Tooltip>
  );
}

function RevealNote({ id }: { readonly id: string }): ReactNode {
  const { t } = useTranslation("number");
  const isShown = useReveals().phoneOf(id) !== null;
  return (
    <p role="status" className={`${styles.note} caption t3`}>
      {isShown ? t("revealed") : ""}
    </p>
  );
}

function CallButton({ shown, ask }: { readonly shown: ShownNumber; readonly ask: () => void }): ReactNode {
  const { t } = useTranslation("number");
  const mayAdd = useMay("suppressions.add");
  const mayManage = useMay("suppressions.manage");
  const allow = useDo("unsuppressNumber", ["showNumber", "listNumbers"]);
  if (shown.suppression === null) {
    return mayAdd ? (
      <Button variant="default" leftSection={<IconPhoneOff size={16} />} onClick={ask}>
        {t("doNotCall")}
      </Button>
    ) : null;
  }
  if (!mayManage) return null;
  const press = (): void =>
    allow.mutate(
      { params: { id: shown.id } },
      { onSuccess: () => notifications.show({ message: t("done.allowed") }) },
    );
  return (
    <Button variant="default" leftSection={<IconPhone size={16} />} loading={allow.isPending} onClick={press}>
      {t("callAgain")}
    </Button>
  );
}

function More({
  shown,
  open,
}: {
  readonly shown: ShownNumber;
  readonly open: (box: Box) => void;
}): ReactNode {
  const { t } = useTranslation("number");
  const mayManage = useMay("subjects.manage");
  const copy = (): void => {
    void navigator.clipboard?.writeText(`${location.origin}/numbers/${shown.id}`);
    notifications.show({ message: t("done.copied") });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" aria-label={t("more")}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconLink size={16} />} onClick={copy}>
          {t("copyLink")}
        </Menu.Item>
        {mayManage ? (
          <>
            <Menu.Item leftSection={<IconReport size={16} />} onClick={() => open("report")}>
              {t("report")}
            </Menu.Item>
            <Menu.Item c="var(--dm-act)" leftSection={<IconEraser size={16} />} onClick={() => open("erase")}>
              {t("erase")}
            </Menu.Item>
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
