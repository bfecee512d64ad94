import type { Chunk } from "./chunk.ts";
import { type ColumnPlace, LineEnds, type RecordEnds, TableRecordEnds } from "./records.ts";

const FIRST_ROOM = 256 * 1024;

/** Gathers input that comes piece by piece, and gives away what are whole records. */
export class RecordGatherer {
  readonly #place: ColumnPlace | null;
  readonly #ends: RecordEnds;
  #bytes = new Uint8Array(new SharedArrayBuffer(FIRST_ROOM));
  #length = 0;
  #whole = 0;
  #header: boolean;

  constructor(place: ColumnPlace | null, header: boolean) {
    this.#place = place;
    this.#ends = place ? new TableRecordEnds(place) : new LineEnds();
    this.#header = header;
  }

  /** Bytes of whole records that wait to be taken. */
  get whole(): number {
    return this.#whole;
  }

  /** Throws USAGE where a record of a table does not end. */
  add(piece: Uint8Array): void {
    this.#makeRoom(piece.length);
    this.#bytes.set(piece, this.#length);
    this.#whole = this.#ends.find(this.#bytes, this.#length + piece.length);
    this.#length = this.#ends.kept;
  }

  /** The input has ended: what is left is a record too. */
  end(): void {
    this.#whole = this.#length;
  }

  /** What is whole, to be given away; what is not moves to `fresh` or, where there is none, to a buffer of its own. */
  take(fresh: SharedArrayBuffer | undefined): Chunk {
    const chunk = {
      buffer: this.#bytes.buffer,
      length: this.#whole,
      place: this.#place,
      header: this.#header,
    };
    const rest = this.#bytes.subarray(this.#whole, this.#length);
    const next = fresh && fresh.byteLength >= rest.length ? fresh : new SharedArrayBuffer(this.#bytes.length);
    this.#bytes = new Uint8Array(next);
    this.#bytes.set(rest);
    this.#length = rest.length;
    this.#ends.taken(this.#whole);
    this.#whole = 0;
    this.#header = false;
    return chunk;
  }

  #makeRoom(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const room = Math.max(2 * this.#bytes.length, this.#length + count);
    const bytes = new Uint8Array(new SharedArrayBuffer(room));
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
  }
}
