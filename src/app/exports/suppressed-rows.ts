import type { RunReader } from "../../store/store.ts";

/** What an export does with numbers that must not be called. */
export interface SuppressedRows {
  /** They stay in; default: they are left out. */
  readonly includeSuppressed?: boolean;
  /** Called for each row of such a number that is asked for, left out or not. */
  readonly onSuppressed?: () => void;
}

/** Whether a row goes out: the one place where suppression is applied to what leaves the store. Null: all of them do. */
export function goesOut(
  { suppressions }: RunReader,
  { includeSuppressed = false, onSuppressed }: SuppressedRows,
): ((row: { readonly number: bigint }) => boolean) | null {
  const suppressed = suppressions.load();
  if (suppressed.size === 0) return null;
  return ({ number }) => {
    if (!suppressed.has(number)) return true;
    onSuppressed?.();
    return includeSuppressed;
  };
}
