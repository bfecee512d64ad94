import { parentPort } from "node:worker_threads";

// A thread of the desk in which something goes wrong that no verb caught.
parentPort.on("message", () => {
  throw new Error("the thread fell over");
});
