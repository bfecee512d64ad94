/** A source that something was collected from. */
export interface StoredSource {
  readonly name: string;
  readonly connector: string;
  readonly baseUrl: string;
}

/** What the first page asks beside runs. */
export interface HomeReader {
  /** In the order in which they were first collected. */
  sources(): StoredSource[];
  /** How many different numbers are held now, over all sources. */
  countDifferent(): number;
  /** How many different numbers a client of a source holds now; `client` is the CRM's own id. */
  countOfClient(source: string, client: string): number;
}
