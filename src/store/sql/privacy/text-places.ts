import { digitsOf, LEAST_DIGITS, someDigits, withoutDigits } from "../../../base/digits.ts";
import type { FoundText, Sought } from "../../erasure.ts";
import type { Sql, SqlValue } from "../sql.ts";

/** Where free text is kept. A text that holds an erased number goes; where one must be there, its digits are hidden. */
interface TextTable {
  readonly where: FoundText["where"];
  readonly table: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
  readonly required: readonly string[];
  /** Values as people typed them, of which the number room may read more than their digits tell. */
  readonly isRaw?: true;
}

const TABLES: readonly TextTable[] = [
  { where: "client", table: "clients", key: ["id"], columns: ["name"], required: ["name"] },
  { where: "project", table: "projects", key: ["id"], columns: ["name"], required: ["name"] },
  {
    where: "rejected",
    table: "rejected",
    key: ["project", "position"],
    columns: ["record", "raw"],
    required: ["record"],
    isRaw: true,
  },
  {
    where: "label",
    table: "membership",
    key: ["project", "number", "from_run"],
    columns: ["label", "contact"],
    required: [],
  },
  {
    where: "quarantine",
    table: "quarantine",
    key: ["id"],
    columns: ["message", "excerpt"],
    required: ["message"],
  },
  { where: "suppression", table: "suppression_acts", key: ["id"], columns: ["reason"], required: [] },
];

/** A text of the store that holds one of the numbers. */
export interface TextHit {
  readonly table: TextTable;
  readonly column: string;
  readonly key: readonly SqlValue[];
  readonly text: string;
  /** The store's id of the project that it belongs to; null where it belongs to none. */
  readonly project: number | null;
}

/** Knows the numbers that are looked for. */
export interface Finder {
  hasNumber(number: bigint): boolean;
  /** Whether a text holds one of them; `isRaw`: a value as somebody typed it. */
  holds(text: string, isRaw?: boolean): boolean;
}

/** Tells of texts whether they hold one of the numbers, in whatever spelling. */
export class TextFinder implements Finder {
  readonly #digits: ReadonlySet<string>;
  readonly #lengths: readonly number[];
  readonly #numbers: ReadonlySet<bigint>;
  readonly #read: Sought["read"];

  constructor({ numbers, read }: Sought) {
    this.#digits = new Set(numbers.map(({ digits }) => digits));
    this.#lengths = [...new Set(numbers.map(({ digits }) => digits.length))];
    this.#numbers = new Set(numbers.map(({ number }) => number));
    this.#read = read;
  }

  hasNumber(number: bigint): boolean {
    return this.#numbers.has(number);
  }

  holds(text: string, isRaw = false): boolean {
    if (!isRaw && digitsOf(text).length < LEAST_DIGITS) return false;
    if (someDigits(text, (digits) => this.#digits.has(digits), this.#lengths)) return true;
    return this.#read(text).some((number) => this.#numbers.has(number));
  }
}

/** All texts of the store that hold one of the numbers. Reads every text that is kept. */
export function findTexts(sql: Sql, finder: Finder): TextHit[] {
  return TABLES.flatMap((table) => [...hitsIn(sql, table, finder)]);
}

function* hitsIn(sql: Sql, table: TextTable, finder: Finder): Generator<TextHit> {
  const { key, columns } = table;
  const filled = columns.map((column) => `${column} IS NOT NULL`).join(" OR ");
  const query = `SELECT ${[...key, ...columns].join(", ")} FROM ${table.table} WHERE ${filled}`;
  for (const row of sql.iterateBig<Record<string, SqlValue>>(query)) {
    for (const column of columns) {
      const text = row[column];
      if (typeof text !== "string" || !finder.holds(text, table.isRaw)) continue;
      const project = table.table === "projects" ? row.id : row.project;
      yield {
        table,
        column,
        text,
        key: key.map((name) => row[name] ?? null),
        project: project === undefined || project === null ? null : Number(project),
      };
    }
  }
}

/** Takes the texts away. */
export function eraseTexts(sql: Sql, hits: readonly TextHit[]): void {
  for (const { table, column, key, text } of hits) {
    const which = table.key.map((name) => `${name} = ?`).join(" AND ");
    const left = table.required.includes(column) ? withoutDigits(text) : null;
    sql.run(`UPDATE ${table.table} SET ${column} = ? WHERE ${which}`, left, ...key);
  }
}
