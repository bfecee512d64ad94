import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Truth } from "../../src/sim/sim.ts";
import { problemsOf } from "./content.ts";

/*
 * To look at, as root: `npm run test:network -- [SECONDS]` collects, in this terminal, from a CRM in a network
 * namespace of its own, takes the link between them down in mid-run, and up again after so many seconds (60). Ends with 1
 * where the result is not the truth. No other network of the machine is touched.
 */
const BIN = fileURLToPath(new URL("../../bin/datamaster.js", import.meta.url));
/** Of the addresses that are set apart for such tests (RFC 2544). */
const [HERE, THERE] = ["198.18.77.1", "198.18.77.2"];
const SPACE = `datamaster-${process.pid}`;
const [NEAR, FAR] = [`dm${process.pid}a`, `dm${process.pid}b`];
const SIZE = ["--clients", "200", "--projects", "300", "--records", "30000", "--latency", "1000"];
const BEFORE_MS = 20_000;

const ip = (line: string): void => void execFileSync("ip", line.split(" "), { stdio: "inherit" });
const inSpace = `netns exec ${SPACE}`;

function connect(): void {
  ip(`netns add ${SPACE}`);
  ip(`link add ${NEAR} type veth peer name ${FAR} netns ${SPACE}`);
  ip(`addr add ${HERE}/30 dev ${NEAR}`);
  ip(`link set ${NEAR} up`);
  ip(`${inSpace} ip addr add ${THERE}/30 dev ${FAR}`);
  ip(`${inSpace} ip link set ${FAR} up`);
}

async function collectOver(goneMs: number, folder: string): Promise<string[]> {
  const flags = ["sim", "--json", "--quiet", "--host", THERE, "--port", "0", "--until-stdin-ends", ...SIZE];
  const crm = spawn("ip", [...inSpace.split(" "), process.execPath, BIN, ...flags], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    const [line] = (await once(createInterface({ input: crm.stdout }), "line")) as [string];
    const { url, token } = JSON.parse(line) as { url: string; token: string };
    const database = join(folder, "datamaster.db");
    const source = ["--base-url", url, "--region", "RU", "--concurrency", "10", "--db", `sqlite:${database}`];
    const collect = spawn(process.execPath, [BIN, "collect", ...source], {
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, DATAMASTER_TOKEN: token },
    });
    const ended = once(collect, "exit") as Promise<[number | null]>;
    await Promise.race([delay(BEFORE_MS), ended]);
    ip(`${inSpace} ip link set ${FAR} down`);
    await Promise.race([delay(goneMs), ended]);
    ip(`${inSpace} ip link set ${FAR} up`);
    const [code] = await ended;
    const answer = await fetch(new URL("/__control/truth", url));
    const problems = problemsOf(database, [(await answer.json()) as Truth]);
    return code === 0 ? problems : [`the collect ended with ${code}`, ...problems];
  } finally {
    crm.stdin.end();
    if (crm.exitCode === null) await once(crm, "exit");
  }
}

const folder = mkdtempSync(join(tmpdir(), "datamaster-network-"));
try {
  connect();
  const problems = await collectOver(Number(process.argv[2] ?? 60) * 1000, folder);
  console.log(problems.length === 0 ? "The result is the truth." : problems.join("\n"));
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  // With the namespace both ends of the link go.
  ip(`netns del ${SPACE}`);
  rmSync(folder, { recursive: true, force: true });
}
