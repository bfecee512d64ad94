import {
  LEGACY_COLUMNS,
  type LegacyColumn,
  type LegacyLayout,
  type LegacyTable,
  type OldColumn,
  type OldTable,
  type OldValue,
} from "../../model/legacy.ts";
import { readValue } from "../../phone/phone.ts";
import { oldTime } from "./legacy-dates.ts";
import { isCalled, type TableThing, type Thing, thingOfTable } from "./legacy-names.ts";

/** How it is known what a table or column is: told, by a foreign key, as the primary key, by its name, by what it holds. */
export type KnownBy = "told" | "reference" | "key" | "name" | "content";

/** A table or column, and where it was found in the file. */
export interface FoundPart {
  readonly ours: LegacyTable | LegacyColumn;
  /** `telefony.nomer`; null where nothing was found. */
  readonly theirs: string | null;
  readonly by: KnownBy | null;
}

export interface Guess {
  readonly layout: LegacyLayout;
  readonly parts: readonly FoundPart[];
}

/** What a person said with `--map OURS=THEIRS`: an empty name means that there is none. */
export type ToldParts = ReadonlyMap<string, string>;

interface Scored {
  readonly column: OldColumn;
  readonly by: KnownBy;
  readonly score: number;
}

/** At least this of a column must read as what it is taken for. */
const MOST = 0.5;

/** Finds out where the old tool's tables and columns are, by what was told, foreign keys, names and content. */
export function guessLayout(tables: readonly OldTable[], told: ToldParts, region: string | null): Guess {
  return new Guesser(tables, told, region).guess();
}

class Guesser {
  readonly #all: readonly OldTable[];
  readonly #told: ToldParts;
  readonly #region: string | null;
  readonly #tables: Partial<Record<LegacyTable, OldTable>> = {};
  readonly #columns: Partial<Record<LegacyColumn, string>> = {};
  readonly #parts: FoundPart[] = [];

  constructor(tables: readonly OldTable[], told: ToldParts, region: string | null) {
    this.#all = tables;
    this.#told = told;
    this.#region = region;
  }

  guess(): Guess {
    this.#findTables();
    for (const table of Object.keys(LEGACY_COLUMNS) as LegacyTable[]) {
      const found = this.#tables[table];
      if (found !== undefined) this.#findColumns(table, found);
    }
    const names = Object.entries(this.#tables).map(([ours, { name }]) => [ours, name]);
    return { layout: { tables: Object.fromEntries(names), columns: this.#columns }, parts: this.#inOrder() };
  }

  /** Each table before its columns. */
  #inOrder(): FoundPart[] {
    return (Object.keys(LEGACY_COLUMNS) as LegacyTable[]).flatMap((table) =>
      this.#parts.filter(({ ours }) => ours.split(".")[0] === table),
    );
  }

  /** The table of links first: its foreign keys tell of three others. */
  #findTables(): void {
    const links = this.#take("project_phones", "link", (table) => this.#linkScore(table));
    const refer = (thing: Thing, from: OldTable | undefined): string | null =>
      from?.columns.find((one) => one.refersTo !== null && isCalled(one.name, thing))?.refersTo ?? null;
    const phones = this.#take("phones", "phone", (table) => this.#phonesScore(table), refer("phone", links));
    // Links and phones in one: a table of phones that names their project.
    if (links === undefined && phones !== undefined && !this.#told.has("project_phones")) {
      this.#tables.project_phones = phones;
      delete this.#tables.phones;
      this.#parts.splice(0, this.#parts.length, {
        ours: "project_phones",
        theirs: phones.name,
        by: "content",
      });
    }
    const projects = this.#take("projects", "project", () => 0, refer("project", links ?? phones));
    this.#take("clients", "client", () => 0, refer("client", projects));
    this.#take("runs", "run", () => 0, refer("run", links ?? phones));
  }

  /** The table that was told or is referred to; else the one with the name, of several the one of the best content. */
  #take(
    ours: LegacyTable,
    thing: TableThing,
    contentOf: (table: OldTable) => number,
    referred: string | null = null,
  ): OldTable | undefined {
    const named = (name: string): OldTable | undefined =>
      this.#all.find((table) => table.name.toLowerCase() === name.toLowerCase());
    const said = this.#told.get(ours);
    const taken = new Set(Object.values(this.#tables));
    const free = this.#all.filter((table) => !taken.has(table));
    const best = free
      .filter((table) => thingOfTable(table.name) === thing)
      .map((table) => ({ table, score: contentOf(table) }))
      .sort((one, other) => other.score - one.score || other.table.rows - one.table.rows)[0]?.table;
    const content = free
      .map((table) => ({ table, score: contentOf(table) }))
      .filter(({ score }) => score >= MOST)
      .sort((one, other) => other.score - one.score)[0]?.table;
    const [table, by]: [OldTable | undefined, KnownBy] =
      said !== undefined
        ? [named(said), "told"]
        : referred !== null
          ? [named(referred), "reference"]
          : best !== undefined
            ? [best, "name"]
            : [content, "content"];
    if (table !== undefined) this.#tables[ours] = table;
    this.#parts.push({ ours, theirs: table?.name ?? null, by: table === undefined ? null : by });
    return table;
  }

  /** A link names a project and a phone; below 0 what cannot be one. */
  #linkScore(table: OldTable): number {
    const refers = (thing: Thing): boolean => table.columns.some((one) => isCalled(one.name, thing));
    return refers("project") && refers("phone") && thingOfTable(table.name) !== "phone" ? 1 : -1;
  }

  #phonesScore(table: OldTable): number {
    return Math.max(-1, ...table.columns.map((one) => this.#phoneShare(one)));
  }

  #findColumns(ours: LegacyTable, table: OldTable): void {
    for (const name of LEGACY_COLUMNS[ours]) {
      const part = `${ours}.${name}` as LegacyColumn;
      const found = this.#told.has(part) ? this.#toldColumn(part, table) : this.#bestColumn(part, table);
      if (found !== null) this.#columns[part] = found.column.name;
      this.#parts.push({
        ours: part,
        theirs: found === null ? null : `${table.name}.${found.column.name}`,
        by: found?.by ?? null,
      });
    }
  }

  #toldColumn(part: LegacyColumn, table: OldTable): Scored | null {
    const name = this.#told.get(part)?.toLowerCase();
    const column = table.columns.find((one) => one.name.toLowerCase() === name);
    return column === undefined ? null : { column, by: "told", score: 1 };
  }

  #bestColumn(part: LegacyColumn, table: OldTable): Scored | null {
    const scored = table.columns.flatMap((column) => this.#score(part, column, table) ?? []);
    return scored.sort((one, other) => other.score - one.score)[0] ?? null;
  }

  /** How well a column fits; null where it does not. */
  #score(part: LegacyColumn, column: OldColumn, table: OldTable): Scored | null {
    const by = (known: KnownBy, score: number): Scored => ({ column, by: known, score });
    const isRef = (to: LegacyTable): boolean =>
      column.refersTo !== null && column.refersTo.toLowerCase() === this.#tables[to]?.name.toLowerCase();
    const { name } = column;
    switch (part) {
      case "phones.id":
      case "projects.id":
      case "clients.id":
      case "runs.id":
        return column.isKey ? by("key", 2) : isCalled(name, "key") ? by("name", 1) : null;
      case "phones.phone":
        return this.#phoneColumn(column);
      case "project_phones.project_id":
        return this.#reference(column, isRef("projects"), "project");
      case "project_phones.phone_id":
        if (this.#tables.phones === undefined) return this.#phoneColumn(column);
        return this.#reference(column, isRef("phones"), "phone");
      case "project_phones.run_id":
        return this.#reference(column, isRef("runs"), "run");
      case "projects.client_id":
        return this.#reference(column, isRef("clients"), "client");
      case "projects.crm_id":
        return isOutside(column, "project") ? by("name", 1) : null;
      case "clients.crm_id":
        return isOutside(column, "client") ? by("name", 1) : null;
      case "projects.name":
      case "clients.name":
        return isCalled(name, "name") && !this.#isOther(part, name, table) ? by("name", 1) : null;
      case "clients.country":
        return isCalled(name, "country") && share(column.samples, isCountry) >= MOST ? by("name", 1) : null;
      case "project_phones.seen_at":
      case "phones.seen_at":
        return this.#time(column, isCalled(name, "begin"), isCalled(name, "end"));
      case "runs.started_at":
        return this.#time(column, isCalled(name, "begin"), isCalled(name, "end"));
      case "runs.ended_at":
        return isCalled(name, "end") ? this.#time(column, true, false) : null;
    }
  }

  /** `client_name` in a table of projects is another one's. */
  #isOther(part: LegacyColumn, name: string, { columns }: OldTable): boolean {
    const other: Thing = part === "projects.name" ? "client" : "project";
    return isCalled(name, other) && columns.some((one) => isCalled(one.name, "name") && one.name !== name);
  }

  #reference(column: OldColumn, isRef: boolean, thing: Thing): Scored | null {
    if (isRef) return { column, by: "reference", score: 3 };
    if (!isCalled(column.name, thing) || isCalled(column.name, "name")) return null;
    return { column, by: "name", score: isCalled(column.name, "key") ? 2 : 1 };
  }

  /** By what it holds, and of several by its name. */
  #phoneColumn(column: OldColumn): Scored | null {
    const part = this.#phoneShare(column);
    const named = isCalled(column.name, "phone");
    if (part < MOST && !(named && !isCalled(column.name, "key"))) return null;
    return { column, by: named ? "name" : "content", score: part + (named ? 0.3 : 0) };
  }

  #phoneShare({ samples, isKey, refersTo }: OldColumn): number {
    if (isKey || refersTo !== null) return 0;
    return share(samples, (value) => isPhone(value, this.#region));
  }

  /** Of several times the first one: when it was found, not when it was last seen. */
  #time(column: OldColumn, isBegin: boolean, isEnd: boolean): Scored | null {
    const part = share(column.samples, (value) => oldTime(value) !== null);
    if (part < MOST) return null;
    return { column, by: isBegin ? "name" : "content", score: part + (isBegin ? 1 : 0) - (isEnd ? 2 : 0) };
  }
}

/** `crm_id`, or `project_id` in a table of projects whose key is another column. */
function isOutside({ name, isKey }: OldColumn, thing: Thing): boolean {
  if (isKey || isCalled(name, "name")) return false;
  return isCalled(name, "outside") || (isCalled(name, thing) && isCalled(name, "key"));
}

/** Of the values that are there. */
function share(samples: readonly OldValue[], is: (value: OldValue) => boolean): number {
  return samples.length === 0 ? 0 : samples.filter(is).length / samples.length;
}

function isPhone(value: OldValue, region: string | null): boolean {
  const text = oldText(value);
  // Russian and American plans read what is written without a calling code in most old databases.
  return text !== null && text.length >= 7 && readValue(text, region ?? "RU").numbers.length > 0;
}

/** A value as it would be written. */
export function oldText(value: OldValue): string | null {
  if (value === null || typeof value === "string") return value;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  // A column of floating point holds 79161234567.0.
  return typeof value === "number" && Number.isInteger(value) ? String(BigInt(value)) : String(value);
}

function isCountry(value: OldValue): boolean {
  return typeof value === "string" && /^[A-Za-z]{2}$/.test(value.trim());
}
