import type { FastifyInstance } from "fastify";
import { type Desk, SERVICE } from "../app/desk.ts";

const KEPT_MS = 1_000;
const PATIENCE_MS = 3_000;

/**
 * `/health/live`: the process answers. `/health/ready`: it takes work, and its store answers; 503 where not, and from the moment
 * it begins to end. Told to anybody, and so no more than that.
 */
export function registerHealth(app: FastifyInstance, desk: Desk): void {
  let asked: { readonly at: number; readonly isReady: Promise<boolean> } | null = null;
  app.get("/health/live", async (_request, reply) => {
    return reply.type("application/json").send('{"status":"live"}');
  });
  app.get("/health/ready", async (_request, reply) => {
    const now = performance.now();
    if (asked === null || now - asked.at > KEPT_MS) asked = { at: now, isReady: isReady(desk) };
    const ready = await asked.isReady;
    const body = ready ? '{"status":"ready"}' : '{"status":"not ready"}';
    return reply
      .status(ready ? 200 : 503)
      .type("application/json")
      .send(body);
  });
}

async function isReady(desk: Desk): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  const answered = desk.ask(SERVICE, "listRuns", null, 1).then(
    () => true,
    () => false,
  );
  return await Promise.race([answered, late]).finally(() => clearTimeout(timer));
}
