import type { RejectReason } from "../../model/number.ts";
import { JUNK, type Scan } from "../text/scan.ts";
import type { Trace } from "../trace.ts";
import type { Pieces } from "./pieces.ts";
import { reasonOfLabel } from "./reasons.ts";

/** Notes what a text was parted into: digits that are something else, pieces, their labels and extensions. */
export function notePieces(trace: Trace, scan: Scan, pieces: Pieces, marked: RejectReason | null): void {
  const textOf = (first: number, last: number): string =>
    scan.slice(scan.runStart[first] ?? 0, scan.runEnd[last] ?? 0);
  for (let run = 0; run < scan.runs; run++)
    if ((scan.runMark[run] ?? 0) & JUNK) trace.note("cut", textOf(run, run), marked ?? "");
  for (let piece = 0; piece < pieces.count; piece++) {
    const text = textOf(pieces.first[piece] ?? 0, pieces.last[piece] ?? 0);
    const label = reasonOfLabel(pieces.label[piece] ?? 0);
    trace.note("piece", pieces.hasPlus(piece) ? `+${text}` : text);
    if (label !== null) trace.note("label", text, label);
    const ext = pieces.ext(piece);
    if (ext !== undefined) trace.note("extension", text, ext);
  }
}
