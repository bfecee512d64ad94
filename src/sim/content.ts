import { hash } from "node:crypto";

/** The page size that bodies are prepared for. */
export const PREPARED_LIMIT = 500;

/** One record on its way into a project's content. */
export interface RecordInput {
  readonly id: number;
  /** Unix milliseconds. */
  readonly updatedAt: number;
  /** Index of its class of phone field. */
  readonly kind: number;
  readonly numbers: readonly number[];
  /** The record as JSON, as text or as bytes rendered before. */
  readonly json: string | Buffer;
}

/** One prepared page of {@link PREPARED_LIMIT} records: a part of the content's bytes, and its ETag. */
interface PreparedPage {
  readonly body: Buffer;
  readonly etag: string;
}

/** A project's records: columns for questions, and one block of bytes that holds all prepared pages. */
export interface ProjectContent {
  readonly size: number;
  readonly ids: Uint32Array;
  readonly updatedAt: Float64Array;
  readonly kinds: Uint8Array;
  /** How many numbers each record has; 0 for a reject. */
  readonly counts: Uint8Array;
  /** E.164 digits of all records, one after the other; at most 13 digits, so doubles are exact. */
  readonly numbers: Float64Array;
  readonly starts: Uint32Array;
  readonly lengths: Uint16Array;
  readonly bytes: Buffer;
  readonly pages: readonly PreparedPage[];
}

const HEAD = Buffer.from('{"data":[');
const COMMA = 0x2c;

/** A strong ETag: it changes exactly when the body does. */
export function etagOf(body: Buffer): string {
  return `"${hash("sha1", body, "base64url").slice(0, 16)}"`;
}

function tailOf(nextCursor: string | null): string {
  return nextCursor === null ? '],"next_cursor":null}' : `],"next_cursor":"${nextCursor}"}`;
}

/** Renders contents into one buffer that grows, and keeps exact copies. */
export class ContentWriter {
  #buffer = Buffer.allocUnsafe(1 << 20);
  #at = 0;
  readonly #cursorAfter: (projectId: number, recordId: number) => string;

  constructor(cursorAfter: (projectId: number, recordId: number) => string) {
    this.#cursorAfter = cursorAfter;
  }

  /** The content of `size` records, which `record` gives one after the other. */
  write(projectId: number, size: number, record: (i: number) => RecordInput): ProjectContent {
    const ids = new Uint32Array(size);
    const updatedAt = new Float64Array(size);
    const kinds = new Uint8Array(size);
    const counts = new Uint8Array(size);
    const starts = new Uint32Array(size);
    const lengths = new Uint16Array(size);
    const numbers: number[] = [];
    const bounds = [0];
    this.#at = 0;
    if (size === 0) this.#append(HEAD);
    for (let i = 0; i < size; i++) {
      if (i % PREPARED_LIMIT === 0) this.#append(HEAD);
      else this.#buffer[this.#at++] = COMMA;
      const input = record(i);
      ids[i] = input.id;
      updatedAt[i] = input.updatedAt;
      kinds[i] = input.kind;
      counts[i] = input.numbers.length;
      for (const number of input.numbers) numbers.push(number);
      starts[i] = this.#at;
      this.#append(input.json);
      lengths[i] = this.#at - (starts[i] ?? 0);
      if (i % PREPARED_LIMIT === PREPARED_LIMIT - 1 && i + 1 < size) {
        this.#append(tailOf(this.#cursorAfter(projectId, input.id)));
        bounds.push(this.#at);
      }
    }
    this.#append(tailOf(null));
    bounds.push(this.#at);
    const bytes = Buffer.allocUnsafeSlow(this.#at);
    this.#buffer.copy(bytes, 0, 0, this.#at);
    const pages = bounds.slice(1).map((end, page) => {
      const body = bytes.subarray(bounds[page], end);
      return { body, etag: etagOf(body) };
    });
    return {
      size,
      ids,
      updatedAt,
      kinds,
      counts,
      numbers: Float64Array.from(numbers),
      starts,
      lengths,
      bytes,
      pages,
    };
  }

  #append(json: string | Buffer): void {
    // Three bytes are the most that one UTF-16 unit takes.
    const most = typeof json === "string" ? json.length * 3 : json.length;
    if (this.#at + most + 1 > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(this.#buffer.length * 2 + most);
      this.#buffer.copy(larger, 0, 0, this.#at);
      this.#buffer = larger;
    }
    this.#at +=
      typeof json === "string" ? this.#buffer.write(json, this.#at) : json.copy(this.#buffer, this.#at);
  }
}

/** The bytes of one record. */
export function recordBytes(content: ProjectContent, i: number): Buffer {
  const start = content.starts[i] ?? 0;
  return content.bytes.subarray(start, start + (content.lengths[i] ?? 0));
}

/** A page that was not prepared: the records at these places. */
export function gatherPage(
  content: ProjectContent,
  places: readonly number[],
  nextCursor: string | null,
): Buffer {
  const parts: Buffer[] = [HEAD];
  for (const place of places) {
    if (parts.length > 1) parts.push(Buffer.of(COMMA));
    parts.push(recordBytes(content, place));
  }
  parts.push(Buffer.from(tailOf(nextCursor)));
  return Buffer.concat(parts);
}

/** The first place whose record id is above `id`; ids ascend. */
export function placeAfter(content: ProjectContent, id: number): number {
  let [low, high] = [0, content.size];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((content.ids[middle] ?? 0) > id) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Walks the numbers of each record. */
export function* numbersByRecord(content: ProjectContent): Generator<Float64Array> {
  let at = 0;
  for (let i = 0; i < content.size; i++) {
    const count = content.counts[i] ?? 0;
    yield content.numbers.subarray(at, at + count);
    at += count;
  }
}
