import type { CountryCount } from "../../store/store.ts";

/** So many are tried at most: behind them there are hardly any clients, and each costs every value that is not read. */
const MOST_OTHER_REGIONS = 8;

/**
 * Where a source's numbers are likely to be from: the countries of its clients, those of most clients first, of equally
 * many by their letters. A client without country counts for the source's own region.
 */
export function likelyRegions(counts: readonly CountryCount[], region: string | null): string[] {
  const clients = new Map<string, number>();
  for (const { country, clients: count } of counts) {
    const code = country?.toUpperCase() ?? region;
    if (code !== null && /^[A-Z]{2}$/.test(code)) clients.set(code, (clients.get(code) ?? 0) + count);
  }
  return [...clients]
    .sort(([one, few], [other, many]) => many - few || (one < other ? -1 : 1))
    .slice(0, MOST_OTHER_REGIONS)
    .map(([code]) => code);
}
