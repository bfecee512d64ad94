import { DatamasterError } from "../base/errors.ts";
import type { Told } from "../base/told.ts";
import { told } from "../messages/messages.ts";
import { keysAt } from "./schema.ts";

/** One thing wrong, told so that it can be mended without a look at the docs. No secret is in any field. */
export interface ConfigProblem {
  /** `sources.main-crm.baseUrl`, or the name of a file, variable or flag. */
  readonly path: string;
  /** The value as given, shortened; `***` where it may be a secret; undefined where there is none. */
  readonly value?: string | Told;
  readonly problem: Told;
  /** What would be right. */
  readonly allowed?: string | Told;
  /** Where it was given: a file's name, a variable, a flag. */
  readonly from?: string;
  /** Place in the file, from 1. */
  readonly line?: number;
  readonly column?: number;
}

const MAX_VALUE = 60;

/** All problems in one error, a line each; `data.problems` holds them as fields, in English. */
export function configError(problems: readonly ConfigProblem[]): DatamasterError {
  const sorted = problems.toSorted((a, b) => (a.line ?? Number.MAX_VALUE) - (b.line ?? Number.MAX_VALUE));
  return new DatamasterError("CONFIG_INVALID", told("configInvalid", { problems: sorted.map(describe) }), {
    data: { problems: sorted.map(inEnglish) },
  });
}

function describe({ path, value = "", problem, allowed = "", from = "", line, column }: ConfigProblem): Told {
  const point = line === undefined ? "" : `:${line}:${column ?? 1}`;
  // What came from a flag is known to its user by the flag.
  const names = from.startsWith("--") ? { path: from, from: "" } : { path, from };
  return told("configProblem", { ...names, value, point, problem, allowed });
}

function inEnglish(problem: ConfigProblem): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(problem).map(([key, part]) => [key, typeof part === "object" ? part.text : part]),
  );
}

/** A value fit for a message: one line, not long, maps and lists by name alone, since anything may lie in them. */
export function showValue(value: unknown): string | Told {
  if (Array.isArray(value)) return told("aList");
  if (typeof value === "object" && value !== null) return told("aMap");
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}...` : text;
}

/** The known key that someone most likely meant, or null. */
export function nearestKey(path: readonly string[], key: string): string | null {
  return nearest(key, keysAt(path));
}

/** The candidate that differs least from a text: case, `-` and `_` do not count, a third of the letters may be wrong. */
export function nearest(text: string, candidates: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.ceil(text.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(plain(text), plain(candidate));
    if (distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

function plain(text: string): string {
  return text.slice(0, MAX_VALUE).replace(/[-_]/g, "").toLowerCase();
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
