import type { SourceOptions } from "./app.ts";

/** A source that can be collected, as lists name it. */
export interface KnownSource {
  readonly name: string;
  /** file: of datamaster.yaml, read alone; made: in the dashboard or by `sources add`. */
  readonly origin: "file" | "made";
  readonly connector: string;
  readonly baseUrl: string;
}

/** All sources that can be collected: those of the config file, then those that were made, by name. */
export interface SourceList {
  list(): Promise<readonly KnownSource[]>;
  /** With its secrets, ready to be collected. Rejects NO_SUCH_SOURCE, SECRET_KEY. */
  find(name: string): Promise<SourceOptions>;
}
