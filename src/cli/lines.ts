import { StoppedError } from "../base/abort.ts";

/**
 * Lines of a stream of UTF-8, as many at a time as came together; without their endings (LF or CRLF). What follows the
 * last line end is a line too, unless it is empty. A byte order mark is left out. Rejects when `signal` aborts.
 */
export async function* readLines(
  stream: NodeJS.ReadableStream,
  signal: AbortSignal,
): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  const stop = (): void => {
    if ("destroy" in stream && typeof stream.destroy === "function") stream.destroy(new StoppedError());
  };
  signal.throwIfAborted();
  signal.addEventListener("abort", stop, { once: true });
  // Parts of a line that has not ended yet: joined once, so that a very long line costs no more than its length.
  let open: string[] = [];
  try {
    for await (const chunk of stream) {
      const text = typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
      const lines = text.split("\n");
      const last = lines.pop() ?? "";
      if (lines.length > 0) {
        lines[0] = open.join("") + (lines[0] ?? "");
        open = [];
        yield lines.map(withoutReturn);
      }
      if (last !== "") open.push(last);
    }
    const rest = open.join("") + decoder.decode();
    if (rest !== "") yield [withoutReturn(rest)];
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
