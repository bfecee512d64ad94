import { Checkbox, Tooltip } from "@mantine/core";
import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../format/use-format.ts";
import { Phone } from "../../parts/numbers/phone.tsx";
import { RevealButton } from "../../parts/numbers/reveal-button.tsx";
import { useWordsOfNumbers } from "../../parts/numbers/use-words-of-numbers.ts";
import { useColumns } from "./columns.tsx";
import styles from "./number-table.module.css";
import type { NumberRow } from "./use-numbers.ts";

interface NumberLineProps {
  readonly row: NumberRow;
  readonly index: number;
  /** Where it is drawn, in px from the first. */
  readonly top: number;
  readonly measure: (line: HTMLElement | null) => void;
  readonly isOpen: boolean;
  readonly isTabStop: boolean;
  readonly isChosen: boolean;
  readonly choose: () => void;
  readonly open: () => void;
}

/** One row of the list. */
export function NumberLine(props: NumberLineProps): ReactNode {
  const { row, index, top, measure, isOpen, isTabStop, isChosen, choose, open } = props;
  return (
    <tr
      ref={measure}
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      data-index={index}
      data-open={isOpen || undefined}
      data-chosen={isChosen || undefined}
      tabIndex={isTabStop ? 0 : -1}
      className={styles.row}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => {
        const isChoice = event.target instanceof Element && event.target.closest("[data-choice]") !== null;
        if (!isChoice) open();
      }}
    >
      <ChoiceCell row={row} isChosen={isChosen} choose={choose} />
      <PhoneCell row={row} />
      <Cells row={row} />
    </tr>
  );
}

function ChoiceCell({
  row,
  isChosen,
  choose,
}: Pick<NumberLineProps, "row" | "isChosen" | "choose">): ReactNode {
  const { t } = useTranslation("numbers");
  return (
    <td className={`${styles.cell} ${styles.choice}`} data-choice>
      <Checkbox
        size="xs"
        tabIndex={-1}
        checked={isChosen}
        onChange={choose}
        aria-label={t("chooseOne", { end: row.phone.replace(/\D/g, "").slice(-2) })}
      />
    </td>
  );
}

function PhoneCell({ row }: { readonly row: NumberRow }): ReactNode {
  return (
    <td className={`${styles.cell} ${styles.phone}`}>
      <Phone id={row.id} phone={row.phone} />
      <RevealButton id={row.id} phone={row.phone} />
    </td>
  );
}

/** What a reveal elsewhere does not change. */
const Cells = memo(function Cells({ row }: { readonly row: NumberRow }): ReactNode {
  const { t } = useTranslation("numbers");
  const words = useWordsOfNumbers();
  const format = useFormat();
  const columns = useColumns();
  const { place, places } = row;
  return (
    <>
      <td className={`${styles.cell} ${styles.type}`} hidden={!columns.has("type")}>
        <span className={styles.region} title={words.region(row.region)}>
          {row.region}
        </span>
        <span className={styles.cut} title={row.operator ?? undefined}>
          {words.type(row.type)}
          {row.operator === null ? null : <span className="t2">, {row.operator}</span>}
        </span>
      </td>
      <td className={`${styles.cell} ${styles.place}`} hidden={!columns.has("places")}>
        <span className={styles.cut} title={`${place.client} · ${place.project}`}>
          {place.client}
          <span className="t2"> · {place.project}</span>
        </span>
        {places < 2 ? null : (
          <span className={styles.more}>
            <span aria-hidden>{t("morePlaces", { count: places - 1 })}</span>
            <span className="hidden-text">{t("morePlacesLabel", { count: places - 1 })}</span>
          </span>
        )}
      </td>
      <td
        className={`${styles.cell} ${styles.first} num nowrap`}
        title={row.firstSeen}
        hidden={!columns.has("first")}
      >
        {format.time(row.firstSeen)}
      </td>
      <td
        className={`${styles.cell} ${styles.last} num nowrap t2`}
        title={row.lastSeen}
        hidden={!columns.has("last")}
      >
        {format.time(row.lastSeen)}
      </td>
      <td className={`${styles.cell} ${styles.marks}`} hidden={!columns.has("marks")}>
        <Marks row={row} />
      </td>
    </>
  );
});

function Marks({ row }: { readonly row: NumberRow }): ReactNode {
  const { t } = useTranslation("numbers");
  const words = useWordsOfNumbers();
  const ways = row.flags.map(words.flag).join(", ");
  return (
    <>
      {row.suppressed ? (
        <span className={styles.mark} data-mark="suppressed">
          {t("marks.suppressed")}
        </span>
      ) : null}
      {row.flags.length > 0 ? (
        <Tooltip label={ways}>
          <span className={styles.mark} data-mark="placeholder">
            {t("marks.placeholder")}
          </span>
        </Tooltip>
      ) : null}
      {row.isGone ? (
        <span className={styles.mark} data-mark="gone">
          {t("marks.gone")}
        </span>
      ) : null}
      {row.isNew ? (
        <span className={styles.mark} data-mark="new">
          {t("marks.new")}
        </span>
      ) : null}
    </>
  );
}
