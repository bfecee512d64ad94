import type { AppPorts } from "../app.ts";
import type { HeldColumns } from "./held-columns.ts";
import { withHeld } from "./list-numbers.ts";
import { ALL_HELD } from "./number-query.ts";

/** One thing that numbers can be filtered by, and how many held numbers have it. */
export interface Choice {
  readonly value: string;
  readonly count: number;
}

/** What the list of numbers can be narrowed to; commonest first. */
export interface NumberChoices {
  /** Different numbers that are held. */
  readonly total: number;
  readonly sources: readonly string[];
  readonly regions: readonly Choice[];
  readonly types: readonly Choice[];
  /** The commonest ones, in the language that is asked for. */
  readonly operators: readonly Choice[];
  /** The newest ones of each source, newest first. */
  readonly runs: readonly { readonly run: number; readonly source: string; readonly startedAt: string }[];
}

/** A client or project by its latest name. */
export interface FoundPlace {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  /** The project's client; null for a client. */
  readonly client: string | null;
}

const OPERATORS = 40;
const RUNS = 30;

/** Rejects STORE_MISSING. */
export async function numberChoices(ports: AppPorts, language: "en" | "ru"): Promise<NumberChoices> {
  return await withHeld(ports, (held) => {
    const { columns, lookUps, pick } = held;
    const { rows } = pick(ALL_HELD);
    lookUps.operatorsOf(columns, 0, columns.size);
    const kinds = countOf(rows, columns.kinds);
    const operators = countOf(rows, columns.lookedUp.operators);
    const { names } = columns;
    const ofKind = (name: "region" | "type") =>
      commonest([...kinds].map(([id, count]) => ({ value: names.kinds.get(id)?.[name] ?? "", count })));
    return {
      total: rows.length,
      sources: [...new Set(names.projects.map(({ source }) => source))].sort(),
      regions: ofKind("region"),
      types: ofKind("type"),
      operators: commonest(
        [...operators].map(([at, count]) => ({ value: lookUps.operators[at]?.[language] ?? "", count })),
      ).slice(0, OPERATORS),
      runs: newestRuns(columns),
    };
  });
}

/** Clients and projects that hold numbers and have this in their name, so many of each at most. Rejects STORE_MISSING. */
export async function findPlaces(
  ports: AppPorts,
  text: string,
  most: number,
): Promise<{ readonly clients: readonly FoundPlace[]; readonly projects: readonly FoundPlace[] }> {
  return await withHeld(ports, ({ columns }) => {
    const part = text.trim().toLowerCase();
    const clients = new Map<number, FoundPlace>();
    const projects: FoundPlace[] = [];
    for (const one of columns.names.projects) {
      const { clientKey, clientId: id, client: name, source } = one;
      if (clients.size < most && name.toLowerCase().includes(part))
        clients.set(clientKey, { id, name, source, client: null });
      if (projects.length < most && one.project.toLowerCase().includes(part))
        projects.push({ id: one.projectId, name: one.project, source, client: name });
    }
    return { clients: [...clients.values()], projects };
  });
}

function countOf(rows: Uint32Array, column: Uint16Array): Map<number, number> {
  const counts = new Uint32Array(2 ** 16);
  for (const row of rows) {
    const value = column[row] ?? 0;
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return new Map([...counts.entries()].filter(([, count]) => count > 0));
}

/** Equal ones together, nameless ones left out. */
function commonest(choices: readonly Choice[]): Choice[] {
  const counts = new Map<string, number>();
  for (const { value, count } of choices)
    if (value !== "") counts.set(value, (counts.get(value) ?? 0) + count);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => other.count - one.count);
}

function newestRuns({ names }: HeldColumns): NumberChoices["runs"] {
  const left = new Map<string, number>();
  return [...names.runs.values()].reverse().filter(({ source }) => {
    const taken = left.get(source) ?? 0;
    left.set(source, taken + 1);
    return taken < RUNS;
  });
}
