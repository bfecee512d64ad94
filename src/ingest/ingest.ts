import { StopRunError } from "../base/errors.ts";
import {
  type FetchedPage,
  type ReadingOptions,
  type SavedPage,
  targetOf,
  type Unit,
} from "../collect/collect.ts";
import type { Connector, Page } from "../crm/crm.ts";
import { told } from "../messages/messages.ts";
import type { CrmRecord } from "../model/record.ts";
import { NUMBER_TABLE_VERSION, readValue } from "../phone/phone.ts";
import type {
  PagePlace,
  PageReceipt,
  PhoneFacts,
  RejectedRecord,
  RunWriter,
  SeenNumber,
} from "../store/store.ts";
import { type ListWatch, markOf } from "./list-watch.ts";

/** Names all that readings depend on; stored with a run, so that another one makes every set be compared anew. */
export function readerVersion({ region, keep }: ReadingOptions): string {
  return `${NUMBER_TABLE_VERSION} region=${region ?? "-"} keep=${[...keep].sort().join(",")}`;
}

/** Reads one answer and saves what it holds. Throws RetryableError where the answer is no page. */
export async function savePage(
  writer: RunWriter,
  connector: Connector,
  options: ReadingOptions,
  lists: ListWatch,
  { unit, etag, body }: FetchedPage,
): Promise<SavedPage> {
  const page = connector.readPage(targetOf(unit), unit.cursor, body);
  const missing = lists.page(unit, page);
  const receipt = await write(writer, options, unit, page, { etag, missing });
  return { ...receipt, missing, mark: markOf(unit, page) };
}

async function write(
  writer: RunWriter,
  options: ReadingOptions,
  unit: Unit,
  page: Page,
  { etag, missing }: Pick<PagePlace, "etag" | "missing">,
): Promise<PageReceipt> {
  const { next, total, withoutId } = page;
  const place = { cursor: unit.cursor, etag, next, total, withoutId, missing };
  switch (page.kind) {
    case "clients":
      if (page.items.length === 0 && next === null && options.allowEmpty !== true)
        await refuseEmpty(writer, unit);
      return await writer.saveClients(unit, place, page.items);
    case "projects":
      return await writer.saveProjects(unit, place, page.items);
    case "phones":
      return await writer.savePhones(
        unit,
        place,
        readRecords(page.items, unit.country ?? options.region, options),
      );
  }
}

/** A list of clients that ends without any would make all that the source holds gone. */
async function refuseEmpty(writer: RunWriter, unit: FetchedPage["unit"]): Promise<void> {
  const clients = await writer.clientsAtStake(unit);
  if (clients > 0) throw new StopRunError("CRM_EMPTY", told("clientsVanished", { clients }));
}

/** Normalises a page of records; a number that occurs twice counts once, with the first record's texts. */
function readRecords(
  records: readonly CrmRecord[],
  region: string | null,
  options: ReadingOptions,
): PhoneFacts {
  const keepLabel = options.keep.includes("label");
  const keepContact = options.keep.includes("contact");
  const numbers = new Map<bigint, SeenNumber>();
  const rejected: RejectedRecord[] = [];
  for (const record of records) {
    const reading = readValue(record.phone, region);
    if (reading.reason !== undefined) {
      rejected.push({ record: record.id, raw: record.phone, reason: reading.reason });
      continue;
    }
    for (const found of reading.numbers) {
      if (numbers.has(found.number)) continue;
      const label = keepLabel ? record.label : null;
      const contact = keepContact ? record.contact : null;
      numbers.set(found.number, { ...found, label, contact });
    }
  }
  return { records: records.length, numbers: [...numbers.values()], rejected };
}
