import type { FetchedPage, PageContent, ReadingOptions } from "../collect/collect.ts";
import { type Connector, type RecordPage, targetOf } from "../crm/crm.ts";
import type { CrmRecord, Stamp } from "../model/record.ts";
import { isWhole, ListWatch, markOfIds } from "./list-watch.ts";
import { RecordReader } from "./record-reader.ts";
import type { Skipping } from "./skipping.ts";

/** Tells the regions that a run's numbers are tried in after the client's own. */
export type RegionsOfRun = (run: number) => Promise<readonly string[]>;

/** Reads one source's answers. */
export class PageReader {
  readonly #connector: Connector;
  readonly #options: ReadingOptions;
  readonly #regionsOf: RegionsOfRun;
  readonly #skipping: Skipping | null;
  readonly #lists = new ListWatch();
  #phones: { readonly run: number; readonly records: RecordReader } | null = null;

  constructor(
    connector: Connector,
    options: ReadingOptions,
    regionsOf: RegionsOfRun,
    skipping: Skipping | null = null,
  ) {
    this.#connector = connector;
    this.#options = options;
    this.#regionsOf = regionsOf;
    this.#skipping = skipping;
  }

  /** What one answer holds. Rejects with RetryableError where it is no page. */
  async read(fetched: FetchedPage): Promise<PageContent> {
    const { unit, etag, body, serverTime } = fetched;
    const scanned = unit.kind === "phones" ? this.#connector.scanPhones?.(body) : null;
    if (scanned) return await this.#readPhones(fetched, scanned);
    const page = this.#connector.readPage(targetOf(unit), unit.cursor, body);
    const { next, total, withoutId } = page;
    if (page.kind === "phones") return await this.#readPhones(fetched, pageOf(page.items, next, total));
    const missing = this.#lists.page(unit, page);
    const trustedUntil = trusted(serverTime);
    const place = { cursor: unit.cursor, etag, next, total, withoutId, missing, trustedUntil };
    const mark = isWhole(unit, next) ? "" : markOfIds(page.items);
    const head = { unit, place, mark, ahead: page.ahead ?? [] };
    return page.kind === "clients"
      ? { kind: "clients", ...head, items: settled(page.items, trustedUntil) }
      : { kind: "projects", ...head, items: settled(page.items, trustedUntil) };
  }

  async #readPhones({ unit, etag }: FetchedPage, page: RecordPage): Promise<PageContent> {
    if (this.#phones?.run !== unit.run)
      this.#phones = { run: unit.run, records: new RecordReader(await this.#regionsOf(unit.run)) };
    const kept = this.#options.keepPages === true ? etag : null;
    const place = { cursor: unit.cursor, etag: kept, next: page.next, total: page.total };
    const region = unit.country ?? this.#options.region;
    const read = this.#phones.records.read(page, region, this.#options);
    const facts = this.#skipping?.skip(read) ?? read;
    const mark = isWhole(unit, page.next) ? "" : page.mark();
    return { kind: "phones", unit, place, mark, ahead: [], facts };
  }
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

/** Records that the general parser made. */
function pageOf(records: readonly CrmRecord[], next: string | null, total: number | null): RecordPage {
  return {
    length: records.length,
    next,
    total,
    bytes: new Uint8Array(0),
    phoneStart: () => -1,
    phoneEnd: () => -1,
    mark: () => markOfIds(records),
    id: (i) => records[i]?.id ?? "",
    phone: (i) => records[i]?.phone ?? null,
    label: (i) => records[i]?.label ?? null,
    contact: (i) => records[i]?.contact ?? null,
  };
}
