import { type ChangedPair, NUMBER_CHANGES } from "../../../model/diff.ts";

/** A row of {@link PAIRS}. */
export type PairTuple = [
  number: bigint,
  region: string,
  type: string,
  change: bigint,
  came: bigint,
  run: bigint,
  clientId: string,
  client: string,
  projectId: string,
  project: string,
];

/** All changed pairs of a comparison, `d` and `n`, in no order yet. */
export const PAIRS = `SELECT d.number, t.region, t.type, n.change, d.came, d.run, k.crm_id, k.name, p.crm_id, p.name
  FROM diff_pairs d JOIN diff_numbers n ON n.number = d.number JOIN number_kinds t ON t.id = d.kind
    JOIN projects p ON p.id = d.project JOIN clients k ON k.id = p.client`;

export function pairOf(row: PairTuple): ChangedPair {
  const [number, region, type, change, came, run, clientId, client, projectId, project] = row;
  return {
    number,
    region,
    type,
    change: NUMBER_CHANGES[Number(change)] ?? "kept",
    pair: came === 1n ? "came" : "went",
    clientId,
    client,
    projectId,
    project,
    run: Number(run),
  };
}
