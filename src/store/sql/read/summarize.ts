import { type HeldSummary, type OperatorCount, OVERLAP_CLIENTS } from "../../../model/insight.ts";
import type { NumberTraits } from "../../insight.ts";
import { countDifferent, countShared, eachDifferent, NumberColumn } from "../run/number-counter.ts";
import type { Sql } from "../sql.ts";

/** A source and the version of it that is counted. */
export interface Version {
  readonly source: number;
  readonly run: number;
}

type Tuple = [client: bigint, kind: bigint, number: bigint];

/** Client by client, so that one client's numbers are counted before the next one's come. */
const HELD = `SELECT p.client, m.kind, m.number FROM projects p CROSS JOIN membership m ON m.project = p.id
  WHERE p.source = :source AND m.from_run <= :run AND (m.to_run IS NULL OR m.to_run > :run) ORDER BY p.client`;

interface Large {
  readonly client: number;
  readonly numbers: BigUint64Array;
}

/** Counts as it goes; memory: 24 bytes for each place of a number. */
class Summary {
  readonly #pairs = new NumberColumn();
  readonly #ofClients = new NumberColumn();
  readonly #kinds = new Map<number, NumberColumn>();
  readonly #clients: [client: number, pairs: number, numbers: number][] = [];
  #largest: Large[] = [];
  readonly #current = new NumberColumn();
  #client = 0;

  add(client: number, kind: number, number: bigint): void {
    if (client !== this.#client) this.#endClient();
    this.#client = client;
    this.#pairs.push(number);
    this.#current.push(number);
    const column = this.#kinds.get(kind) ?? new NumberColumn();
    if (column.length === 0) this.#kinds.set(kind, column);
    column.push(number);
  }

  #endClient(): void {
    const { length } = this.#current;
    if (length === 0) return;
    const numbers = new BigUint64Array(length);
    let different = 0;
    eachDifferent(this.#current.sorted(), (number) => {
      numbers[different++] = number;
      this.#ofClients.push(number);
    });
    this.#current.clear();
    this.#clients.push([this.#client, length, different]);
    this.#keepLargest({ client: this.#client, numbers: numbers.subarray(0, different) });
  }

  #keepLargest(one: Large): void {
    const smallest = this.#largest.at(-1);
    if (this.#largest.length >= OVERLAP_CLIENTS && smallest !== undefined) {
      if (smallest.numbers.length >= one.numbers.length) return;
      this.#largest.pop();
    }
    this.#largest.push({ client: one.client, numbers: one.numbers.slice() });
    this.#largest.sort((a, b) => b.numbers.length - a.numbers.length);
  }

  end(kindOf: (id: number) => { region: string; type: string }, traitsOf: TraitsOf): HeldSummary {
    this.#endClient();
    const pairs = countDifferent(this.#pairs.sorted());
    const traits = new TraitCounts();
    // Two of a source's number tables may call a number differently: it is counted with each.
    const kinds = [...this.#kinds].map(([id, column]) => {
      const kind = kindOf(id);
      let numbers = 0;
      eachDifferent(column.sorted(), (number) => {
        numbers++;
        traits.add(traitsOf(number, kind.type));
      });
      return { ...kind, numbers };
    });
    return {
      numbers: pairs.different,
      pairs: this.#pairs.length,
      inProjects: pairs.repeated,
      inClients: countDifferent(this.#ofClients.sorted()).repeated,
      clients: this.#clients,
      kinds: kinds.sort(byNumbers),
      ...traits.counts(),
      largest: this.#largest.map(({ client }) => client),
      shared: this.#largest.map(({ numbers }) =>
        this.#largest.map((other) => countShared(numbers, other.numbers)),
      ),
    };
  }
}

type TraitsOf = (number: bigint, type: string) => NumberTraits;

class TraitCounts {
  readonly #operators = new Map<string | null, { en: string | null; ru: string | null; numbers: number }>();
  readonly #flags = new Map<string, number>();
  #flagged = 0;

  add({ operator, flags }: NumberTraits): void {
    const key = operator?.en ?? null;
    const known = this.#operators.get(key);
    if (known !== undefined) known.numbers++;
    else this.#operators.set(key, { en: key, ru: operator?.ru ?? null, numbers: 1 });
    if (flags.length > 0) this.#flagged++;
    for (const flag of flags) this.#flags.set(flag, (this.#flags.get(flag) ?? 0) + 1);
  }

  counts(): Pick<HeldSummary, "operators" | "flags" | "flagged"> {
    const operators: OperatorCount[] = [...this.#operators.values()].sort(byNumbers);
    const flags = [...this.#flags].map(([flag, numbers]) => ({ flag, numbers })).sort(byNumbers);
    return { operators, flags, flagged: this.#flagged };
  }
}

function byNumbers(one: { readonly numbers: number }, other: { readonly numbers: number }): number {
  return other.numbers - one.numbers;
}

/** What these versions hold together. */
export function summarizeHeld(sql: Sql, versions: readonly Version[], traitsOf: TraitsOf): HeldSummary {
  const kinds = new Map(
    sql
      .all<{ id: number; region: string; type: string }>("SELECT id, region, type FROM number_kinds")
      .map(({ id, ...kind }) => [id, kind]),
  );
  const summary = new Summary();
  for (const { source, run } of versions)
    for (const [client, kind, number] of sql.iterateBigArrays<Tuple>(HELD, { source, run }))
      summary.add(Number(client), Number(kind), number);
  return summary.end((id) => kinds.get(id) ?? { region: "", type: "" }, traitsOf);
}
