import { told } from "../../messages/messages.ts";
import type { CrmRecord, Stamp } from "../../model/record.ts";
import type { Account, Page } from "../crm.ts";
import { badAnswer } from "../json.ts";

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Null for what is no account of this CRM. */
export function readAccount(answer: unknown): Account | null {
  if (!isFields(answer)) return null;
  const { account: name, rate_limit_per_second: rate } = answer;
  const isRate = rate === null || (typeof rate === "number" && rate > 0);
  return typeof name === "string" && isRate ? { name, requestsPerSecond: rate } : null;
}

/** A value of the answer that is as `is` asks; `path` says where it stands. */
function valid<T>(value: unknown, is: (value: unknown) => value is T, path = ""): T {
  if (is(value)) return value;
  throw badAnswer(path === "" ? told("lacks") : told("lacksAt", { path }));
}

const isArray: (value: unknown) => value is readonly unknown[] = Array.isArray;

function isCursor(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isCount(value: unknown): value is number {
  return isInteger(value) && value >= 0;
}

interface List {
  readonly items: readonly (Record<string, unknown> & { readonly id: string })[];
  readonly next: string | null;
  readonly total: number;
  readonly withoutId: number;
  readonly ahead: readonly string[];
}

/** So many pages are named ahead of one: more than are fetched side by side at the usual concurrency. */
const MOST_AHEAD = 64;

function readList(answer: unknown, cursor: string | null): List {
  const { data, meta } = valid(answer, isFields);
  const all = valid(data, isArray, "data").map((item, at) => valid(item, isFields, `data.${at}`));
  const place = valid(meta, isFields, "meta");
  valid(place.page, isInteger, "meta.page");
  const total = valid(place.total, isCount, "meta.total");
  const pages = valid(place.total_pages, isCount, "meta.total_pages");
  const number = Number(cursor ?? "1");
  if (all.length === 0 && total > 0 && number <= pages) throw badAnswer(told("emptyPage", { total }));
  const items = all.flatMap((item) => {
    const id = idOf(item.id);
    return id === null ? [] : [{ ...item, id }];
  });
  const ahead = Array.from({ length: Math.max(0, Math.min(pages - number, MOST_AHEAD)) }, (_, i) =>
    String(number + 1 + i),
  );
  const next = ahead[0] ?? null;
  return { items, next, ahead, total, withoutId: all.length - items.length };
}

/** Ids come as integers, those beyond 2^53 as their source text (json.ts), or as text that fits into a URL. */
function idOf(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" && value.isWellFormed() ? value : null;
}

export function readClients(answer: unknown, cursor: string | null): Page {
  const { items, ...place } = readList(answer, cursor);
  const clients = items.map(({ id, name, country, updated_at }) => ({
    id,
    name: rawText(name) ?? "",
    country: optionalText(country),
    updatedAt: stampOf(updated_at),
  }));
  return { kind: "clients", items: clients, ...place };
}

export function readProjects(answer: unknown, cursor: string | null): Page {
  const { items, ...place } = readList(answer, cursor);
  const projects = items.map(({ id, name, updated_at }) => ({
    id,
    name: rawText(name) ?? "",
    updatedAt: stampOf(updated_at),
  }));
  return { kind: "projects", items: projects, ...place };
}

export function readPhones(answer: unknown): Page {
  const { data, next_cursor, total } = valid(answer, isFields);
  const all = valid(data, isArray, "data");
  const next = valid(next_cursor, isCursor, "next_cursor");
  return { kind: "phones", items: all.map(toRecord), next, total: countOf(total), withoutId: 0 };
}

/** The API tells no total of phones; one that does may. */
function countOf(value: unknown): number | null {
  return isCount(value) ? value : null;
}

function toRecord(value: unknown): CrmRecord {
  if (typeof value !== "object" || value === null)
    return { id: "", phone: rawText(value), label: null, contact: null };
  const record = value as Record<string, unknown>;
  return {
    id: rawText(record.id) ?? "",
    phone: rawText(record.phone),
    label: optionalText(record.label),
    contact: optionalText(record.contact),
  };
}

const ZONE = /(?:Z|[+-]\d\d:?\d\d)$/i;

/** A stamp without zone is one of UTC; null for what is no date-time between the years 0 and 9999. */
function stampOf(value: unknown): Stamp | null {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value)) return null;
  const text = value.replace(" ", "T");
  const ms = Date.parse(ZONE.test(text) ? text : `${text}Z`);
  const stamp = Number.isNaN(ms) ? "" : new Date(ms).toISOString();
  return /^\d{4}-/.test(stamp) ? stamp : null;
}

/** What a person sees of a value of any JSON type; numbers keep all their digits (json.ts). */
function rawText(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return null;
  return typeof value === "object" ? jsonOf(value) : String(value);
}

/** Null for what is nested too deep to be written. */
function jsonOf(value: object): string | null {
  try {
    return JSON.stringify(value);
  } catch {
    return null;
  }
}

function optionalText(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
