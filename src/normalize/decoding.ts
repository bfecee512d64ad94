import { isUtf8 } from "node:buffer";

/** UTF-8 with its byte order mark, or none; what is named here is told by its own mark (Unicode 16, section 2.6). */
const MARKS = [
  { mark: [0xff, 0xfe], encoding: "utf-16le" },
  { mark: [0xfe, 0xff], encoding: "utf-16be" },
] as const;
const NEWLINE = 0x0a;

type Pieces = AsyncIterable<Uint8Array | string>;

export interface DecodingOptions {
  /** As TextDecoder calls it (WHATWG Encoding); null: UTF-16 where the input begins with its mark, else UTF-8. */
  readonly encoding: string | null;
  /** Called at most once: the input's first whole lines are no UTF-8, and no encoding was named. */
  readonly onNoUtf8?: () => void;
}

/** Whether an encoding of that name can be read. */
export function isEncoding(name: string): boolean {
  try {
    new TextDecoder(name);
    return true;
  } catch {
    return false;
  }
}

/** The input as UTF-8, in pieces as they come. */
export async function* decoded(
  input: Pieces,
  { encoding, onNoUtf8 }: DecodingOptions,
): AsyncGenerator<Uint8Array> {
  let decoder = encoding === null ? null : new TextDecoder(encoding);
  let first: Uint8Array | null = encoding === null ? new Uint8Array(0) : null;
  for await (const piece of input) {
    let bytes: Uint8Array = typeof piece === "string" ? Buffer.from(piece) : piece;
    if (first !== null) {
      bytes = first.length === 0 ? bytes : Buffer.concat([first, bytes]);
      first = bytes.length < 2 ? bytes : null;
      if (first !== null) continue;
      decoder ??= decoderOf(bytes);
      if (decoder === null && !isTextSoFar(bytes)) onNoUtf8?.();
    }
    yield decoder === null ? bytes : Buffer.from(decoder.decode(bytes, { stream: true }));
  }
  if (first !== null && first.length > 0) yield first;
  const last = decoder?.decode() ?? "";
  if (last !== "") yield Buffer.from(last);
}

function decoderOf(bytes: Uint8Array) {
  const found = MARKS.find(({ mark }) => mark[0] === bytes[0] && mark[1] === bytes[1]);
  return found === undefined ? null : new TextDecoder(found.encoding);
}

/** A piece may end within a character, a line does not. */
function isTextSoFar(bytes: Uint8Array): boolean {
  return isUtf8(bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1));
}
