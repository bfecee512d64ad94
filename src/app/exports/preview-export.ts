import { withoutDigits } from "../../base/digits.ts";
import type { ExportAsked } from "../../contract/exports.ts";
import { type Cell, type ColumnName, DIFF_COLUMNS } from "../../export/export.ts";
import { maskForPeople } from "../../phone/phone.ts";
import type { AppPorts } from "../app.ts";
import { diffRows, diffRuns } from "../runs/diff-runs.ts";
import { reading } from "../with-store.ts";
import { type ExportAsker, type PickedNumbers, type ResolvedExport, resolveExport } from "./export-asked.ts";
import { previewHeld } from "./export-held.ts";

/** What an export would be. */
export interface ExportPreview {
  /** Rows of the file. */
  readonly rows: number;
  readonly leftOut: { readonly suppressed: number; readonly placeholders: number };
  /** Rows of numbers that must not be called and that stay in. */
  readonly suppressedIn: number;
  readonly columns: readonly string[];
  /** The first of them; numbers and digits in texts masked. */
  readonly first: readonly (readonly Cell[])[];
  readonly last: { readonly run: number; readonly at: string } | null;
}

/** So many rows are shown. */
const SHOWN = 20;
const PHONES: ReadonlySet<string> = new Set(["phone", "national", "international"]);
/** What people typed, or what the CRM wrote beside it. */
const TYPED: ReadonlySet<string> = new Set(["label", "contact", "raw", "client", "project"]);

/** Counts what an export would hold, exactly, and shows its beginning. Rejects as the export would. */
export async function previewExport(
  ports: AppPorts,
  asked: ExportAsked,
  asker: ExportAsker,
  picked: PickedNumbers,
): Promise<ExportPreview> {
  const resolved = await reading(ports, (reader) => resolveExport(reader, asked, asker, picked));
  const counts = { suppressed: 0, placeholders: 0 };
  const counting = {
    onSuppressed: () => void counts.suppressed++,
    onPlaceholder: () => void counts.placeholders++,
  };
  const { rows, columns, first } = await (resolved.diff === null
    ? previewHeld(ports, { ...resolved.request, ...counting }, SHOWN)
    : previewDiff(ports, { ...resolved.diff, ...counting }));
  const { suppressed, placeholders } = counts;
  const isIn = asked.includeSuppressed;
  return {
    rows,
    leftOut: { suppressed: isIn ? 0 : suppressed, placeholders },
    suppressedIn: isIn ? suppressed : 0,
    columns,
    first: first.map((cells) => masked(cells, columns)),
    last: resolved.last,
  };
}

async function previewDiff(ports: AppPorts, request: NonNullable<ResolvedExport["diff"]>) {
  return await diffRuns(ports, request, async (diff) => {
    const first: (readonly Cell[])[] = [];
    let rows = 0;
    for (const cells of diffRows(diff, () => {})) {
      rows++;
      if (first.length < SHOWN) first.push(cells);
    }
    return { rows, columns: DIFF_COLUMNS as readonly ColumnName[], first };
  });
}

/** All spellings of a number are shown as one: a mask of another could be put together with it. */
function masked(cells: readonly Cell[], columns: readonly string[]): Cell[] {
  const phone = cells[columns.indexOf("phone")] ?? null;
  return cells.map((cell, at) => {
    const column = columns[at] ?? "";
    if (cell === null) return null;
    if (PHONES.has(column)) return column === "phone" ? maskForPeople(cell) : maskedAs(phone, cell);
    return TYPED.has(column) ? hidden(cell) : cell;
  });
}

function maskedAs(phone: Cell, cell: string): string {
  return phone === null ? withoutDigits(cell) : maskForPeople(phone);
}

/** A text in which nothing could be a number: names like "Office 24" stay. */
function hidden(text: string): string {
  return text.replace(/\+?\p{Nd}(?:[\s().\-/]*\p{Nd}){4,}/gu, withoutDigits);
}
