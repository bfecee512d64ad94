import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { HTML_PAGE, JSON_TYPE, type Outcome, ok, PAGE, rawBytes, type Variant } from "./variant.ts";

const BAD: Outcome = { error: "retry", code: "CRM_BAD_ANSWER" };
const NO_JSON: Outcome = { ...BAD, text: /is not complete JSON/ };
const LACKS: Outcome = { ...BAD, text: /lacks what this API promises/ };
const TOO_LARGE: Outcome = { error: "retry", code: "CRM_TOO_LARGE" };
const CANNOT_UNPACK: Outcome = { ...BAD, text: /cannot be decompressed/ };

const bytes = Buffer.from(PAGE);
const encoded = (name: string, body: Uint8Array) => ok(body, { "content-encoding": name });
/** A page of one record whose phone is this JSON. */
const phone = (json: string): string => `{"data":[{"id":1,"phone":${json}}],"next_cursor":null}`;

const MB = 1024 * 1024;
const zeros = (size: number): string => phone(`"${"0".repeat(size)}"`);

function corrupted(body: Buffer, at: number): Buffer {
  const copy = Buffer.from(body);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}

/** Rows 17 to 21, 35 and 36: what stands in a body. */
export const BODIES: readonly Variant[] = [
  {
    row: 17,
    name: "a body that only the connection's end closes, whole",
    fault: rawBytes("HTTP/1.1 200 OK\r\n\r\n", PAGE),
    outcome: { records: 2 },
  },
  {
    row: 17,
    name: "the same by HTTP/1.0",
    fault: rawBytes("HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n", PAGE),
    outcome: { records: 2 },
  },
  ...[1, 2, 60, bytes.length - 1].map(
    (length): Variant => ({
      row: 17,
      name: `the same, cut after ${length} bytes`,
      fault: rawBytes("HTTP/1.1 200 OK\r\n\r\n", bytes.subarray(0, length)),
      outcome: NO_JSON,
    }),
  ),
  { row: 18, name: "cut JSON", fault: ok(PAGE.slice(0, -1)), outcome: NO_JSON },
  { row: 18, name: "junk behind it", fault: ok(`${PAGE}<!-- 0.2 s -->`), outcome: NO_JSON },
  { row: 18, name: "junk before it", fault: ok(`)]}',\n${PAGE}`), outcome: NO_JSON },
  { row: 18, name: "two values", fault: ok(PAGE + PAGE), outcome: NO_JSON },
  { row: 18, name: "a byte order mark", fault: ok(`\ufeff${PAGE}`), outcome: { records: 2 } },
  { row: 18, name: "white space around it", fault: ok(`\r\n\t ${PAGE} \n`), outcome: { records: 2 } },
  { row: 18, name: "NUL behind it", fault: ok(`${PAGE}\0`), outcome: NO_JSON },
  { row: 18, name: "NUL in a text", fault: ok(phone('"\0"')), outcome: NO_JSON },
  {
    row: 18,
    name: "an escaped NUL in a text",
    fault: ok(phone('"\\u0000+79161234567"')),
    outcome: { records: 1 },
  },
  {
    row: 18,
    name: "bytes that are no UTF-8",
    fault: ok(Buffer.concat([Buffer.from(phone('"')).subarray(0, -22), Buffer.from([0xff, 0xfe]), bytes])),
    outcome: NO_JSON,
  },
  { row: 18, name: "UTF-16", fault: ok(Buffer.from(`\ufeff${PAGE}`, "utf16le")), outcome: NO_JSON },
  { row: 18, name: "half a surrogate pair, escaped", fault: ok(phone('"\\ud83d"')), outcome: { records: 1 } },
  {
    row: 18,
    name: "a key twice: the last one counts",
    fault: ok(`{"data":[],${PAGE.slice(1)}`),
    outcome: { records: 2 },
  },
  { row: 18, name: "1e400", fault: ok(phone("1e400")), outcome: { records: 1 } },
  {
    row: 18,
    name: "an id beyond 2^53",
    fault: ok('{"data":[{"id":90071992547409931,"phone":"1"}],"next_cursor":null}'),
    outcome: { records: 1 },
  },
  { row: 18, name: "NaN", fault: ok(phone("NaN")), outcome: NO_JSON },
  { row: 18, name: "quotes that are none", fault: ok(PAGE.replaceAll('"', "'")), outcome: NO_JSON },
  {
    row: 18,
    name: "a comma too many",
    fault: ok('{"data":[{"id":1,"phone":"1"},],"next_cursor":null}'),
    outcome: NO_JSON,
  },
  { row: 18, name: "brackets 100,000 deep", fault: ok("[".repeat(100_000)), outcome: NO_JSON },
  {
    row: 18,
    name: "brackets 100,000 deep, closed",
    fault: ok("[".repeat(100_000) + "]".repeat(100_000)),
    outcome: BAD,
  },
  { row: 19, name: "a web page", fault: ok(HTML_PAGE), outcome: { ...BAD, text: /is a web page/ } },
  { row: 19, name: "nothing", fault: ok(""), outcome: { ...BAD, text: /is empty/ } },
  {
    row: 19,
    name: "JSON that says it is text",
    fault: ok(PAGE, { "content-type": "text/plain" }),
    outcome: { records: 2 },
  },
  {
    row: 19,
    name: "JSON that says it is a web page",
    fault: ok(PAGE, { "content-type": "text/html" }),
    outcome: { records: 2 },
  },
  {
    row: 19,
    name: "JSON of no type",
    fault: rawBytes(`HTTP/1.1 200 OK\r\ncontent-length: ${bytes.length}\r\n\r\n`, bytes),
    outcome: { records: 2 },
  },
  { row: 19, name: "XML", fault: ok("<?xml version='1.0'?><data/>"), outcome: NO_JSON },
  ...["null", "[]", "{}", "1", '"text"', "true"].map(
    (json): Variant => ({ row: 19, name: `${json} in the place of a list`, fault: ok(json), outcome: LACKS }),
  ),
  { row: 19, name: "a list without its end mark", fault: ok('{"data":[]}'), outcome: LACKS },
  { row: 19, name: "a list that is none", fault: ok('{"data":null,"next_cursor":null}'), outcome: LACKS },
  { row: 19, name: "a cursor that is a number", fault: ok('{"data":[],"next_cursor":5}'), outcome: LACKS },
  { row: 19, name: "an error in a 200", fault: ok('{"error":{"code":"INTERNAL"}}'), outcome: LACKS },
  { row: 19, name: "an empty list", fault: ok('{"data":[],"next_cursor":null}'), outcome: { records: 0 } },
  { row: 20, name: "gzip", fault: encoded("gzip", gzipSync(bytes)), outcome: { records: 2 } },
  { row: 20, name: "x-gzip in capitals", fault: encoded("X-GZIP", gzipSync(bytes)), outcome: { records: 2 } },
  { row: 20, name: "deflate", fault: encoded("deflate", deflateSync(bytes)), outcome: { records: 2 } },
  {
    row: 20,
    name: "deflate without its head",
    fault: encoded("deflate", deflateRawSync(bytes)),
    outcome: { records: 2 },
  },
  { row: 20, name: "brotli", fault: encoded("br", brotliCompressSync(bytes)), outcome: { records: 2 } },
  { row: 20, name: "identity", fault: encoded("identity", bytes), outcome: { records: 2 } },
  {
    row: 20,
    name: "a gzip bomb of 40 MB",
    fault: encoded("gzip", gzipSync(zeros(40 * MB))),
    outcome: TOO_LARGE,
  },
  {
    row: 20,
    name: "a brotli bomb of 40 MB",
    fault: encoded("br", brotliCompressSync(zeros(40 * MB))),
    outcome: TOO_LARGE,
  },
  {
    row: 20,
    name: "10 MB out of 10 KB",
    fault: encoded("gzip", gzipSync(zeros(10 * MB))),
    outcome: TOO_LARGE,
  },
  {
    row: 20,
    name: "900 KB out of 1 KB, which is allowed",
    fault: encoded("gzip", gzipSync(zeros(900 * 1024))),
    outcome: { records: 1 },
  },
  {
    row: 20,
    name: "gzip twice",
    fault: encoded("gzip, gzip", gzipSync(gzipSync(bytes))),
    outcome: { ...BAD, text: /was not asked for/ },
  },
  {
    row: 20,
    name: "an encoding nobody asked for",
    fault: encoded("zstd", bytes),
    outcome: { ...BAD, text: /was not asked for/ },
  },
  {
    row: 20,
    name: "gzip with a wrong checksum",
    fault: encoded("gzip", corrupted(gzipSync(bytes), gzipSync(bytes).length - 6)),
    outcome: CANNOT_UNPACK,
  },
  {
    row: 20,
    name: "gzip with a wrong byte",
    fault: encoded("gzip", corrupted(gzipSync(bytes), 12)),
    outcome: BAD,
  },
  {
    row: 20,
    name: "half a gzip",
    fault: encoded("gzip", gzipSync(bytes).subarray(0, 40)),
    outcome: CANNOT_UNPACK,
  },
  { row: 20, name: "brotli that is plain text", fault: encoded("br", bytes), outcome: CANNOT_UNPACK },
  { row: 20, name: "gzip that is plain text", fault: encoded("gzip", bytes), outcome: CANNOT_UNPACK },
  {
    row: 20,
    name: "gzip of nothing",
    fault: encoded("gzip", gzipSync("")),
    outcome: { ...BAD, text: /is empty/ },
  },
  {
    row: 20,
    name: "nothing that says it is gzip",
    fault: encoded("gzip", Buffer.alloc(0)),
    outcome: { ...BAD, text: /is empty/ },
  },
  {
    row: 21,
    name: "2 GB by its length",
    fault: rawBytes("HTTP/1.1 200 OK\r\ncontent-length: 2147483648\r\n\r\n", "{"),
    outcome: TOO_LARGE,
  },
  {
    row: 21,
    name: "a body without end",
    fault: (response) => {
      response.writeHead(200, JSON_TYPE);
      const chunk = Buffer.alloc(MB, "0");
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on("drain", more);
      more();
    },
    outcome: TOO_LARGE,
  },
  {
    row: 21,
    name: "a million records of a few bytes, within the cap",
    fault: ok(`{"data":[${'{"id":1},'.repeat(99_999)}{"id":1}],"next_cursor":null}`),
    outcome: { records: 100_000 },
  },
  ...(
    [
      ["an object", '{"number":"+79161234567"}'],
      ["a list", '["+79161234567"]'],
      ["a number", "79161234567"],
      ["a number past 2^53", "491234567890123456"],
      ["null", "null"],
      ["true", "true"],
      ["a picture", '"\u{1f4de}"'],
      ["a text of 10 MB", `"${"7".repeat(10 * MB)}"`],
      ["objects 5,000 deep", `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`],
    ] as const
  ).map(
    ([name, json]): Variant => ({
      row: 35,
      name: `a phone that is ${name}`,
      fault: ok(phone(json)),
      outcome: { records: 1 },
    }),
  ),
  {
    row: 35,
    name: "a record that is a text",
    fault: ok('{"data":["+79161234567"],"next_cursor":null}'),
    outcome: { records: 1 },
  },
  {
    row: 35,
    name: "a record that is null",
    fault: ok('{"data":[null],"next_cursor":null}'),
    outcome: { records: 1 },
  },
  {
    row: 36,
    name: "records whose phone field has another name",
    fault: ok('{"data":[{"id":1,"tel":"+79161234567"}],"next_cursor":null}'),
    outcome: { records: 1 },
  },
  {
    row: 36,
    name: "a list whose field has another name",
    fault: ok('{"items":[],"next_cursor":null}'),
    outcome: LACKS,
  },
];
