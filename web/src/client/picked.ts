const state: { ids: readonly string[] } = { ids: [] };

/** Hands numbers that were chosen to the page that exports them. Which they are stays in this tab's memory, in no address. */
export function pickForExport(ids: readonly string[]): void {
  state.ids = ids;
}

/** The numbers that were handed over last, by their ids; none after the page was loaded anew. */
export function pickedForExport(): readonly string[] {
  return state.ids;
}
