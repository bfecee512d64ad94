import { z } from "zod";
import { told } from "../../messages/messages.ts";
import type { CrmRecord, Stamp } from "../../model/record.ts";
import type { Page } from "../crm.ts";
import { badAnswer } from "../json.ts";

export const accountSchema = z.object({
  account: z.string(),
  rate_limit_per_second: z.number().positive().nullable(),
});

const meta = z.object({ page: z.int(), total: z.int().nonnegative(), total_pages: z.int().nonnegative() });

/** Items are looked at one by one: a page with one bad item is still a page. */
const listSchema = z.object({ data: z.array(z.record(z.string(), z.unknown())), meta });

/** Records are looked at one by one: a page with one bad record is still a page. */
const phonesSchema = z.object({
  data: z.array(z.unknown()),
  next_cursor: z.string().nullable(),
  total: z.unknown().optional(),
});

function valid<T>(schema: z.ZodType<T>, answer: unknown): T {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const isWhole = issue === undefined || issue.path.length === 0;
  throw badAnswer(isWhole ? told("lacks") : told("lacksAt", { path: issue.path.join(".") }));
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
  const { data, meta: place } = valid(listSchema, answer);
  const number = Number(cursor ?? "1");
  if (data.length === 0 && place.total > 0 && number <= place.total_pages)
    throw badAnswer(told("emptyPage", { total: place.total }));
  const items = data.flatMap((item) => {
    const id = idOf(item.id);
    return id === null ? [] : [{ ...item, id }];
  });
  const ahead = Array.from(
    { length: Math.max(0, Math.min(place.total_pages - number, MOST_AHEAD)) },
    (_, i) => String(number + 1 + i),
  );
  const next = ahead[0] ?? null;
  return { items, next, ahead, total: place.total, withoutId: data.length - items.length };
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
  const { data, next_cursor: next, total } = valid(phonesSchema, answer);
  return { kind: "phones", items: data.map(toRecord), next, total: countOf(total), withoutId: 0 };
}

/** The API tells no total of phones; one that does may. */
function countOf(value: unknown): number | null {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : null;
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
