import { StoppedError } from "../base/abort.ts";

/** A longer line is cut to so many characters; far more than a value may have, so that it is rejected as too long. */
const LONGEST_LINE = 16 * 1024;

/**
 * Lines of a stream of UTF-8, as many at a time as came together; without their endings (LF or CRLF), cut at
 * {@link LONGEST_LINE}. What follows the last line end is a line too, unless it is empty. A byte order mark is left out,
 * what is no UTF-8 becomes U+FFFD. Rejects when `signal` aborts. Memory does not grow with the stream or its lines.
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
  const open = new OpenLine();
  try {
    for await (const chunk of stream) {
      const text = typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
      const lines = text.split("\n");
      const last = lines.pop() ?? "";
      if (lines.length > 0) {
        lines[0] = open.end(lines[0] ?? "");
        yield lines.map(asLine);
      }
      open.add(last);
    }
    const rest = open.end(decoder.decode());
    if (rest !== "") yield [asLine(rest)];
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** A line that has not ended yet, in parts that are joined once; what is beyond its longest is dropped at once. */
class OpenLine {
  #parts: string[] = [];
  #length = 0;

  add(part: string): void {
    if (part === "" || this.#length > LONGEST_LINE) return;
    this.#parts.push(part);
    this.#length += part.length;
  }

  end(part: string): string {
    this.add(part);
    const line = this.#parts.join("");
    this.#parts = [];
    this.#length = 0;
    return line;
  }
}

function asLine(line: string): string {
  return line.slice(0, line.endsWith("\r") ? Math.min(line.length - 1, LONGEST_LINE) : LONGEST_LINE);
}
