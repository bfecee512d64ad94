import { JSON_TYPE, type Outcome, onSocket, PAGE, rawBytes, status, type Variant } from "./variant.ts";

const BROKEN: Outcome = { error: "retry", code: "CRM_CONNECTION" };
/** A connection that has sent something and no answer may have been idle: the first such retry costs nothing. */
const STALE: Outcome = { ...BROKEN, pace: "free" };
const HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
const LENGTH = `content-length: ${PAGE.length}\r\n\r\n`;
const CHUNKED = "transfer-encoding: chunked\r\n\r\n";
const HALF = PAGE.slice(0, PAGE.length / 2);
const hex = (text: string): string => text.length.toString(16);

/** Sends these bytes, then resets the connection. */
const resetAfter = (...parts: readonly string[]) =>
  onSocket((socket) => {
    if (parts.length === 0) socket.resetAndDestroy();
    else socket.write(parts.join(""), () => socket.resetAndDestroy());
  });

/** Sends a byte of the page now and then. */
const dripping =
  (everyMs: number): Variant["fault"] =>
  (response) => {
    response.writeHead(200, { ...JSON_TYPE, "content-length": PAGE.length });
    let at = 0;
    const timer = setInterval(() => {
      response.write(PAGE.charAt(at++));
      if (at === PAGE.length) response.end();
    }, everyMs);
    response.on("close", () => clearInterval(timer));
  };

/** Rows 15, 16, 22 and 32: what becomes of a connection. */
export const TRANSPORT: readonly Variant[] = [
  { row: 15, name: "a reset before the answer", fault: resetAfter(), outcome: BROKEN },
  { row: 15, name: "the end before the answer", fault: rawBytes(), outcome: BROKEN },
  { row: 15, name: "a reset within the status line", fault: resetAfter("HTTP/1.1 2"), outcome: STALE },
  {
    row: 15,
    name: "the end within the headers",
    fault: rawBytes("HTTP/1.1 200 OK\r\ncontent-ty"),
    outcome: STALE,
  },
  { row: 15, name: "a reset after the headers", fault: resetAfter(HEAD, LENGTH), outcome: BROKEN },
  { row: 15, name: "a reset within the body", fault: resetAfter(HEAD, LENGTH, HALF), outcome: BROKEN },
  {
    row: 15,
    name: "a reset within a chunk",
    fault: resetAfter(HEAD, CHUNKED, hex(PAGE), "\r\n", HALF),
    outcome: BROKEN,
  },
  { row: 16, name: "a body shorter than its length", fault: rawBytes(HEAD, LENGTH, HALF), outcome: BROKEN },
  {
    row: 16,
    name: "a body without its last byte",
    fault: rawBytes(HEAD, LENGTH, PAGE.slice(0, -1)),
    outcome: BROKEN,
  },
  { row: 16, name: "no body for its length", fault: rawBytes(HEAD, LENGTH), outcome: BROKEN },
  { row: 16, name: "a cut chunk", fault: rawBytes(HEAD, CHUNKED, hex(PAGE), "\r\n", HALF), outcome: BROKEN },
  {
    row: 16,
    name: "chunks without the last one",
    fault: rawBytes(HEAD, CHUNKED, hex(PAGE), "\r\n", PAGE, "\r\n"),
    outcome: BROKEN,
  },
  {
    row: 16,
    name: "a chunk size that is none",
    fault: rawBytes(HEAD, CHUNKED, "zz\r\n", PAGE),
    outcome: BROKEN,
  },
  {
    row: 16,
    name: "whole chunks",
    fault: rawBytes(HEAD, CHUNKED, hex(PAGE), "\r\n", PAGE, "\r\n0\r\n\r\n"),
    outcome: { records: 2 },
  },
  {
    row: 16,
    name: "two lengths that differ",
    fault: rawBytes(HEAD, "content-length: 5\r\n", LENGTH, PAGE),
    outcome: BROKEN,
  },
  {
    row: 16,
    name: "a negative length",
    fault: rawBytes(HEAD, "content-length: -1\r\n\r\n", PAGE),
    outcome: BROKEN,
  },
  { row: 16, name: "no HTTP at all", fault: rawBytes("220 mail.example.com ESMTP\r\n"), outcome: BROKEN },
  {
    row: 16,
    name: "headers of 100 KB",
    fault: status(200, { "x-long": "x".repeat(100_000) }, PAGE),
    outcome: BROKEN,
  },
  {
    row: 16,
    name: "hints (103) before the answer",
    fault: rawBytes("HTTP/1.1 103 Early Hints\r\n\r\n", HEAD, LENGTH, PAGE),
    outcome: { records: 2 },
  },
  {
    row: 22,
    name: "no answer",
    fault: () => {},
    limits: { stallMs: 200 },
    outcome: { ...BROKEN, text: /UND_ERR_HEADERS_TIMEOUT/ },
  },
  {
    row: 22,
    name: "half a body, then silence",
    fault: (response) => {
      response.writeHead(200, { ...JSON_TYPE, "content-length": PAGE.length });
      response.write(HALF);
    },
    limits: { stallMs: 200 },
    outcome: { ...BROKEN, text: /UND_ERR_BODY_TIMEOUT/ },
  },
  {
    row: 22,
    name: "a byte now and then: too slow",
    fault: dripping(20),
    limits: { dripMs: 200, dripBytes: 1000 },
    outcome: { ...BROKEN, text: /slower than 1 KB a second/ },
  },
  {
    row: 22,
    name: "a byte now and then: too long as a whole",
    fault: dripping(20),
    limits: { totalMs: 400 },
    outcome: { ...BROKEN, text: /DEADLINE/ },
  },
  {
    row: 22,
    name: "headers that drip",
    fault: onSocket((socket) => {
      const timer = setInterval(() => socket.write("x"), 20);
      socket.on("close", () => clearInterval(timer));
      socket.write("HTTP/1.1 200 OK\r\nx-slow: ");
    }),
    limits: { totalMs: 400 },
    outcome: { ...BROKEN, text: /DEADLINE/ },
  },
  { row: 22, name: "a slow page within the limits", fault: dripping(1), outcome: { records: 2 } },
];
