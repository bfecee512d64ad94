import { workerData } from "node:worker_threads";
import type { ServerThreadData } from "./protocol.ts";
import { serveConnection } from "./serve.ts";

/* The thread of one connection: it talks to the server while the caller waits. */
serveConnection(workerData as ServerThreadData);
