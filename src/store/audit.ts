import { createHash } from "node:crypto";
import { maskNumbers } from "../base/mask.ts";

/** What is noted when it is done, and the verb or door that does it. */
export const AUDIT_ACTIONS = [
  "export",
  "suppress",
  "unsuppress",
  "subject",
  "look-up",
  "reveal",
  "erase",
  "revert",
  "prune",
  "backup",
  "restore",
  "copy",
  "import",
  "deliver",
  "config",
  "schedule",
  "source",
  "sign-in",
  "sign-in-failed",
  "sign-out",
  "user",
  "token",
  "settings",
  "anomaly",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export type AuditValue =
  | string
  | number
  | boolean
  | null
  | readonly AuditValue[]
  | { readonly [key: string]: AuditValue };
/** Facts of one act: filter, counts of rows, hash of a file. Numbers in its texts are masked before it is kept. */
export type AuditDetail = Readonly<Record<string, AuditValue>>;

export interface AuditRecord {
  readonly action: AuditAction;
  readonly detail: AuditDetail;
}

/** One act as it is kept. */
export interface AuditEntry {
  /** From 1, without gaps. */
  readonly seq: number;
  /** ISO UTC. */
  readonly at: string;
  /** The user of the operating system, or of the dashboard. */
  readonly who: string;
  readonly action: string;
  readonly detail: AuditDetail;
  /** The hash of the entry before it, {@link GENESIS} of the first. */
  readonly previous: string;
  /** As {@link entryHash} makes it. */
  readonly hash: string;
}

export interface AuditFilter {
  /** Null for all. */
  readonly action: string | null;
  /** ISO UTC; null for always. */
  readonly since: string | null;
  readonly limit: number;
  /** Absent or null: whoever. */
  readonly who?: string | null;
  /** ISO UTC: only before then. */
  readonly until?: string | null;
  /** Only entries before this one: where a page goes on. */
  readonly before?: number | null;
}

/** What the log holds, for people to choose from. */
export interface AuditFacets {
  readonly actions: readonly string[];
  readonly people: readonly string[];
}

/** What is wrong with the first entry that does not fit. */
export interface BrokenEntry {
  readonly seq: number;
  /** It is not what was written; it does not follow the one before it; one or more before it are missing. */
  readonly why: "changed" | "unlinked" | "missing";
}

export interface AuditCheck {
  readonly entries: number;
  /** The hash of the last entry; {@link GENESIS} where there is none. */
  readonly head: string;
  readonly broken: BrokenEntry | null;
  /** The entry whose hash was asked for: what ends at it was not cut off; null where there is none, or none was asked for. */
  readonly found: number | null;
}

/** The reading side of the audit log. */
export interface AuditReader {
  /** Newest first. */
  list(filter: AuditFilter): AuditEntry[];
  /** Oldest first, from after the entry `after` on. */
  listOn(filter: AuditFilter, after: number): AuditEntry[];
  /** At most some hundreds of people. */
  facets(): AuditFacets;
  /** Reads the whole chain. `head` is a hash that was noted elsewhere before. */
  verify(head: string | null): AuditCheck;
}

/** The audit log: rows are only ever added, each linked to the one before it by its hash. */
export interface AuditLog extends AuditReader {
  /** Adds an entry, within a transaction as a part of it. Throws STORE_FAILED, and then the act must not be done. */
  append(record: AuditRecord): AuditEntry;
}

/** What the first entry follows. */
export const GENESIS = "0".repeat(64);

/** SHA-256 in hex of the hash before, a newline and the entry's other fields as {@link canonicalJson}. */
export function entryHash({ seq, at, who, action, detail, previous }: Omit<AuditEntry, "hash">): string {
  const text = canonicalJson({ seq, at, who, action, detail });
  return createHash("sha256").update(`${previous}\n${text}`).digest("hex");
}

/** JSON without spaces, keys in the order of their code units: one value has one text (RFC 8785). */
export function canonicalJson(value: AuditValue): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const parts = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${parts.join(",")}}`;
}

/** Hashes and parts of them hold long runs of digits too, but hardly ever nothing else. */
const HASH = /^(?=\d*[a-f])[0-9a-f]{16,64}$/;

/** A detail in which no text holds a number in clear. */
export function withoutNumbers(detail: AuditDetail): AuditDetail {
  return Object.fromEntries(Object.entries(detail).map(([key, value]) => [maskNumbers(key), masked(value)]));
}

function masked(value: AuditValue): AuditValue {
  if (typeof value === "string") return HASH.test(value) ? value : maskNumbers(value);
  if (value === null || typeof value !== "object") return value;
  return isList(value) ? value.map(masked) : withoutNumbers(value);
}

function isList(value: AuditValue): value is readonly AuditValue[] {
  return Array.isArray(value);
}
