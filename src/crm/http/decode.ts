import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, inflateRaw, type ZlibOptions } from "node:zlib";
import { RetryableError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import { badAnswer } from "../json.ts";

/** What we accept and undo ourselves: undici counts the bytes of the wire, which does not stop a gzip bomb. */
export const ACCEPTED_ENCODINGS = "gzip, deflate, br";

/** A body may grow to this size whatever its ratio; JSON lists of one value compress well. */
const FREE_BYTES = 1024 * 1024;
const MOST_RATIO = 100;

type Decoder = (body: Uint8Array, options: ZlibOptions) => Promise<Buffer>;

const undoRawDeflate: Decoder = promisify(inflateRaw);
const undoZlib: Decoder = promisify(inflate);

const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  br: promisify(brotliDecompress),
  // RFC 9110, 8.4.1.2: zlib's format; some servers send the bare stream.
  deflate: (body, options) => ((body[0] ?? 0) % 16 === 8 ? undoZlib : undoRawDeflate)(body, options),
};

/**
 * Undoes a Content-Encoding. Throws RetryableError: CRM_BAD_ANSWER for an unknown, double or broken one, CRM_TOO_LARGE
 * where the body grows past `maxBytes`, or past 1 MB and a hundred times its size.
 */
export async function decodeBody(
  body: Uint8Array<ArrayBuffer>,
  encoding: string | string[] | undefined,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const name = String(encoding ?? "")
    .trim()
    .toLowerCase();
  if (name === "" || name === "identity" || body.length === 0) return body;
  const decoder = Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined;
  if (decoder === undefined) throw badAnswer(told("encodedOtherwise"));
  const maxOutputLength = Math.min(maxBytes, Math.max(FREE_BYTES, body.length * MOST_RATIO));
  try {
    const decoded = await decoder(body, { maxOutputLength });
    // A buffer of its own, since it is handed to another thread.
    return new Uint8Array(decoded);
  } catch (cause) {
    if ((cause as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(maxOutputLength);
    throw badAnswer(told("encodingBroken"), cause);
  }
}

/** An answer that no page of a CRM can be; it is given up at once, whatever else would have come. */
export function tooLarge(bytes: number): RetryableError {
  return new RetryableError(
    "CRM_TOO_LARGE",
    told("tooLarge", { megabytes: Math.floor(bytes / 1024 / 1024) }),
  );
}
