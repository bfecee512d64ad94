import type { Virtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { pageKey } from "../keys.ts";
import type { DataGridProps } from "./data-grid.tsx";

const INSIDE = "a[href], button, input, select, textarea";
const PHONE_ROW = 68;

/** What the rows of a grid need of its keys. */
export interface GridKeys {
  /** The row that Tab comes to. */
  readonly at: number;
  setAt(at: number): void;
  /** Any key in the grid. */
  pressed(event: KeyboardEvent): void;
  /** Enter on a row. */
  opened(event: KeyboardEvent, at: number): void;
  clicked(event: MouseEvent, at: number): void;
}

/** How high a row is: by the density that the person chose; higher on phones, where a row is two lines. */
export function rowHeightOf(scroller: HTMLElement | null, hasPhone: boolean): number {
  if (hasPhone && matchMedia("(max-width: 760px)").matches) return PHONE_ROW;
  const told = scroller === null ? "" : getComputedStyle(scroller).getPropertyValue("--dm-row");
  return Number.parseInt(told, 10) || 38;
}

/** The keys of a grid: one row has the tab stop, and the keys move it. */
export function useGridKeys<Row>(
  { rows, onOpen, onKey }: DataGridProps<Row>,
  virtual: Virtualizer<HTMLDivElement, Element>,
  scroller: RefObject<HTMLDivElement | null>,
): GridKeys {
  const [at, setAt] = useState(0);
  const wanted = useRef<number>(undefined);
  const focusRow = useCallback(
    (row: number): boolean => {
      const element = scroller.current?.querySelector<HTMLElement>(`[data-at="${row}"]`);
      element?.focus({ preventScroll: true });
      return element !== null && element !== undefined;
    },
    [scroller],
  );
  // A row far away is drawn only after the scroll; it takes the focus then. Buttons inside rows are reached by the arrows.
  useEffect(() => {
    if (wanted.current !== undefined && focusRow(wanted.current)) wanted.current = undefined;
    for (const inside of scroller.current?.querySelectorAll<HTMLElement>(`[data-at] :is(${INSIDE})`) ?? []) {
      inside.tabIndex = -1;
    }
  });
  const go = (row: number): void => {
    const to = Math.min(rows.length - 1, Math.max(0, row));
    setAt(to);
    virtual.scrollToIndex(to);
    if (!focusRow(to)) wanted.current = to;
  };
  const pressed = (event: KeyboardEvent): void => {
    const key = pageKey(event);
    if (key === undefined) return;
    const row = rows[at];
    const onRow = event.target instanceof HTMLElement && event.target.dataset.at !== undefined;
    const to = stepsOf(key, rows.length)?.(at);
    if (to !== undefined) go(to);
    else if (key === "ArrowRight" || key === "ArrowLeft") walk(event.target, key === "ArrowRight");
    else if (key.length === 1 && onRow && row !== undefined && onKey !== undefined) onKey(key, row);
    else return;
    if (key.length > 1 || to !== undefined) event.preventDefault();
  };
  const opened = (event: KeyboardEvent, row: number): void => {
    const found = rows[row];
    if (event.key === "Enter" && event.target === event.currentTarget && found !== undefined) onOpen?.(found);
  };
  const clicked = (event: MouseEvent, row: number): void => {
    setAt(row);
    const inside = event.target instanceof Element && event.target.closest(INSIDE) !== null;
    const isMarking = (getSelection()?.toString() ?? "") !== "";
    const found = rows[row];
    if (!inside && !isMarking && found !== undefined) onOpen?.(found);
  };
  return { at: Math.min(at, Math.max(0, rows.length - 1)), setAt, pressed, opened, clicked };
}

function stepsOf(key: string, count: number): ((at: number) => number) | undefined {
  const steps: Readonly<Record<string, (at: number) => number>> = {
    j: (at) => at + 1,
    ArrowDown: (at) => at + 1,
    k: (at) => at - 1,
    ArrowUp: (at) => at - 1,
    PageDown: (at) => at + 10,
    PageUp: (at) => at - 10,
    Home: () => 0,
    End: () => count - 1,
  };
  return steps[key];
}

/** From the row into its links and buttons, and back out. */
function walk(target: EventTarget, isForward: boolean): void {
  if (!(target instanceof HTMLElement)) return;
  const row = target.closest<HTMLElement>("[data-at]");
  if (row === null) return;
  const stops = [row, ...row.querySelectorAll<HTMLElement>(INSIDE)].filter(
    (stop) => stop === row || stop.offsetParent !== null,
  );
  stops[stops.indexOf(target) + (isForward ? 1 : -1)]?.focus();
}
