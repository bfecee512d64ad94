import { printable } from "../base/printable.ts";
import type { Messages } from "../messages/messages.ts";
import type { AuditDetail, AuditEntry } from "../store/store.ts";
import { type Column, table } from "./table.ts";
import { oneLine, widthOf, wrap } from "./text.ts";

/** One line of the table: an entry, or how its detail goes on. */
interface Line {
  readonly entry: AuditEntry | null;
  readonly detail: string;
}

/** So much room a detail has at least, however narrow the terminal is. */
const LEAST = 24;
const LONGEST_WHO = 16;
const HASH = /^[0-9a-f]{32,}$/;
const HASH_SHOWN = 12;

/** Entries of the audit log as a table; a detail goes on below itself, so that nothing of it is cut. */
export function auditLines(entries: readonly AuditEntry[], words: Messages, width: number): string[] {
  const first = entries.map((entry): Line => ({ entry, detail: "" }));
  const columns = columnsOf(words);
  const [head = ""] = table(first, columns, width);
  const room = Math.max(LEAST, width - widthOf(head) + widthOf(words.audit.heads.detail));
  const lines = entries.flatMap((entry) =>
    wrap(detailText(entry.detail), room).map(
      (detail, at): Line => ({ entry: at === 0 ? entry : null, detail }),
    ),
  );
  return table(lines, columns, Infinity);
}

function columnsOf({ audit: { heads }, moment }: Messages): Column<Line>[] {
  const cell = (of: (entry: AuditEntry) => string) => (line: Line) =>
    line.entry === null ? "" : of(line.entry);
  return [
    { head: heads.seq, right: true, cell: cell(({ seq }) => String(seq)) },
    { head: heads.at, cell: cell(({ at }) => moment(at)) },
    { head: heads.who, cell: cell(({ who }) => oneLine(who).slice(0, LONGEST_WHO)) },
    { head: heads.action, cell: cell(({ action }) => oneLine(action)) },
    { head: heads.detail, cell: ({ detail }) => detail },
  ];
}

/** What is known of an act, without what it says nothing of; hashes are cut: `--json` has them whole. */
function detailText(detail: AuditDetail): string {
  return Object.entries(detail)
    .flatMap(([key, value]) => {
      const text = valueText(value);
      return text === "" ? [] : [`${printable(key)} ${text}`];
    })
    .join("; ");
}

function valueText(value: AuditDetail[string] | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return HASH.test(value) ? `${value.slice(0, HASH_SHOWN)}…` : shown(value);
  if (typeof value !== "object") return String(value);
  if (isList(value)) return value.map(valueText).join(", ");
  const text = detailText(value);
  return text === "" ? "" : `(${text})`;
}

/** Numbers in it were masked when it was noted. */
function shown(text: string): string {
  return printable(text).replace(/\s+/gu, " ").trim();
}

function isList(value: AuditDetail[string]): value is Extract<AuditDetail[string], readonly unknown[]> {
  return Array.isArray(value);
}
