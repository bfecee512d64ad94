import type {
  LegacyLayout,
  OldDatabase,
  OldPair,
  OldValue,
  PastProject,
  PastReading,
} from "../../model/legacy.ts";
import type { FoundNumber, Reading, RejectReason } from "../../model/number.ts";
import { createReader, type NumberReader } from "../../phone/phone.ts";
import { oldText } from "./legacy-guess.ts";
import type { PastVersions } from "./legacy-versions.ts";

/** What cannot be taken over, in rows: of no project, of a project that is listed twice, of a phone that is not there. */
export interface LostRows {
  noProject: number;
  sameProject: number;
  noPhone: number;
}

type Kept = PastProject["rejected"][number];

interface Place {
  readonly id: string;
  readonly name: string;
  readonly client: PastProject["client"];
  /** Another row of the table has the same id in the CRM, and it came first. */
  readonly isSecond: boolean;
}

/** What stands for a client that a project does not name. */
const NOBODY = "-";

/** Turns the old tool's rows, project by project, into what is known of the past of each. */
export class PastReader {
  readonly lost: LostRows = { noProject: 0, sameProject: 0, noPhone: 0 };
  readonly reasons = new Map<RejectReason, number>();
  readonly #places: ReadonlyMap<string, Place>;
  readonly #versions: PastVersions;
  readonly #region: string | null;
  readonly #reader: NumberReader = createReader();

  constructor(old: OldDatabase, layout: LegacyLayout, versions: PastVersions, region: string | null) {
    this.#places = readPlaces(old, layout);
    this.#versions = versions;
    this.#region = region;
  }

  /** The past of one project by all of its rows; null where they are of none. */
  read(key: string | null, rows: readonly OldPair[]): PastProject | null {
    const place = this.#places.get(key ?? "");
    if (place === undefined || place.isSecond) {
      this.lost[place === undefined ? "noProject" : "sameProject"] += rows.length;
      return null;
    }
    const there = rows.filter(({ hasPhone }) => hasPhone);
    this.lost.noPhone += rows.length - there.length;
    if (there.length === 0) return null;
    const { id, name, client } = place;
    const readings = this.#readings(there, client.country ?? this.#region);
    for (const { reason } of readings.rejected) this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
    return { id, name, client, ...readings };
  }

  #readings(rows: readonly OldPair[], region: string | null): Pick<PastProject, "readings" | "rejected"> {
    const isWhole = this.#versions.kind === "every";
    const known = new Map<string, Reading>();
    const byVersion = Map.groupBy(rows, ({ run, seenAt }) => this.#versions.placeOf(run, seenAt));
    const readings: PastReading[] = [];
    let held = new Map<bigint, FoundNumber>();
    let rejected: Kept[] = [];
    let records = 0;
    for (const [version, of] of [...byVersion].sort(([one], [other]) => one - other)) {
      const read = this.#readRows(of, region, known);
      const came = new Map([...read.numbers].filter(([number]) => !held.has(number)));
      const went = isWhole ? [...held.keys()].filter((number) => !read.numbers.has(number)) : [];
      held = isWhole ? read.numbers : new Map([...held, ...came]);
      rejected = isWhole ? read.rejected : [...rejected, ...read.rejected];
      records = isWhole ? of.length : records + of.length;
      const empty = rejected.filter(({ reason }) => reason === "empty").length;
      const now = { records, rejected: rejected.length, empty };
      readings.push({ version, isWhole, came, went, rows: of.length, held: now });
    }
    return { readings, rejected };
  }

  #readRows(
    rows: readonly OldPair[],
    region: string | null,
    known: Map<string, Reading>,
  ): { numbers: Map<bigint, FoundNumber>; rejected: Kept[] } {
    const numbers = new Map<bigint, FoundNumber>();
    const rejected: Kept[] = [];
    for (const { id, phone } of rows) {
      const raw = oldText(phone);
      let reading = known.get(raw ?? "");
      if (reading === undefined) {
        reading = this.#reader.read(raw, region);
        known.set(raw ?? "", reading);
      }
      for (const number of reading.numbers)
        if (!numbers.has(number.number)) numbers.set(number.number, number);
      if (reading.reason !== undefined) rejected.push({ record: id, raw, reason: reading.reason });
    }
    return { numbers, rejected };
  }
}

/** Projects by the key that rows name them with. */
function readPlaces(old: OldDatabase, layout: LegacyLayout): Map<string, Place> {
  const clients = new Map(old.rows("clients", layout).map((row) => [text(row.id), row]));
  const places = new Map<string, Place>();
  const ids = new Set<string>();
  for (const row of old.rows("projects", layout)) {
    const key = text(row.id);
    if (key === "") continue;
    const id = text(row.crm_id) || key;
    const client = clientOf(text(row.client_id), clients);
    places.set(key, { id, name: text(row.name) || id, client, isSecond: ids.has(id) });
    ids.add(id);
  }
  return places;
}

function clientOf(
  key: string,
  clients: ReadonlyMap<string, Record<string, OldValue>>,
): PastProject["client"] {
  const row = clients.get(key);
  const id = text(row?.crm_id) || key || NOBODY;
  const country = text(row?.country).toUpperCase();
  return { id, name: text(row?.name) || id, country: /^[A-Z]{2}$/.test(country) ? country : null };
}

function text(value: OldValue | undefined): string {
  return (oldText(value ?? null) ?? "").trim();
}
