import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { Command, CommanderError } from "commander";
import { describe, expect, test } from "vitest";
import type { Cli } from "../../src/cli/cli.ts";
import { addSim } from "../../src/cli/commands/sim.ts";
import { english } from "../../src/messages/messages.ts";
import { tempDir } from "../helpers/temp.ts";

interface Running {
  readonly done: Promise<unknown>;
  readonly stdin: PassThrough;
  readonly stdout: PassThrough;
  readonly stderr: PassThrough;
  stop(): void;
}

/** Runs the verb in this process, with streams and a signal of its own. */
function run(...args: readonly string[]): Running {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const ending = new AbortController();
  const cli: Cli = {
    stdin,
    stdout,
    stderr,
    signal: ending.signal,
    exit: () => undefined,
    cwd: "/",
    words: english,
    invocation: "datamaster",
  };
  const program = new Command("datamaster").exitOverride().option("--json");
  addSim(program, cli);
  for (const command of program.commands)
    command.exitOverride().configureOutput({ writeErr: () => undefined });
  const done = program.parseAsync(["sim", "--port", "0", ...args], { from: "user" });
  return { done, stdin, stdout, stderr, stop: () => ending.abort() };
}

async function firstLine(stream: PassThrough): Promise<string> {
  for await (const line of stream.setEncoding("utf8").iterator({ destroyOnReturn: false }))
    return String(line);
  return "";
}

describe("sim", () => {
  test("says on stderr what it serves and where, and ends when it is asked to", async () => {
    const sim = run("--clients", "3", "--records", "1000");
    const line = await firstLine(sim.stderr);
    expect(line).toMatch(
      /^CRM simulator listening on http:\/\/127\.0\.0\.1:\d+\/api\/v1 \(3 clients, 5 projects, [\d,]+ records\), token sim-token\n$/,
    );
    const url = /http\S+/.exec(line)![0];
    expect((await fetch(`${url}/me`, { headers: { authorization: "Bearer sim-token" } })).status).toBe(200);
    sim.stop();
    await sim.done;
    await expect(fetch(`${url}/me`)).rejects.toThrow();
    sim.stdout.end();
    expect(await text(sim.stdout)).toBe("");
  });

  test("with --json prints one line when it listens, and ends with its stdin when told to", async () => {
    const sim = run("--clients", "3", "--records", "90", "--json", "--until-stdin-ends", "--token", "secret");
    const told = JSON.parse(await firstLine(sim.stdout));
    expect(told).toEqual({
      url: expect.stringMatching(/\/api\/v1$/),
      token: "secret",
      clients: 3,
      projects: 5,
      records: expect.any(Number),
    });
    sim.stdin.end();
    await sim.done;
    await expect(fetch(told.url)).rejects.toThrow();
  });

  test("writes the truth before it listens", async () => {
    const file = join(tempDir(), "truth.json");
    const sim = run("--clients", "4", "--records", "300", "--truth", file, "--json");
    const { url } = JSON.parse(await firstLine(sim.stdout));
    const served = await (await fetch(new URL("/__control/truth", url))).text();
    expect(readFileSync(file, "utf8")).toBe(served);
    sim.stop();
    await sim.done;
  });

  test("takes its behaviour from flags", async () => {
    const sim = run(
      ...[
        "--clients",
        "5",
        "--records",
        "300",
        "--classes",
        "default,idd",
        "--latency",
        "1.5",
        "--jitter",
        "2",
      ],
      ...[
        "--rate-limit",
        "100",
        "--rate-window",
        "10000",
        "--rate-kind",
        "bucket",
        "--rate-burst",
        "7",
        "--retry-after",
        "date",
      ],
      ...[
        "--no-rate-headers",
        "--rate-header-form",
        "ietf",
        "--tell-limit",
        "--quota",
        "9000",
        "--quota-status",
        "403",
        "--faults",
        "cut=0.1,hang=0.2",
        "--max-consecutive-faults",
        "5",
      ],
      ...[
        "--dead-projects",
        "10001,10002",
        "--dead-clients",
        "0.5",
        "--dead-status",
        "404",
        "--token-expires-after",
        "9",
        "--oauth",
        "--token-ttl",
        "90",
        "--phone-totals",
        "--hold-phones",
        "12",
        "--json",
      ],
    );
    const { url } = JSON.parse(await firstLine(sim.stdout));
    expect(JSON.parse(await (await fetch(new URL("/__control/config", url))).text())).toEqual({
      latencyMs: 1.5,
      jitterMs: 2,
      rateLimit: {
        limit: 100,
        windowMs: 10000,
        kind: "bucket",
        burst: 7,
        retryAfter: "date",
        headers: false,
        headerForm: "ietf",
        tell: true,
      },
      quota: { requests: 9000, status: 403 },
      faults: { cut: 0.1, hang: 0.2 },
      maxConsecutiveFaults: 5,
      dripMs: 2000,
      deadProjects: [10001, 10002],
      deadClients: 0.5,
      deadStatus: 404,
      tokenExpiresAfter: 9,
      oauth: { ttl: 90, tellTtl: true, rotate: true, delayMs: 0, status: null, retryAfter: null },
      phoneTotals: true,
      holdPhones: 12,
      tokenExpiresAt: null,
      forbidden: false,
    });
    const data = JSON.parse(await (await fetch(new URL("/__control/data", url))).text());
    expect(data.classes).toContain("idd");
    sim.stop();
    await sim.done;
  });

  test.each([
    [["--clients", "many"], "commander.invalidArgument"],
    [["--rate-kind", "leaky"], "commander.invalidArgument"],
    [["--faults", "cut"], "commander.invalidArgument"],
    [["--faults", "cuts=0.1"], "USAGE"],
    [["--classes", "e614"], "USAGE"],
    [["--tls", "none"], "commander.invalidArgument"],
  ])("refuses %j", async (args, code) => {
    const failure: unknown = await run("--records", "9", ...args).done.catch((error: unknown) => error);
    expect(failure).toMatchObject({ code });
    expect(failure instanceof CommanderError || code === "USAGE").toBe(true);
  });

  test("refuses a port that is taken, with a hint", async () => {
    const first = run("--clients", "1", "--json");
    const { port } = new URL(JSON.parse(await firstLine(first.stdout)).url);
    await expect(run("--clients", "1", "--port", port).done).rejects.toMatchObject({
      code: "USAGE",
      hint: expect.stringContaining("--port"),
    });
    first.stop();
    await first.done;
  });
});
