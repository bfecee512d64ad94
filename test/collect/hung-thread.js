// A thread that takes calls and never answers one: what a database on a hanging disk looks like.
import { parentPort } from "node:worker_threads";

parentPort?.on("message", () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
parentPort?.postMessage({ ready: true, reader: "" });
