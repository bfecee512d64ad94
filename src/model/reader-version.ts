/**
 * Names all that readings depend on beside other regions, so that another one makes every set be compared anew. `skipped`:
 * the version of the list of numbers that are not stored; null where all are.
 */
export function readerVersion(
  table: string,
  { region, keep }: { readonly region: string | null; readonly keep: readonly string[] },
  skipped: string | null,
): string {
  const skipping = skipped === null ? "" : ` skip=${skipped}`;
  return `${table} region=${region ?? "-"} keep=${[...keep].sort().join(",")}${skipping}`;
}
