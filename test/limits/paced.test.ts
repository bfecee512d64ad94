import { expect, test } from "vitest";
import { RetryableError, StopRunError } from "../../src/base/errors.ts";
import { type Limiter, paced, type RequestOutcome } from "../../src/limits/limits.ts";

const never = new AbortController().signal;

/** How a request that ends so is told to the limiter. */
async function told(send: () => Promise<object>): Promise<RequestOutcome[]> {
  const outcomes: RequestOutcome[] = [];
  const limiter: Pick<Limiter, "acquire"> = {
    acquire: async () => ({ done: (outcome) => outcomes.push(outcome) }),
  };
  await paced(limiter, never, send).catch(() => undefined);
  return outcomes;
}

const failing = (error: Error) => (): Promise<never> => Promise.reject(error);

test("an answer is told as one, whatever its status", async () => {
  expect(await told(async () => ({}))).toEqual([{ kind: "answered" }]);
  expect(await told(async () => ({ limits: [] }))).toEqual([{ kind: "answered", limits: [] }]);
  const refused = new StopRunError("CRM_UNAUTHORIZED", "no", { data: { status: 401 } });
  expect(await told(failing(refused))).toEqual([{ kind: "answered" }]);
});

test("a throttle answer is told with the time it asks for", async () => {
  const asked = new RetryableError("CRM_THROTTLED", "slow", { data: { status: 429 }, retryAfterMs: 3_000 });
  expect(await told(failing(asked))).toEqual([{ kind: "throttled", retryAfterMs: 3_000 }]);
  const silent = new RetryableError("CRM_THROTTLED", "slow", { data: { status: 429 } });
  expect(await told(failing(silent))).toEqual([{ kind: "throttled", retryAfterMs: null }]);
});

test("a broken connection proves nothing", async () => {
  const broken = new RetryableError("CRM_CONNECTION", "gone", { data: { network: "ECONNRESET" } });
  expect(await told(failing(broken))).toEqual([{ kind: "failed" }]);
  expect(await told(failing(new Error("aborted")))).toEqual([{ kind: "failed" }]);
});
