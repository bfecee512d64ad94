import type { AuditDetail, StoreAdmin, Suppression } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import type { NumberList } from "../numbers/number-list.ts";
import { changing } from "../with-store.ts";

/** Where numbers came from, and why. */
export interface SuppressionOrigin {
  /** A file's path, `stdin` or `arguments`; kept in the audit log. */
  readonly from: string;
  readonly reason: string | null;
}

/** What an act did to the list of numbers that must not be called. */
export interface SuppressionResult {
  /** How many it added or removed. */
  readonly changed: number;
  /** How many numbers were on the list already, or were not on it. */
  readonly unchanged: number;
  /** How many are on it now. */
  readonly suppressed: number;
}

/** Puts numbers on the list; creates the database where there is none. The act and its entry in the audit log are one. */
export async function suppress(
  ports: AppPorts,
  list: NumberList,
  { from, reason }: SuppressionOrigin,
): Promise<SuppressionResult> {
  return await changeList(ports, list, (admin) => {
    const added = admin.suppressions.add(list.numbers, reason);
    const known = list.numbers.length - added;
    note(admin, "suppress", { added, known, unreadable: list.unreadable, from, reason });
    return added;
  });
}

/** Takes numbers off the list. */
export async function unsuppress(
  ports: AppPorts,
  list: NumberList,
  { from, reason }: SuppressionOrigin,
): Promise<SuppressionResult> {
  return await changeList(ports, list, (admin) => {
    const removed = admin.suppressions.remove(list.numbers);
    const unknown = list.numbers.length - removed;
    note(admin, "unsuppress", { removed, unknown, unreadable: list.unreadable, from, reason });
    return removed;
  });
}

function note(
  { audit, suppressions }: StoreAdmin,
  action: "suppress" | "unsuppress",
  detail: AuditDetail,
): void {
  audit.append({ action, detail: { ...detail, suppressed: suppressions.count() } });
}

async function changeList(
  ports: AppPorts,
  { numbers }: NumberList,
  change: (admin: StoreAdmin) => number,
): Promise<SuppressionResult> {
  return await changing(ports, (admin) =>
    admin.transaction(() => {
      const changed = change(admin);
      return { changed, unchanged: numbers.length - changed, suppressed: admin.suppressions.count() };
    }),
  );
}

/** So many are read at a time. */
const PIECE = 1_000;

/** The list by number, and how many are on it; for as long as `use` goes on, in memory that does not grow. */
export async function withSuppressed<T>(
  ports: AppPorts,
  use: (rows: Iterable<Suppression>, count: number) => Promise<T>,
): Promise<T> {
  if (!(await ports.storeHoldsData())) return await use([], 0);
  const reader = await ports.openReader();
  const { suppressions } = reader;
  function* rows(): Generator<Suppression> {
    for (let after = 0n; ; ) {
      const piece = suppressions.list(after, PIECE);
      yield* piece;
      const last = piece.at(-1);
      if (last === undefined) return;
      after = last.number;
    }
  }
  try {
    return await use(rows(), suppressions.count());
  } finally {
    reader.close();
  }
}
