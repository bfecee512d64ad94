import { describe, expect, it } from "vitest";
import { type NormalizeOptions, normalizeStream } from "../../src/normalize/normalize.ts";

const OPTIONS: NormalizeOptions = {
  region: "RU",
  format: "jsonl",
  repair: "all",
  otherRegions: [],
  flags: false,
  table: null,
  jobs: 3,
  threadsFrom: 10_000,
  header: false,
  column: null,
  encoding: null,
};
const LINES = 60_000;

/** Lines that differ, some of them dirty, in pieces that end anywhere. */
function* pieces(): Generator<Buffer> {
  const dirty = ["доб. 5", '"', "\\", "", "x".repeat(99)];
  const lines = Array.from({ length: LINES }, (_, i) => `8916${1_000_000 + i} ${dirty[i % 7] ?? ""}\n`);
  const all = Buffer.from(lines.join(""));
  for (let at = 0; at < all.length; at += 65_521) yield all.subarray(at, at + 65_521);
}

async function* inTime(from: Iterable<Buffer>): AsyncGenerator<Buffer> {
  for (const piece of from) {
    // Lets the threads come to word.
    await new Promise(setImmediate);
    yield piece;
  }
}

async function answersOf(jobs: number): Promise<string> {
  const parts: Buffer[] = [];
  const write = async (bytes: Uint8Array): Promise<void> => {
    await new Promise(setImmediate);
    parts.push(Buffer.from(bytes));
  };
  await normalizeStream(inTime(pieces()), write, { ...OPTIONS, jobs });
  return Buffer.concat(parts).toString();
}

describe("raw values in a stream", () => {
  it("are answered alike and in order by one thread and by many", async () => {
    const alone = await answersOf(1);
    expect(alone.split("\n")).toHaveLength(LINES + 1);
    expect((await answersOf(3)) === alone).toBe(true);
  });

  it("are answered at once, also when threads share the work", async () => {
    let answered = 0;
    let onAnswer = (): void => {};
    const write = async (bytes: Uint8Array): Promise<void> => {
      answered += Buffer.from(bytes).toString().split("\n").length - 1;
      onAnswer();
    };
    async function* typed(): AsyncGenerator<Buffer> {
      yield* pieces();
      for (let line = LINES + 1; line < LINES + 50; line++) {
        yield Buffer.from("+79161234567\n");
        while (answered < line) await new Promise<void>((resolve) => (onAnswer = resolve));
      }
    }
    await normalizeStream(typed(), write, OPTIONS);
    expect(answered).toBe(LINES + 49);
  });

  it("end with what the writer fails with", async () => {
    const full = new Error("disk full");
    let writes = 0;
    const write = async (): Promise<void> => {
      if (++writes === 5) throw full;
    };
    await expect(normalizeStream(inTime(pieces()), write, OPTIONS)).rejects.toBe(full);
  });
});
