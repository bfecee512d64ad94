import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import type { Admitted } from "../src/access/access.ts";
import { MAY } from "../src/contract/contract.ts";
import { createEvents } from "../src/events/events.ts";
import { Live } from "../src/server/live.ts";

const CLIENTS = 1_000;
const SECONDS = 10;
/** Progress of one run comes so often. */
const EVENTS_A_SECOND = 2;

const ADMITTED: Admitted = {
  who: { id: "p", name: "p", actor: "p", role: "viewer", permissions: MAY.viewer, kind: "person" },
  session: null,
  language: null,
  needsSecondFactor: false,
  note: null,
};

/** A thousand pages follow a run: what each event costs the thread that serves them, and whether all of them get all. */
export async function thousandStreams(): Promise<void> {
  const events = createEvents((error) => console.error(error));
  const live = new Live({ events, authenticate: async () => ADMITTED, streamsEach: CLIENTS });
  const facts = { session: "s", bearer: null, place: "127.0.0.1" };
  const server = createServer((_, response) =>
    live.follow(response, { admitted: ADMITTED, facts, lastId: null, headers: {} }),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const before = process.memoryUsage().rss;
  const clients = new Worker(new URL(import.meta.url), { workerData: port });
  await once(clients, "message");
  const open = process.memoryUsage().rss;
  const startedAt = process.threadCpuUsage();
  for (let n = 0; n < SECONDS * EVENTS_A_SECOND; n++) {
    events.emit("run.started", { run: n, source: "x".repeat(900), resumed: false });
    await delay(1_000 / EVENTS_A_SECOND);
  }
  const { user, system } = process.threadCpuUsage(startedAt);
  clients.postMessage("count");
  const [heard] = (await once(clients, "message")) as [number];
  live.close();
  server.close();
  await clients.terminate();
  server.closeAllConnections();
  const sent = CLIENTS * SECONDS * EVENTS_A_SECOND;
  const cpu = (user + system) / 1_000;
  console.log(
    `streams: ${CLIENTS} pages, ${heard} of ${sent} events of 1 kB heard; ${(cpu / SECONDS / 10).toFixed(1)}% of a core, ` +
      `${((1_000 * cpu) / sent).toFixed(1)} us an event and page, ${((open - before) / 1e6).toFixed(0)} MB more (with the clients)`,
  );
}

/** The pages, in a thread of their own. */
async function follow(port: number): Promise<void> {
  let heard = 0;
  const sockets: Socket[] = [];
  for (let n = 0; n < CLIENTS; n++) {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    socket.on("data", (piece) => {
      heard += String(piece).split("event: run.started").length - 1;
    });
    sockets.push(socket);
    if (n % 50 === 49) await once(socket, "data");
  }
  parentPort?.postMessage("open");
  parentPort?.on("message", () => parentPort?.postMessage(heard));
}

if (!isMainThread && parentPort !== null && typeof workerData === "number") await follow(workerData);
