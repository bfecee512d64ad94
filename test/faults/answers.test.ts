import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, type TestContext, test } from "vitest";
import { ParkError, QuarantineError, RetryableError, StopRunError } from "../../src/base/errors.ts";
import { datamasterConnector as connector } from "../../src/crm/datamaster/datamaster.ts";
import { type Fault, fakeCrm } from "../helpers/fake-crm.ts";
import { clientFor } from "./client.ts";
import type { Outcome, Variant } from "./variant.ts";
import { VARIANTS } from "./variants.ts";

const PHONES = { kind: "phones", projectId: "1" } as const;
const CLASSES = { retry: RetryableError, skip: QuarantineError, park: ParkError, stop: StopRunError };

/** Asks once for a page of phones, as a run does: the records of it, or what it throws. */
async function ask(
  url: string,
  token: string,
  variant: Variant,
): Promise<{ records: number } | { thrown: unknown }> {
  const client = clientFor(url, token, variant);
  try {
    const answer = await client.get(connector.pageRequest(PHONES, null), new AbortController().signal);
    return { records: connector.readPage(PHONES, null, answer.body).items.length };
  } catch (thrown) {
    return { thrown };
  } finally {
    await client.close();
  }
}

function check(outcome: Outcome, came: Awaited<ReturnType<typeof ask>>): void {
  if ("records" in outcome) {
    expect(came).toEqual({ records: outcome.records });
    return;
  }
  const error = "thrown" in came ? came.thrown : came;
  expect(error).toBeInstanceOf(CLASSES[outcome.error]);
  const { code, message, retryAfterMs = null, pace = "backoff" } = error as RetryableError;
  expect(code, message).toBe(outcome.code);
  if (outcome.text !== undefined) expect(message).toMatch(outcome.text);
  expect(message).not.toContain("SECRET");
  if (outcome.error === "retry") expect(pace).toBe(outcome.pace ?? "backoff");
  if (outcome.wait === null) expect(retryAfterMs).toBeNull();
  else if (outcome.wait !== undefined) {
    expect(retryAfterMs).toBeGreaterThanOrEqual(outcome.wait[0]);
    expect(retryAfterMs).toBeLessThanOrEqual(outcome.wait[1]);
  }
}

/** Listens where redirects lead to; nothing may ever knock there. */
async function canary({ onTestFinished }: TestContext): Promise<{ port: number; knocks: () => number }> {
  let knocks = 0;
  const server = createServer((socket) => {
    knocks++;
    socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  return { port: typeof address === "object" && address !== null ? address.port : 0, knocks: () => knocks };
}

/** Puts the canary's port into the headers that a fault sends. */
function aimedAt(port: number, fault: Fault): Fault {
  return (response, times, request) => {
    const writeHead = response.writeHead.bind(response);
    response.writeHead = ((code: number, headers: Record<string, unknown>) => {
      const aimed = Object.entries(headers).map(([name, value]) => [name, aim(value, port)]);
      return writeHead(code, Object.fromEntries(aimed));
    }) as typeof response.writeHead;
    fault(response, times, request);
  };
}

function aim(value: unknown, port: number): unknown {
  if (Array.isArray(value)) return value.map((one) => aim(one, port));
  return typeof value === "string" ? value.replaceAll("PORT", String(port)) : value;
}

describe("the fault matrix", () => {
  test("has no two variants of one name, and 150 and more", () => {
    expect(new Set(VARIANTS.map(({ row, name }) => `${row} ${name}`)).size).toBe(VARIANTS.length);
    expect(VARIANTS.length).toBeGreaterThanOrEqual(150);
  });

  for (const variant of VARIANTS) {
    test.concurrent(`row ${variant.row}: ${variant.name}`, async (context) => {
      const trap = await canary(context);
      const crm = await fakeCrm(
        { "/projects/1/phones": aimedAt(trap.port, variant.fault) },
        context.onTestFinished,
      );
      check(variant.outcome, await ask(crm.url, crm.token, variant));
      expect(crm.asked).toHaveLength(variant.requests ?? 1);
      expect(trap.knocks()).toBe(0);
      // Closing a connection is told to the other side a moment later.
      while ((await crm.connections()) > 0) await delay(5);
    });
  }
});
