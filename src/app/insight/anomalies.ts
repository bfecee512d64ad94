import type { ClientChange } from "../../model/diff.ts";

/** A client that lost far more of its numbers than the others of its source did. */
export interface ClientLoss {
  /** The CRM's own id. */
  readonly clientId: string;
  readonly client: string;
  readonly lost: number;
  /** What it held before. */
  readonly had: number;
  /** Share of 0 to 1 that the other clients lost together. */
  readonly others: number;
}

/** Fewer lost numbers than this are no news. */
const LEAST_LOST = 20;
/** A client must lose so much of what it had, */
const LEAST_SHARE = 0.2;
/** and so many times what the others lost. */
const TIMES_OTHERS = 5;
const MOST = 3;

/**
 * Clients whose loss between two versions stands out; the largest losses first, three at most. `before` is what the source held then,
 * `hadOf` what a client did.
 */
export function clientLosses(
  clients: readonly ClientChange[],
  before: number,
  hadOf: (client: ClientChange) => number,
): ClientLoss[] {
  const gone = clients.reduce((sum, { numbers }) => sum + numbers.gone, 0);
  const suspects = clients
    .filter(({ numbers }) => numbers.gone >= LEAST_LOST)
    .sort((one, other) => other.numbers.gone - one.numbers.gone)
    .slice(0, 50);
  const losses = suspects.map((client): ClientLoss => {
    const { id, name, numbers } = client;
    const had = hadOf(client);
    const others = (gone - numbers.gone) / Math.max(1, before - had);
    return { clientId: id, client: name, lost: numbers.gone, had, others: Math.min(1, Math.max(0, others)) };
  });
  return losses
    .filter(
      ({ lost, had, others }) => had > 0 && lost / had >= LEAST_SHARE && lost / had >= TIMES_OTHERS * others,
    )
    .sort((a, b) => b.lost - a.lost)
    .slice(0, MOST);
}
