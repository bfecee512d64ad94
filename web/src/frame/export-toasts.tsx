import { Anchor } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { addressOf, api } from "../client/api.ts";
import { useMay } from "../client/session.tsx";
import { useLive } from "../live/use-live.ts";

/** Tells in a corner of every page that a file of one's own is ready, or that it could not be written. */
export function ExportToasts(): ReactNode {
  const mayMake = useMay("exports.make");
  return mayMake ? <Told /> : null;
}

function Told(): ReactNode {
  const { t } = useTranslation();
  // Toasts are drawn outside of the pages, where there are no links.
  const navigate = useNavigate();
  const told = useRef(new Set<string>());
  const tell = async (id: string): Promise<void> => {
    const item = await api.showExport({ params: { export: id } });
    if (!item.isMine) return;
    if (item.state === "failed") {
      const message = item.error?.message ?? "";
      notifications.show({ color: "red", title: t("exportToast.failed"), message, autoClose: 15_000 });
    }
    if (item.state !== "ready" || item.download === null) return;
    const href = addressOf("downloadExport", { params: { export: id } });
    notifications.show({
      color: "green",
      title: t("exportToast.ready", { count: item.rows }),
      message: (
        <>
          <Anchor href={href} download={item.download}>
            {t("exportToast.download")}
          </Anchor>
          {" · "}
          <Anchor component="button" onClick={() => void navigate("/exports")}>
            {t("exportToast.all")}
          </Anchor>
        </>
      ),
      autoClose: 15_000,
    });
  };
  useLive(["export.progress"], (events) => {
    for (const { data } of events) {
      const isOver = data.state === "ready" || data.state === "failed";
      if (!isOver || told.current.has(data.export)) continue;
      told.current.add(data.export);
      // What cannot be asked now stands on the page of exports.
      tell(data.export).catch(() => told.current.delete(data.export));
    }
  });
  return null;
}
