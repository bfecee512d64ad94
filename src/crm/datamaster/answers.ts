import { z } from "zod";
import type { CrmRecord } from "../../model/record.ts";
import type { Page } from "../crm.ts";
import { badAnswer } from "../json.ts";

/** Ids come as integers, or as text where they are beyond 2^53. */
const id = z.union([z.int(), z.string().min(1)]).transform(String);

export const accountSchema = z.object({
  account: z.string(),
  rate_limit_per_second: z.number().positive().nullable(),
});

const meta = z.object({ page: z.int(), total: z.int().nonnegative(), total_pages: z.int().nonnegative() });

const clientsSchema = z.object({
  data: z.array(
    z.object({
      id,
      name: z.string(),
      country: z
        .string()
        .nullish()
        .transform((country) => country ?? null),
    }),
  ),
  meta,
});

const projectsSchema = z.object({ data: z.array(z.object({ id, name: z.string() })), meta });

/** Records are looked at one by one: a page with one bad record is still a page. */
const phonesSchema = z.object({ data: z.array(z.unknown()), next_cursor: z.string().nullable() });

function valid<T>(schema: z.ZodType<T>, answer: unknown): T {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`;
  throw badAnswer(`lacks what this API promises${where}`);
}

function nextPage(cursor: string | null, page: z.infer<typeof meta>): string | null {
  const number = Number(cursor ?? "1");
  return number < page.total_pages ? String(number + 1) : null;
}

export function readClients(answer: unknown, cursor: string | null): Page {
  const { data, meta: place } = valid(clientsSchema, answer);
  return { kind: "clients", items: data, next: nextPage(cursor, place), total: place.total };
}

export function readProjects(answer: unknown, cursor: string | null): Page {
  const { data, meta: place } = valid(projectsSchema, answer);
  return { kind: "projects", items: data, next: nextPage(cursor, place), total: place.total };
}

export function readPhones(answer: unknown): Page {
  const { data, next_cursor } = valid(phonesSchema, answer);
  return { kind: "phones", items: data.map(toRecord), next: next_cursor, total: null };
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

/** What a person sees of a value of any JSON type; numbers keep all their digits (json.ts). */
function rawText(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function optionalText(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
