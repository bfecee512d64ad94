import { createEnricher, type Enricher } from "../../enrich/enrich.ts";
import { type Cell, type ColumnName, LOOKED_UP, type LookedUpColumn } from "../../export/export.ts";
import type { AppPorts } from "../app.ts";

/** Which numbers are asked for by what is looked up of them, and the language of names. */
export interface EnrichRequest {
  /** Parts of operators' names; empty for all numbers. */
  readonly operators: readonly string[];
  /** IANA names; empty for all numbers. */
  readonly timeZones: readonly string[];
  readonly language: "en" | "ru";
}

interface Numbered {
  readonly number: bigint;
}

/** What is looked up of rows: whether a row is asked for, and the cells of its further columns. */
export interface Enrichment {
  readonly isAsked: ((row: Numbered) => boolean) | null;
  readonly cells: Readonly<Partial<Record<ColumnName, (row: Numbered) => Cell>>>;
}

const ALL_IN_ENGLISH: EnrichRequest = { operators: [], timeZones: [], language: "en" };
const NOTHING: Enrichment = { isAsked: null, cells: {} };

/** Opens what the columns and the request need. Throws RANGES_INVALID where an imported register is damaged. */
export function openEnrichment(
  { ranges }: AppPorts,
  columns: readonly ColumnName[],
  request: EnrichRequest = ALL_IN_ENGLISH,
): Enrichment {
  const isFiltered = request.operators.length + request.timeZones.length > 0;
  if (!isFiltered && !LOOKED_UP.some((name) => columns.includes(name))) return NOTHING;
  const enricher = createEnricher({ ranges, language: request.language });
  return {
    isAsked: isFiltered ? askedBy(enricher, request) : null,
    cells: Object.fromEntries(LOOKED_UP.map((name) => [name, lookedUp(enricher, name)])),
  };
}

function askedBy(enricher: Enricher, request: EnrichRequest): (row: Numbered) => boolean {
  const operators = request.operators.map((name) => name.toLowerCase());
  const zones = new Set(request.timeZones.map((zone) => zone.toLowerCase()));
  return ({ number }) => {
    if (operators.length > 0) {
      const operator = enricher.operatorOf(number)?.toLowerCase();
      if (operator === undefined || !operators.some((name) => operator.includes(name))) return false;
    }
    return zones.size === 0 || enricher.timeZonesOf(number).some((zone) => zones.has(zone.toLowerCase()));
  };
}

function lookedUp(enricher: Enricher, column: LookedUpColumn): (row: Numbered) => Cell {
  switch (column) {
    case "operator":
      return ({ number }) => enricher.operatorOf(number);
    case "place":
      return ({ number }) => enricher.placeOf(number);
    case "time_zone":
      return ({ number }) => enricher.timeZonesOf(number).join(" ") || null;
    case "allocated":
      return ({ number }) => {
        const allocated = enricher.isAllocated(number);
        return allocated === null ? null : allocated ? "yes" : "no";
      };
  }
}
