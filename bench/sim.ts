// How many pages a second the simulator serves from one core, to a client in another process.
// node bench/sim.ts [--clients N] [--passes N] [--connections N]
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { parseArgs } from "node:util";
import { startSim } from "../src/sim/sim.ts";

interface Usage {
  readonly port: number;
  readonly records: number;
  readonly startSeconds: number;
  readonly rssMb: number;
  readonly cpuSeconds: number;
}

interface Pass {
  readonly seconds: number;
  readonly pages: number;
  readonly bytes: number;
}

const HEAD_END = Buffer.from("\r\n\r\n");
const NEXT = /"next_cursor":"([^"]+)"\}$/;

async function serve(clients: number): Promise<void> {
  const began = performance.now();
  const sim = await startSim({ clients });
  const startSeconds = (performance.now() - began) / 1000;
  const { records } = sim.data();
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    const rssMb = process.memoryUsage().rss / 1e6;
    process.send?.({ port: sim.port, records, startSeconds, rssMb, cpuSeconds: (user + system) / 1e6 });
  });
  process.on("disconnect", () => void sim.close());
  process.send?.("ready");
}

async function usageOf(child: ChildProcess): Promise<Usage> {
  child.send("usage");
  const [usage] = await once(child, "message");
  return usage;
}

/** Asks for paths over one connection, one after the other, until `next` has none left. */
function ask(
  port: number,
  next: () => string | undefined,
  onBody: (path: string, body: Buffer) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let path = next();
    let parts: Buffer[] = [];
    let missing = -1;
    const send = (): void => {
      if (path === undefined) socket.end(resolve);
      else socket.write(`GET ${path} HTTP/1.1\r\nHost: sim\r\nAuthorization: Bearer sim-token\r\n\r\n`);
    };
    socket.on("error", reject);
    socket.on("data", (chunk: Buffer) => {
      let body = chunk;
      if (missing < 0) {
        const end = chunk.indexOf(HEAD_END);
        missing = Number(/content-length: (\d+)/i.exec(chunk.toString("latin1", 0, end))?.[1]);
        body = chunk.subarray(end + HEAD_END.length);
      }
      missing -= body.length;
      parts.push(body);
      if (missing > 0) return;
      onBody(path ?? "", parts.length === 1 ? body : Buffer.concat(parts));
      missing = -1;
      parts = [];
      path = next();
      send();
    });
    send();
  });
}

/** The paths of all pages of all projects: what a collector asks for. */
async function allPages(port: number): Promise<string[]> {
  const found: string[] = [];
  const queue = ["/api/v1/clients?page=1&per_page=200"];
  const onBody = (path: string, body: Buffer): void => {
    found.push(path);
    const [list = "", search = ""] = path.split("?");
    const cursor = list.endsWith("/phones")
      ? NEXT.exec(body.toString("latin1", body.length - 120))?.[1]
      : undefined;
    if (cursor !== undefined) queue.push(`${list}?limit=500&cursor=${cursor}`);
    if (list.endsWith("/phones")) return;
    const { data, meta } = JSON.parse(body.toString());
    for (const { id } of data) {
      const child = list.endsWith("/clients")
        ? `clients/${id}/projects?page=1&per_page=200`
        : `projects/${id}/phones?limit=500`;
      queue.push(`/api/v1/${child}`);
    }
    const page = Number(new URLSearchParams(search).get("page"));
    if (page < meta.total_pages) queue.push(`${list}?page=${page + 1}&per_page=200`);
  };
  await ask(port, () => queue.shift(), onBody);
  return found;
}

async function replay(
  port: number,
  paths: readonly string[],
  passes: number,
  connections: number,
): Promise<Pass> {
  let at = 0;
  let bytes = 0;
  const total = paths.length * passes;
  const next = (): string | undefined => (at < total ? paths[at++ % paths.length] : undefined);
  const count = (_path: string, body: Buffer): void => {
    bytes += body.length;
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, () => ask(port, next, count)));
  return { seconds: (performance.now() - began) / 1000, pages: total, bytes };
}

async function measure(clients: number, passes: number, connections: number): Promise<void> {
  const child = fork(import.meta.filename, ["serve", "--clients", String(clients)]);
  await once(child, "message");
  const start = await usageOf(child);
  console.log(
    `start: ${start.startSeconds.toFixed(2)} s for ${start.records} records, RSS ${start.rssMb.toFixed(0)} MB`,
  );
  const every = await allPages(start.port);
  const phones = every.filter((path) => path.includes("/phones"));
  for (const [name, paths] of [
    ["all pages of a collection", every],
    ["pages of records", phones],
  ] as const) {
    const before = await usageOf(child);
    const { seconds, pages, bytes } = await replay(start.port, paths, passes, connections);
    const after = await usageOf(child);
    const cpu = after.cpuSeconds - before.cpuSeconds;
    console.log(
      `${name}: ${pages} x ${(bytes / pages / 1000).toFixed(1)} kB in ${seconds.toFixed(2)} s = ` +
        `${Math.round(pages / seconds)} pages/s, ${(bytes / seconds / 1e6).toFixed(0)} MB/s; ` +
        `${Math.round(pages / cpu)} pages per second of the server's CPU; RSS ${after.rssMb.toFixed(0)} MB`,
    );
  }
  child.disconnect();
  await once(child, "exit");
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    clients: { type: "string", default: "2411" },
    passes: { type: "string", default: "5" },
    connections: { type: "string", default: "32" },
  },
});
if (positionals[0] === "serve") await serve(Number(values.clients));
else await measure(Number(values.clients), Number(values.passes), Number(values.connections));
