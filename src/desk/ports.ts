import type { AppPorts } from "../app/app.ts";
import type { RunReader } from "../store/store.ts";

/** A connection that nobody used for so long is closed: a restore may then exchange the file. */
const IDLE_MS = 5_000;

/** One connection for reading, kept from verb to verb: what it has in memory of the store is worth more than its opening. */
export class KeptReader {
  readonly #ports: AppPorts;
  #kept: { readonly reader: RunReader; readonly end: () => void } | null = null;
  #idle: NodeJS.Timeout | undefined;

  constructor(ports: AppPorts) {
    this.#ports = ports;
  }

  /** The reader; its `close` gives it back. */
  async open(): Promise<RunReader> {
    clearTimeout(this.#idle);
    if (this.#kept !== null) return this.#kept.reader;
    const reader = await this.#ports.openReader();
    const end = reader.close.bind(reader);
    reader.close = () => this.#rest();
    this.#kept = { reader, end };
    return reader;
  }

  close(): void {
    clearTimeout(this.#idle);
    this.#kept?.end();
    this.#kept = null;
  }

  #rest(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.close(), IDLE_MS);
  }
}

/** The ports of a verb that somebody asked for: what it changes is in their name. */
export function actingAs(who: string, ports: AppPorts, reader: KeptReader): AppPorts {
  return {
    ...ports,
    openReader: () => reader.open(),
    openAdmin: (given = who) => ports.openAdmin(given),
    openBackups: (given = who) => ports.openBackups(given),
  };
}
