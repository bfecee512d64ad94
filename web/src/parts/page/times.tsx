import { Tooltip } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatNow, zoneName } from "../../format/times.ts";
import { useFormat } from "../../format/use-format.ts";

/** A moment as `today, 14:02`, in the reader's zone; ISO in UTC on hover. A dash where there is none. */
export function Time({ at }: { readonly at: string | null | undefined }): ReactNode {
  const format = useFormat();
  if (at === null || at === undefined) return "—";
  return (
    <Tooltip label={new Date(at).toISOString()} withinPortal>
      <time dateTime={at} className="nowrap">
        {format.time(at)}
      </time>
    </Tooltip>
  );
}

/** The head of a page: `Friday, 20 November, 14:24 (Moscow time)`. */
export function Now(): ReactNode {
  const { language, zone } = useFormat();
  return `${formatNow(new Date(), language, zone)} (${zoneName(language, zone)})`;
}

/** `Times: Moscow time`: stands where a page shows times and has no `Now`. */
export function ZoneNote(): ReactNode {
  const { t } = useTranslation();
  const { language, zone } = useFormat();
  return <span className="caption t3">{t("zone", { zone: zoneName(language, zone) })}</span>;
}
