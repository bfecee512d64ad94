/** A source that can be collected, as lists name it. */
export interface KnownSource {
  readonly name: string;
  /** file: of datamaster.yaml, read alone; made: in the dashboard or by `sources add`. */
  readonly origin: "file" | "made";
  readonly connector: string;
  readonly baseUrl: string;
}
