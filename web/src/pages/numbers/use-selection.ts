import { useMemo, useState } from "react";
import type { NumberRow } from "./use-numbers.ts";

/** So many numbers can be chosen one by one. */
const MOST_CHOSEN = 1_000;

/** Numbers that are chosen in the list. */
export interface Selection {
  /** Those that are chosen one by one. */
  readonly rows: readonly NumberRow[];
  /** All that the filter picks, read or not. */
  readonly isAll: boolean;
  has(id: string): boolean;
  toggle(row: NumberRow): void;
  /** Chooses all of these; where they are chosen, none. */
  toggleMany(rows: readonly NumberRow[]): void;
  chooseAll(): void;
  clear(): void;
}

interface Chosen {
  /** Of which filter. */
  readonly of: string;
  readonly rows: ReadonlyMap<string, NumberRow>;
  readonly isAll: boolean;
}

/** Begins anew with another filter, which `filter` tells. */
export function useSelection(filter: string): Selection {
  const [kept, setKept] = useState<Chosen>({ of: filter, rows: new Map(), isAll: false });
  return useMemo(() => {
    const { rows, isAll } = kept.of === filter ? kept : { rows: new Map<string, NumberRow>(), isAll: false };
    const set = (next: ReadonlyMap<string, NumberRow>): void =>
      setKept({ of: filter, rows: new Map([...next].slice(0, MOST_CHOSEN)), isAll: false });
    return {
      rows: [...rows.values()],
      isAll,
      has: (id) => isAll || rows.has(id),
      toggle(row) {
        const next = new Map(rows);
        if (!next.delete(row.id)) next.set(row.id, row);
        set(next);
      },
      toggleMany(many) {
        const isEach = isAll || many.every(({ id }) => rows.has(id));
        set(isEach ? new Map() : new Map([...rows, ...many.map((row) => [row.id, row] as const)]));
      },
      chooseAll: () => setKept({ of: filter, rows, isAll: true }),
      clear: () => set(new Map()),
    };
  }, [kept, filter]);
}
