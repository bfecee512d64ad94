import { parentPort } from "node:worker_threads";
import type { ServerConnectionData } from "./protocol.ts";
import { serveConnection } from "./serve.ts";

/* The thread of connections: it talks to servers while the caller waits. Null: there will be no more. */
parentPort?.on("message", (data: ServerConnectionData | null) => {
  if (data === null) parentPort?.close();
  else serveConnection(data);
});
