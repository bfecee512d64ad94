import { type KeyboardEvent, type RefObject, useState } from "react";
import { pageKey } from "../../parts/keys.ts";
import { useRevealing } from "../../parts/numbers/use-revealing.ts";
import type { NumberRow } from "./use-numbers.ts";

interface GridKeysOptions {
  readonly rows: readonly NumberRow[];
  readonly body: RefObject<HTMLElement | null>;
  readonly open: (id: string) => void;
  readonly toggle: (row: NumberRow) => void;
  readonly scrollTo: (at: number) => void;
}

interface GridKeys {
  /** The row that is the grid's tab stop. */
  readonly focused: number;
  readonly focus: (at: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Arrows, j and k move, Enter opens, x chooses, r reveals, y copies the link of the focused row. */
export function useGridKeys({ rows, body, open, toggle, scrollTo }: GridKeysOptions): GridKeys {
  const [focused, setFocused] = useState(0);
  const { reveal, mayReveal } = useRevealing();
  const at = Math.min(focused, Math.max(0, rows.length - 1));
  const move = (to: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    setFocused(next);
    scrollTo(next);
    const row = () => body.current?.querySelector<HTMLElement>(`[data-index="${next}"]`);
    // A row far away is drawn only after the scroll.
    requestAnimationFrame(() => requestAnimationFrame(() => row()?.focus({ preventScroll: true })));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const key = pageKey(event);
    const row = rows[at];
    const isOnRow = event.target instanceof HTMLElement && event.target.dataset.index !== undefined;
    if (key === "j" || key === "ArrowDown") move(at + 1);
    else if (key === "k" || key === "ArrowUp") move(at - 1);
    else if (key === "Home") move(0);
    else if (key === "End") move(rows.length - 1);
    else if (key === "Enter" && row !== undefined && isOnRow) open(row.id);
    else if (key === "x" && row !== undefined) toggle(row);
    else if (key === "r" && row !== undefined && mayReveal) reveal([row.id]);
    else if (key === "y" && row !== undefined)
      void navigator.clipboard?.writeText(`${location.origin}/numbers/${row.id}`);
    else return;
    event.preventDefault();
  };
  return { focused: at, focus: setFocused, onKeyDown };
}
