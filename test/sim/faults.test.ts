import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import { describe, expect, test } from "vitest";
import { FaultPlan, QUICK_FAULTS } from "../../src/sim/faults.ts";
import type { Sim, SimOptions } from "../../src/sim/sim.ts";
import { get, largestProject, openSim } from "./helpers.ts";

interface RawAnswer {
  /** Everything that came, head and body. */
  readonly text: string;
  readonly bodyBytes: number;
  readonly error: string | undefined;
}

/** Asks over a socket of its own and takes whatever comes until the connection ends. */
function askRaw(sim: Sim, path: string, onData?: () => void): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket = connect(sim.port, "127.0.0.1");
    const parts: Buffer[] = [];
    let error: string | undefined;
    socket.on("data", (part) => {
      parts.push(part);
      onData?.();
    });
    socket.on("error", (failure: NodeJS.ErrnoException) => {
      error = failure.code;
    });
    socket.on("close", () => {
      const all = Buffer.concat(parts);
      const end = all.indexOf("\r\n\r\n");
      resolve({ text: all.toString(), bodyBytes: end < 0 ? 0 : all.length - end - 4, error });
    });
    const { pathname } = new URL(sim.url);
    socket.write(
      `GET ${pathname}${path} HTTP/1.1\r\nHost: sim\r\nAuthorization: Bearer ${sim.token}\r\nConnection: close\r\n\r\n`,
    );
  });
}

async function withFault(
  fault: string,
  options: SimOptions = {},
): Promise<{ sim: Sim; path: string; whole: Buffer }> {
  const sim = await openSim({ records: 3000, ...options });
  const path = `/projects/${largestProject(sim).project}/phones?limit=500`;
  const whole = Buffer.from(await (await get(sim, path)).arrayBuffer());
  sim.configure({ faults: { [fault]: 1 }, maxConsecutiveFaults: 1000 });
  sim.resetStats();
  return { sim, path, whole };
}

const promised = (text: string): number => Number(/content-length: (\d+)/i.exec(text)?.[1]);

describe("each fault is what its name says", () => {
  test.each(["500", "502", "503", "504"])("%s is a problem with that status", async (fault) => {
    const { sim, path } = await withFault(fault);
    const answer = await get(sim, path);
    expect(answer.status).toBe(Number(fault));
    expect(await answer.json()).toMatchObject({ status: Number(fault) });
  });

  test("reset ends the connection before any byte", async () => {
    const { sim, path } = await withFault("reset");
    expect(await askRaw(sim, path)).toEqual({ text: "", bodyBytes: 0, error: "ECONNRESET" });
  });

  test("reset-body breaks the connection inside the body", async () => {
    const { sim, path, whole } = await withFault("reset-body");
    const { text, bodyBytes, error } = await askRaw(sim, path);
    // What a reset leaves in the pipe may be lost, so the head may be missing too.
    expect(bodyBytes).toBeLessThan(whole.length);
    if (text !== "") expect(promised(text)).toBe(whole.length);
    expect(error).toBe("ECONNRESET");
  });

  test("cut promises more than it sends and ends in peace", async () => {
    const { sim, path, whole } = await withFault("cut");
    const { text, bodyBytes, error } = await askRaw(sim, path);
    expect([promised(text), bodyBytes, error]).toEqual([
      whole.length,
      Math.ceil(whole.length / 2),
      undefined,
    ]);
  });

  test("cut-chunk never sends the last chunk", async () => {
    const { sim, path } = await withFault("cut-chunk");
    const { text } = await askRaw(sim, path);
    expect(text).toMatch(/transfer-encoding: chunked/i);
    expect(text.endsWith("0\r\n\r\n")).toBe(false);
    await expect(get(sim, path).then((answer) => answer.text())).rejects.toThrow();
  });

  test("html, garbage and error-in-200 are whole answers with status 200", async () => {
    const bodies: string[] = [];
    for (const fault of ["html", "garbage", "error-in-200"]) {
      const { sim, path } = await withFault(fault);
      const answer = await get(sim, path);
      expect(answer.status).toBe(200);
      bodies.push(`${answer.headers.get("content-type")?.split(";")[0]} ${await answer.text()}`);
    }
    expect(bodies[0]).toMatch(/^text\/html <!doctype html>/);
    expect(bodies[1]).toMatch(/^application\/json /);
    expect(() => JSON.parse(bodies[1]!.slice(17))).toThrow();
    expect(JSON.parse(bodies[2]!.slice(17))).toHaveProperty("error");
  });

  test("drip sends the whole body in many pieces", async () => {
    const { sim, path, whole } = await withFault("drip", { dripMs: 200 });
    let pieces = 0;
    const { bodyBytes, text } = await askRaw(sim, path, () => pieces++);
    expect(bodyBytes).toBe(whole.length);
    expect(text.endsWith(whole.toString())).toBe(true);
    expect(pieces).toBeGreaterThan(5);
  });

  test("hang never answers, and closing ends it", async () => {
    const { sim, path } = await withFault("hang");
    const answer = askRaw(sim, path);
    while (sim.stats().concurrent === 0) await new Promise(setImmediate);
    expect(sim.stats().answers).toEqual({ hang: 1 });
    await sim.close();
    expect((await answer).text).toBe("");
  });
});

describe("fault plans", () => {
  const plan = async (seed: number, options: SimOptions): Promise<FaultPlan> => {
    const sim = await openSim({ clients: 1, ...options });
    return new FaultPlan(seed, sim.config());
  };

  test("spread one share over all quick kinds", async () => {
    const faults = await plan(3, { faults: 0.22 });
    const seen = new Map<string, number>();
    for (let i = 0; i < 20_000; i++) {
      const fault = faults.decide(`/page/${i}`) ?? "none";
      seen.set(fault, (seen.get(fault) ?? 0) + 1);
    }
    expect(new Set(seen.keys())).toEqual(new Set(["none", ...QUICK_FAULTS]));
    expect(seen.get("none")! / 20_000).toBeCloseTo(0.78, 1);
    for (const fault of QUICK_FAULTS) expect(seen.get(fault)! / 20_000).toBeCloseTo(0.02, 2);
  });

  test("are the same for a seed whatever the order, and others for another seed", async () => {
    const decisions = async (seed: number, order: readonly number[]): Promise<string> => {
      const faults = await plan(seed, { faults: 0.5 });
      const all = order.map((i) => [i, faults.decide(`/page/${i}`)] as const);
      return JSON.stringify(all.sort((a, b) => a[0] - b[0]));
    };
    const order = Array.from({ length: 50 }, (_, i) => i);
    expect(await decisions(1, order)).toBe(await decisions(1, order.toReversed()));
    expect(await decisions(2, order)).not.toBe(await decisions(1, order));
  });

  test("fail one request only so often in a row", async () => {
    const faults = await plan(1, { faults: { "500": 1 }, maxConsecutiveFaults: 3 });
    const tries = Array.from({ length: 8 }, () => faults.decide("/page") ?? "ok");
    expect(tries).toEqual(["500", "500", "500", "ok", "500", "500", "500", "ok"]);
  });
});

describe("latency", () => {
  test("delays every answer and keeps the requests in flight meanwhile", async () => {
    const sim = await openSim({ latencyMs: 60, jitterMs: 5 });
    const began = performance.now();
    await get(sim, "/me");
    expect(performance.now() - began).toBeGreaterThan(55);
    sim.configure({ latencyMs: 600_000 });
    const unanswered = Array.from({ length: 10 }, () => expect(get(sim, "/me")).rejects.toThrow());
    while (sim.stats().concurrent < 10) await new Promise(setImmediate);
    await sim.close();
    await Promise.all(unanswered);
  });
});

describe("certificates", () => {
  const codeOf = (sim: Sim, ca?: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = connectTls({ port: sim.port, host: "127.0.0.1", ca, servername: "localhost" }, () => {
        socket.destroy();
        resolve("accepted");
      });
      socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });

  test.each([
    ["self-signed", "DEPTH_ZERO_SELF_SIGNED_CERT", "accepted"],
    ["expired", "CERT_HAS_EXPIRED", "CERT_HAS_EXPIRED"],
    ["wrong-host", "DEPTH_ZERO_SELF_SIGNED_CERT", "ERR_TLS_CERT_ALTNAME_INVALID"],
  ] as const)("%s is refused, and trusting it shows its own fault", async (tls, untrusted, trusted) => {
    const sim = await openSim({ clients: 1, tls });
    expect(sim.url).toMatch(/^https:/);
    expect([untrusted, "DEPTH_ZERO_SELF_SIGNED_CERT"]).toContain(await codeOf(sim));
    expect(await codeOf(sim, sim.certificate)).toBe(trusted);
  });
});
