import { sleep } from "../../base/clock.ts";
import { QuarantineError } from "../../base/errors.ts";
import { maskDigits } from "../../base/mask.ts";
import type { Connector, CrmClientPort, ListTarget, Page } from "../../crm/crm.ts";
import type { NumberType, RejectReason, RepairCode } from "../../model/number.ts";
import {
  createReader,
  flagNames,
  formatNumber,
  maskForPeople,
  type PlaceholderFlag,
  placeholderFlags,
} from "../../phone/phone.ts";
import type { AppPorts, SourceOptions } from "../app.ts";
import { likelyRegions } from "../numbers/likely-regions.ts";
import { askAccount, readFirstPage, sourceName } from "../people/account.ts";
import { CountingClient } from "../runs/counting-client.ts";
import { keepSpent } from "../runs/leave.ts";

/** So many records are looked at, of one project at most so many of them. */
const RECORDS = 20;
const OF_ONE_PROJECT = 4;
/** A CRM with few records is not asked for more lists than this. */
const MOST_LISTS = 40;

/** A record as it lies in the CRM. Personal data: it stays in memory, and is masked where it is shown. */
export interface SampleRecord {
  readonly client: string;
  readonly project: string;
  /** Of the client; null where the CRM does not tell. */
  readonly country: string | null;
  readonly raw: string | null;
}

/** Records of a source, and what is known of the whole. */
export interface Sample {
  readonly records: readonly SampleRecord[];
  /** Countries of the clients on the first page of their list. */
  readonly countries: readonly { readonly country: string | null; readonly clients: number }[];
  /** Where the next sample begins: behind the clients of this one. */
  readonly next: number;
}

/** Reads some 20 records of projects that lie apart, from the client at place `skip` on. Rejects as a collect does. */
export async function takeSample(
  ports: AppPorts,
  source: SourceOptions,
  skip: number,
  signal: AbortSignal,
): Promise<Sample> {
  const connector = await ports.findConnector(source.connector);
  const client = new CountingClient(await ports.openCrm(source));
  try {
    const account = await askAccount(connector, client, signal);
    client.account = sourceName({ ...source, name: null }, account);
    const pauseMs = source.rps === "auto" ? 0 : 1000 / source.rps;
    return await new Sampler(connector, client, pauseMs, signal).take(skip);
  } finally {
    await client.close();
    if (client.account !== null) await keepSpent(ports, source, client.account, client.takeSpent());
  }
}

/** Walks through the first pages of lists, one request after the other. */
class Sampler {
  readonly #connector: Connector;
  readonly #client: CrmClientPort;
  readonly #pauseMs: number;
  readonly #signal: AbortSignal;
  #lists = 0;

  constructor(connector: Connector, client: CrmClientPort, pauseMs: number, signal: AbortSignal) {
    this.#connector = connector;
    this.#client = client;
    this.#pauseMs = pauseMs;
    this.#signal = signal;
  }

  async take(skip: number): Promise<Sample> {
    const { items } = await this.#list({ kind: "clients" });
    const clients = items.filter((item) => "country" in item);
    const records: SampleRecord[] = [];
    let at = clients.length === 0 ? 0 : skip % clients.length;
    for (let seen = 0; seen < clients.length && this.#isToGoOn(records); seen++) {
      const client = clients[at];
      at = (at + 1) % clients.length;
      if (client === undefined) break;
      for await (const { project, record } of this.#recordsOf(client.id)) {
        records.push({ client: client.name, project, country: client.country, raw: record });
        if (!this.#isToGoOn(records)) break;
      }
    }
    const counted = Map.groupBy(clients, ({ country }) => country);
    const countries = [...counted].map(([country, of]) => ({ country, clients: of.length }));
    return { records, countries, next: at };
  }

  #isToGoOn(records: readonly SampleRecord[]): boolean {
    return records.length < RECORDS && this.#lists < MOST_LISTS;
  }

  async *#recordsOf(clientId: string) {
    const { items } = await this.#items({ kind: "projects", clientId });
    for (const project of items.filter((item) => "name" in item)) {
      const phones = await this.#items({ kind: "phones", projectId: project.id });
      const records = phones.items.filter((item) => "phone" in item).slice(0, OF_ONE_PROJECT);
      for (const { phone } of records) yield { project: project.name, record: phone };
    }
  }

  /** Nothing where this one list cannot be read, as a collect would set it aside. */
  async #items(target: ListTarget): Promise<{ readonly items: Page["items"] }> {
    try {
      return await this.#list(target);
    } catch (error) {
      if (error instanceof QuarantineError) return { items: [] };
      throw error;
    }
  }

  async #list(target: ListTarget): Promise<Page> {
    if (this.#lists++ > 0 && this.#pauseMs > 0) await sleep(this.#pauseMs, this.#signal);
    const { body } = await this.#client.get(this.#connector.pageRequest(target, null), this.#signal);
    return readFirstPage(this.#connector, target, body);
  }
}

/** How a sample is to be read, and shown. */
export interface SampleReading {
  readonly region: string | null;
  readonly otherRegions: "auto" | readonly string[];
  /** Texts and numbers whole, instead of masked. */
  readonly reveal: boolean;
}

/** asIs: read as it stands; repaired: only by our rules; doubtful: read, and perhaps made up; none: no number in it. */
export type RecordState = "asIs" | "repaired" | "doubtful" | "none";

/** A record and what would be read of it; `why` are codes of the number room. */
export interface ReadRecord {
  readonly client: string;
  readonly project: string;
  readonly raw: string;
  readonly state: RecordState;
  readonly numbers: readonly {
    readonly number: string;
    readonly region: string;
    readonly type: NumberType;
    readonly ext: string | null;
  }[];
  readonly why: readonly (RepairCode | RejectReason | PlaceholderFlag | "several" | "ext")[];
}

/** What a sample gives when it is read so. */
export interface ReadSample {
  readonly records: readonly ReadRecord[];
  /** Of records whose client tells no country: they are read by the region that was chosen. */
  readonly byRegion: number;
  /** Countries of other clients, commonest first. */
  readonly others: readonly string[];
}

/** Reads a sample as a collect would, without asking the CRM. */
export function readSample(sample: Sample, { region, otherRegions, reveal }: SampleReading): ReadSample {
  const likely = likelyRegions(sample.countries, region);
  const reader = createReader({ otherRegions: otherRegions === "auto" ? likely : otherRegions });
  const records = sample.records.map(({ client, project, country, raw }): ReadRecord => {
    const { numbers, reason } = reader.read(raw, country ?? region);
    const flags = numbers.flatMap(({ number, type }) => flagNames(placeholderFlags(number, type)));
    const repairs = [...new Set(numbers.flatMap((found) => found.repairs ?? []))];
    const hasExt = numbers.some(({ ext }) => ext !== undefined);
    const state =
      reason !== undefined
        ? "none"
        : flags.length > 0
          ? "doubtful"
          : repairs.length > 0
            ? "repaired"
            : "asIs";
    return {
      client,
      project,
      state,
      raw: shownRaw(raw, reveal),
      numbers: numbers.map(({ number, region: of, type, ext = null }) => ({
        number: reveal ? formatNumber(number, "international") : maskForPeople(`+${number}`),
        region: of,
        type,
        ext: ext === null || reveal ? ext : ext.replace(/\d/g, "*"),
      })),
      why: [
        ...(numbers.length > 1 && !repairs.includes("split") ? (["several"] as const) : []),
        ...repairs,
        ...new Set(flags),
        ...(hasExt ? (["ext"] as const) : []),
        ...(reason === undefined ? [] : [reason]),
      ],
    };
  });
  const byRegion = sample.records.filter(({ country }) => country === null).length;
  return { records, byRegion, others: likely.filter((one) => one !== region) };
}

/** Control characters would hide what follows them; a raw value may be long. */
const LONGEST_RAW = 200;

function shownRaw(raw: string | null, reveal: boolean): string {
  const text = (raw ?? "").slice(0, LONGEST_RAW);
  return reveal ? text : maskDigits(text);
}
