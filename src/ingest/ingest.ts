import { StopRunError } from "../base/errors.ts";
import { type FetchedPage, type ReadingOptions, type SavedPage, targetOf } from "../collect/collect.ts";
import type { Connector, RecordPage } from "../crm/crm.ts";
import { told } from "../messages/messages.ts";
import type { CrmRecord, Stamp } from "../model/record.ts";
import { ALL_CLIENTS, type PageReceipt, type RunWriter } from "../store/store.ts";
import { ListWatch, markOf } from "./list-watch.ts";
import { likelyRegions } from "./other-regions.ts";
import { RecordReader } from "./record-reader.ts";

/** Reads one answer and saves what it holds. Rejects with RetryableError where the answer is no page. */
export type PageSaver = (page: FetchedPage) => Promise<SavedPage>;

/** A saver of one source's pages, one after the other. */
export function createPageSaver(writer: RunWriter, connector: Connector, options: ReadingOptions): PageSaver {
  const lists = new ListWatch();
  let reader: { readonly run: number; readonly records: RecordReader } | null = null;

  const savePhones = async ({ unit, etag }: FetchedPage, page: RecordPage): Promise<SavedPage> => {
    if (reader?.run !== unit.run) {
      const regions = (await writer.otherRegions(unit.run)) ?? [];
      reader = { run: unit.run, records: new RecordReader(regions) };
    }
    const kept = options.keepPages === true ? etag : null;
    const place = { cursor: unit.cursor, etag: kept, next: page.next, total: page.total };
    const facts = reader.records.read(page, unit.country ?? options.region, options);
    const mark = markOf(unit, page);
    return { ...(await writer.savePhones(unit, place, facts)), mark, ahead: [] };
  };

  return async (fetched) => {
    const { unit, etag, body, serverTime } = fetched;
    const scanned = unit.kind === "phones" ? connector.scanPhones?.(body) : null;
    if (scanned) return await savePhones(fetched, scanned);
    const page = connector.readPage(targetOf(unit), unit.cursor, body);
    const { next, total, withoutId } = page;
    if (page.kind === "phones") return await savePhones(fetched, pageOf(page.items, next, total));
    const missing = lists.page(unit, page);
    const trustedUntil = trusted(serverTime);
    const place = { cursor: unit.cursor, etag, next, total, withoutId, missing, trustedUntil };
    const mark = markOf(unit, { next, length: page.items.length, id: (i) => page.items[i]?.id ?? "" });
    const saved = (receipt: PageReceipt): SavedPage => {
      // A pilot that has its clients ends before the list does.
      const ahead = receipt.next === null ? [] : (page.ahead ?? []);
      return { ...receipt, mark, ahead };
    };
    if (page.kind === "projects")
      return saved(await writer.saveProjects(unit, place, settled(page.items, trustedUntil)));
    if (page.items.length === 0 && next === null && options.allowEmpty !== true)
      await refuseEmpty(writer, unit);
    const receipt = await writer.saveClients(unit, place, settled(page.items, trustedUntil));
    return saved(await endClients(writer, options, unit, receipt));
  };
}

/** More may yet happen at the moment of a stamp that is younger: in the same second, or written before and committed later. */
const TRUST_AFTER_MS = 60_000;

function trusted(serverTime: number | null): Stamp {
  return new Date((serverTime ?? Date.now()) - TRUST_AFTER_MS).toISOString();
}

/** What is too young to be trusted, or of the future, has no stamp: it is read again in the next run. */
function settled<Item extends { readonly updatedAt: Stamp | null }>(
  items: readonly Item[],
  trustedUntil: Stamp,
): Item[] {
  return items.map((item) =>
    item.updatedAt !== null && item.updatedAt > trustedUntil ? { ...item, updatedAt: null } : item,
  );
}

/** The last page of all clients fixes which other regions this run tries: with the page, so that a resumed run keeps them. */
async function endClients(
  writer: RunWriter,
  { region }: ReadingOptions,
  { run, ref }: FetchedPage["unit"],
  receipt: PageReceipt,
): Promise<PageReceipt> {
  if (receipt.next !== null || ref !== ALL_CLIENTS) return receipt;
  if ((await writer.otherRegions(run)) === null)
    await writer.fixOtherRegions(run, likelyRegions(await writer.countCountries(run), region));
  const { projects, phones } = await writer.endOfClients(run);
  return { ...receipt, added: receipt.added + projects, alsoDue: { ...receipt.alsoDue, phones } };
}

/** A list of clients that ends without any would make all that the source holds gone. */
async function refuseEmpty(writer: RunWriter, unit: FetchedPage["unit"]): Promise<void> {
  const clients = await writer.clientsAtStake(unit);
  if (clients > 0) throw new StopRunError("CRM_EMPTY", told("clientsVanished", { clients }));
}

/** Records that the general parser made. */
function pageOf(records: readonly CrmRecord[], next: string | null, total: number | null): RecordPage {
  return {
    length: records.length,
    next,
    total,
    bytes: new Uint8Array(0),
    phoneStart: () => -1,
    phoneEnd: () => -1,
    id: (i) => records[i]?.id ?? "",
    phone: (i) => records[i]?.phone ?? null,
    label: (i) => records[i]?.label ?? null,
    contact: (i) => records[i]?.contact ?? null,
  };
}
