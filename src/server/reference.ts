import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { Routes } from "../contract/contract.ts";
import { pageHeaders } from "./headers.ts";
import { openApi } from "./openapi.ts";
import { referencePage } from "./reference-page.ts";

/** `/openapi.json` and `/docs`: what the API is, the same for everybody; made when first asked for. */
export function registerReference(app: FastifyInstance, routes: Routes): void {
  let made: ReturnType<typeof openApi> | undefined;
  const document = (): ReturnType<typeof openApi> => {
    made ??= openApi(routes);
    return made;
  };
  app.get("/openapi.json", async (_request, reply) =>
    reply.type("application/json; charset=utf-8").send(JSON.stringify(document())),
  );
  app.get("/docs", async (request, reply) => {
    const nonce = randomBytes(18).toString("base64");
    reply.headers(pageHeaders(request.protocol === "https", nonce));
    return reply.type("text/html; charset=utf-8").send(referencePage(document(), nonce));
  });
}
