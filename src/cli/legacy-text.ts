import type { LegacyPreview, LegacyResult } from "../app/legacy/import-legacy.ts";
import type { FoundPart } from "../app/legacy/legacy-guess.ts";
import { printable } from "../base/printable.ts";
import type { Messages } from "../messages/messages.ts";
import { type Column, table } from "./table.ts";
import type { Paint } from "./text.ts";

interface Shown {
  readonly words: Messages;
  readonly width: number;
  readonly paint: Paint;
}

/** How the file is understood, and what would become of it. */
export function previewLines(
  { file, parts, unread, rows, kind, versions, oldest, newest, emptyRuns }: LegacyPreview,
  { source, line }: { readonly source: string; readonly line: string },
  { words, width, paint }: Shown,
): string[] {
  const { legacy } = words;
  const name = printable(source);
  return [
    paint("bold", legacy.title({ file: printable(file) })),
    ...table(parts, partColumns(words, paint), width),
    ...(unread.length > 0 ? [legacy.unread({ tables: printable(unread.join(", ")) })] : []),
    legacy.wrong({ line }),
    "",
    `${legacy.plan({ source: name, rows, versions, oldest, newest })}; ${legacy.kinds[kind]}.`,
    ...(emptyRuns > 0 ? [legacy.emptyRuns({ runs: emptyRuns })] : []),
  ];
}

function partColumns({ legacy }: Messages, paint: Paint): Column<FoundPart>[] {
  const dim = (text: string, { theirs }: FoundPart): string => (theirs === null ? paint("dim", text) : text);
  const isTable = ({ ours }: FoundPart): boolean => !ours.includes(".");
  return [
    {
      head: `  ${legacy.heads.ours}`,
      cell: (part) => `  ${isTable(part) ? "" : "  "}${part.ours}`,
      paint: dim,
    },
    {
      head: legacy.heads.theirs,
      cell: ({ theirs }) => (theirs === null ? legacy.nowhere : printable(theirs)),
      shrinkTo: 12,
      paint: dim,
    },
    { head: legacy.heads.by, cell: ({ by }) => (by === null ? "" : legacy.by[by]), paint: dim },
  ];
}

/** What was imported, and what could not be. */
export function resultLines(result: LegacyResult, { words }: Pick<Shown, "words">): string[] {
  const { runs, rows, rejected, lost, seconds } = result;
  const { legacy } = words;
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) return [];
  const counted = Object.entries(rejected).sort(([, one], [, other]) => other - one);
  const reasons = counted.map(([reason, count]) => `${reason} ${words.count(count)}`).join(", ");
  const sum = counted.reduce((all, [, count]) => all + count, 0);
  const missing = (["noProject", "sameProject", "noPhone"] as const).filter((why) => lost[why] > 0);
  return [
    legacy.done({ rows, versions: runs.length, time: seconds, first: first.run, last: last.run }),
    legacy.holds(last.totals),
    ...(sum > 0 ? [legacy.rejected({ count: sum, reasons })] : []),
    ...missing.map((why) => legacy.lost[why]({ rows: lost[why] })),
  ];
}
