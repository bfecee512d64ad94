import { createEnricher } from "../enrich/enrich.ts";
import { type Cells, type ExtraColumn, enrichExtras, enrichedCells } from "../export/export.ts";
import type { AppPorts } from "./app.ts";

/** Which numbers are asked for by what is looked up of them, and the language of names. */
export interface EnrichRequest {
  /** Parts of operators' names; empty for all numbers. */
  readonly operators: readonly string[];
  /** IANA names; empty for all numbers. */
  readonly timeZones: readonly string[];
  readonly language: "en" | "ru";
}

/** A number's further cells; null where the number is not asked for. */
export type EnrichRow = (number: bigint) => Cells | null;

const ALL_IN_ENGLISH: EnrichRequest = { operators: [], timeZones: [], language: "en" };
const NO_CELLS: Cells = {};

/** Makes the function that tells a row's further cells. Throws RANGES_INVALID where an imported register is damaged. */
export function enrichRows(
  { ranges }: AppPorts,
  extras: readonly ExtraColumn[],
  request: EnrichRequest = ALL_IN_ENGLISH,
): EnrichRow {
  const columns = enrichExtras(extras);
  if (columns.length + request.operators.length + request.timeZones.length === 0) return () => NO_CELLS;
  const enricher = createEnricher({ ranges, language: request.language });
  const operators = request.operators.map((name) => name.toLowerCase());
  const zones = new Set(request.timeZones.map((zone) => zone.toLowerCase()));
  const isAsked = (number: bigint): boolean => {
    if (operators.length > 0) {
      const operator = enricher.operatorOf(number)?.toLowerCase();
      if (operator === undefined || !operators.some((name) => operator.includes(name))) return false;
    }
    return zones.size === 0 || enricher.timeZonesOf(number).some((zone) => zones.has(zone.toLowerCase()));
  };
  return (number) => (isAsked(number) ? enrichedCells(enricher, number, columns) : null);
}
