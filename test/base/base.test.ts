import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sleep, sleepUntil } from "../../src/base/clock.ts";
import {
  DatamasterError,
  packError,
  QuarantineError,
  RetryableError,
  StopRunError,
  unpackError,
} from "../../src/base/errors.ts";
import { createLogger } from "../../src/base/log.ts";
import { maskNumber, maskNumbers } from "../../src/base/mask.ts";
import { printable } from "../../src/base/printable.ts";

describe("masking", () => {
  test.each([
    ["+79161234567", "+7916***4567"],
    ["79161234567", "7916***4567"],
    ["8 (916) 123-45-67", "8916***4567"],
    ["+1234567", "+1***"],
  ])("shows of %s only %s", (number, masked) => {
    expect(maskNumber(number)).toBe(masked);
  });

  test("finds numbers inside a text and leaves short figures and times alone", () => {
    expect(maskNumbers("call +7 916 123-45-67 (room 204) at 12:30")).toBe(
      "call +7916***4567 (room 204) at 12:30",
    );
    expect(maskNumbers("run 12 of 2411, 4000 projects, 2026-11-22T08:00:00.000Z")).toContain(
      "2411, 4000 projects",
    );
  });

  test("leaves addresses of hosts alone, and no number that is only dotted like one", () => {
    expect(maskNumbers("no answer from 192.168.100.200:8080")).toBe("no answer from 192.168.100.200:8080");
    expect(maskNumbers("+49.30.123.456, 916.123.45.67")).toBe("+4930***3456, 9161***4567");
  });

  test("leaves no run of nine digits in any text", () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^\d{9,17}$/), fc.string(), (before, number, after) => {
        expect(maskNumbers(`${before} ${number} ${after}`)).not.toContain(number);
      }),
    );
  });
});

describe("the logger", () => {
  async function logged(write: (log: ReturnType<typeof createLogger>) => void): Promise<string> {
    const stream = new PassThrough();
    write(createLogger({ level: "debug", format: "json", stream, color: false }));
    stream.end();
    return await text(stream);
  }

  test("masks numbers in messages, fields, nested fields, lists and errors", async () => {
    const number = "+79161234567";
    const output = await logged((log) => {
      log.info(`seen ${number}`);
      log.info({ phone: number, deep: { list: [number, { again: number }] }, big: 79161234567n }, "fields");
      log.error({ err: new Error(`bad ${number}`, { cause: new Error(number) }) }, "error");
    });
    expect(output).not.toContain("79161234567");
    expect(
      output
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toHaveLength(3);
  });

  test("lets no control character of a CRM's name through", async () => {
    const output = await logged((log) => log.warn("Client \u001b[31mRed\u001b[0m\u202egnp"));
    expect(JSON.parse(output).msg).toBe("Client \ufffd[31mRed\ufffd[0m\ufffdgnp");
  });
});

test("printable text keeps newlines and tabs", () => {
  expect(printable("a\tb\nc\u0007")).toBe("a\tb\nc\ufffd");
});

describe("an error that crosses threads", () => {
  test.each([
    [new RetryableError("CRM_BAD_ANSWER", "cut", { hint: "h", data: { a: 1 } }), RetryableError],
    [new QuarantineError("CRM_NOT_FOUND", "gone"), QuarantineError],
    [new StopRunError("STORE_FAILED", "full"), StopRunError],
    [new DatamasterError("USAGE", "wrong"), DatamasterError],
  ])("keeps its class, code, hint and data: %s", (error, type) => {
    const unpacked = unpackError(structuredClone(packError(error)));
    expect(unpacked).toBeInstanceOf(type);
    expect(unpacked).toMatchObject({
      code: error.code,
      message: error.message,
      hint: error.hint,
      data: error.data,
    });
  });

  test("becomes INTERNAL when it is none of ours", () => {
    expect(unpackError(packError(new TypeError("x is not a function")))).toMatchObject({
      code: "INTERNAL",
      exitCode: 1,
    });
  });
});

describe("waiting", () => {
  test("longer than Node's timers last does not end at once, and ends with the signal", async () => {
    const stop = new AbortController();
    let ended = false;
    const waiting = sleep(2 ** 40, stop.signal).finally(() => {
      ended = true;
    });
    await sleep(20);
    expect(ended).toBe(false);
    stop.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow();
  });
});

describe("sleepUntil", () => {
  test("is over at its time, at once where that is past, and with its signal", async () => {
    const until = Date.now() + 60;
    await sleepUntil(until);
    expect(Date.now()).toBeGreaterThanOrEqual(until - 1);
    await sleepUntil(until);
    const stop = new AbortController();
    const waiting = sleepUntil(Date.now() + 2 ** 40, stop.signal);
    stop.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow();
  });
});
