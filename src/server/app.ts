import { randomBytes } from "node:crypto";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { DatamasterError } from "../base/errors.ts";
import type { Routes } from "../contract/contract.ts";
import type { Language, Messages } from "../messages/messages.ts";
import { told } from "../messages/messages.ts";
import { type ApiOptions, registerApi } from "./api.ts";
import { dataHeaders } from "./headers.ts";
import { languageOf } from "./language.ts";
import { problemOf, toKnown } from "./problem.ts";

export interface AppOptions extends ApiOptions {
  /** What is said in each language. */
  readonly words: Readonly<Record<Language, Messages>>;
  /** Nothing new is begun any more. */
  readonly isDraining: () => boolean;
}

/** The HTTP service as a program without a socket: doors lead requests to its `routing`. */
export function createApp(options: AppOptions): FastifyInstance {
  const { trustsProxy } = options;
  const app = fastify({
    trustProxy: trustsProxy,
    logger: false,
    exposeHeadRoutes: false,
    requestIdHeader: false,
    genReqId: () => randomBytes(9).toString("base64url"),
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, request, reply) => void fail(error, request, reply, options),
  });
  app.removeAllContentTypeParsers();
  app.addHook("onRequest", async (request, reply) => {
    reply.headers({ ...dataHeaders(request.protocol === "https"), "x-request-id": request.id });
    if (options.isDraining() && request.url !== "/health/live") {
      reply.header("connection", "close");
      throw new DatamasterError("CLOSING", told("closing"));
    }
  });
  app.setErrorHandler((error, request, reply) => fail(error, request, reply, options));
  app.setNotFoundHandler((request) => {
    throw notThere(request, options.routes);
  });
  registerApi(app, options);
  return app;
}

/** Answers with an error: whole in the log where it is a fault of ours, else as the asker needs it. */
function fail(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { parts: { log }, words }: AppOptions,
): FastifyReply {
  const error = toKnown(thrown, request.id);
  const route = `${request.method} ${request.routeOptions.url ?? ""}`;
  if (error.httpStatus >= 500 && error.code !== "CLOSING") {
    log.error({ err: error.cause ?? error, request: request.id, route }, "a request failed");
  }
  const language = languageOf(request.headers["accept-language"], null);
  const problem = problemOf(error, words[language], request.id);
  if (problem.retryAfter !== undefined) reply.header("retry-after", problem.retryAfter);
  if (error.code === "NOT_SIGNED_IN") reply.header("www-authenticate", "Bearer");
  if (Array.isArray(error.data.allow)) reply.header("allow", error.data.allow.join(", "));
  return reply
    .status(problem.status)
    .type("application/problem+json; charset=utf-8")
    .send(JSON.stringify(problem));
}

/** Why nothing answers: no such address, or another method. */
function notThere({ method, url }: FastifyRequest, routes: Routes): DatamasterError {
  const [path = ""] = url.split("?");
  const allow = Object.values(routes)
    .filter((route) => new RegExp(`^${route.path.replace(/:\w+/g, "[^/]+")}$`).test(path))
    .map((route) => route.method);
  if (allow.length === 0) return new DatamasterError("NOT_FOUND", told("httpNothing"));
  const text = told("httpMethod", { method, allowed: allow.join(", ") });
  return new DatamasterError("METHOD_UNKNOWN", text, { data: { allow } });
}
