import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { type Admitted, netOf } from "../access/access.ts";
import { DatamasterError } from "../base/errors.ts";
import type { RouteShape, Routes } from "../contract/contract.ts";
import { told } from "../messages/messages.ts";
import { sendFile } from "./file-answer.ts";
import { type Authenticate, admit, factsOf, isPrivate } from "./guard.ts";
import type { Call, Caller, FileAnswer, Handler } from "./handler.ts";
import { dataHeaders } from "./headers.ts";
import { type KeptAnswer, KeptAnswers } from "./idempotency.ts";
import { languageOf } from "./language.ts";
import type { Live } from "./live.ts";
import type { ServerParts } from "./parts.ts";
import { readRequest, type Sent } from "./read.ts";
import type { RequestRate } from "./request-rate.ts";

/** Any route's handler, as the table holds them. */
export type AnyHandler = Handler<RouteShape>;

export interface ApiOptions {
  readonly routes: Routes;
  readonly handlers: Readonly<Record<string, AnyHandler>>;
  readonly parts: ServerParts;
  readonly live: Live;
  readonly authenticate: Authenticate;
  readonly trustsProxy: boolean;
  /** Of each person and token; event streams are counted apart. */
  readonly rate: RequestRate;
}

/** Bytes of a body at most, where a route does not say. */
const MOST_BYTES = 1_000_000;

/** Registers every route of the table: who may, what is taken, what answers. Throws where a route has no handler. */
export function registerApi(app: FastifyInstance, options: ApiOptions): void {
  const admitted = new WeakMap<FastifyRequest, Admitted>();
  const answers = new KeptAnswers(options.parts.desk, options.parts.log);
  app.register(async (json) => {
    const parse = json.getDefaultJsonParser("error", "error");
    json.addContentTypeParser("application/json", { parseAs: "string" }, parse);
    for (const [name, route] of Object.entries(options.routes)) {
      if (route.takes !== "file") register(json, name, route, { ...options, admitted, answers });
    }
  });
  app.register(async (files) => {
    files.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    for (const [name, route] of Object.entries(options.routes)) {
      if (route.takes === "file") register(files, name, route, { ...options, admitted, answers });
    }
  });
}

interface Registering extends ApiOptions {
  readonly admitted: WeakMap<FastifyRequest, Admitted>;
  readonly answers: KeptAnswers;
}

function register(app: FastifyInstance, name: string, route: RouteShape, options: Registering): void {
  const { method, path: url, most: bodyLimit = MOST_BYTES } = route;
  const answer = answerer(name, route, options);
  app.route({
    method,
    url,
    bodyLimit,
    // Before the body is read: whoever may not is not listened to.
    async onRequest(request) {
      const found = await admit(request, route, options);
      if (route.answer !== "events") refuseFlood(options.rate, found, request.ip);
      if (found !== null) options.admitted.set(request, found);
    },
    handler: (request, reply) => answer(request, reply),
  });
}

/** Bounds what one person, token, or net of nobody known asks for. */
function refuseFlood(rate: RequestRate, admitted: Admitted | null, place: string): void {
  const retryAfter = rate.take(admitted?.who.id ?? netOf(place));
  if (retryAfter > 0) throw new DatamasterError("TOO_MANY", told("httpFlood"), { data: { retryAfter } });
}

type Answerer = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

function answerer(name: string, route: RouteShape, options: Registering): Answerer {
  if (route.answer === "events") return async (request, reply) => followEvents(request, reply, options);
  const handler = options.handlers[name];
  if (handler === undefined) throw new Error(`no handler answers ${name}`);
  return async (request, reply) => {
    const admitted = options.admitted.get(request) ?? null;
    const caller = callerOf(request, reply, admitted, options.trustsProxy);
    const asked = readRequest(route, request, caller.language);
    const upload = route.takes === "file" ? sentFile(request.body) : undefined;
    const call = { ...asked, who: admitted?.who ?? null, admitted, caller, upload } as Call<RouteShape>;
    const work = async (): Promise<unknown> => await handler(call, options.parts);
    if (route.answer === "file") return sendFile(reply, (await work()) as FileAnswer);
    const toAnswer = async (): Promise<KeptAnswer> => answerOf(route, await work());
    return send(reply, await once(request, name, { route, call, answers: options.answers }, toAnswer));
  };
}

/** With an `Idempotency-Key` and a route that minds it the answer may be one of before. */
async function once(
  request: FastifyRequest,
  name: string,
  of: { readonly route: RouteShape; readonly call: Call<RouteShape>; readonly answers: KeptAnswers },
  work: () => Promise<KeptAnswer>,
): Promise<KeptAnswer> {
  const key = request.headers["idempotency-key"];
  if (of.route.idempotent !== true || key === undefined) return await work();
  const { params, query, body } = request;
  const asked: Sent = { params, query, body };
  return await of.answers.once({ who: of.call.who?.id ?? "", route: name, key: String(key), asked }, work);
}

/** What a handler gave, as the route's schema lets it out: fields that it does not name stay here. */
function answerOf({ answer, status }: RouteShape, given: unknown): KeptAnswer {
  if (!(answer instanceof z.ZodType)) return { status: status ?? 204, body: null };
  return { status: status ?? 200, body: JSON.stringify(answer.parse(given)) };
}

function send(reply: FastifyReply, { status, body }: KeptAnswer): FastifyReply {
  reply.status(status);
  return body === null ? reply.send() : reply.type("application/json; charset=utf-8").send(body);
}

function followEvents(request: FastifyRequest, reply: FastifyReply, options: Registering): FastifyReply {
  const admitted = options.admitted.get(request);
  if (admitted === undefined) throw new DatamasterError("NOT_SIGNED_IN", told("httpSignIn"));
  const lastId = request.headers["last-event-id"];
  const headers = { ...dataHeaders(request.protocol === "https"), "x-request-id": request.id };
  options.live.follow(reply.raw, {
    admitted,
    facts: factsOf(request),
    headers,
    lastId: typeof lastId === "string" && lastId !== "" ? lastId : null,
  });
  return reply.hijack();
}

function callerOf(
  request: FastifyRequest,
  reply: FastifyReply,
  admitted: Admitted | null,
  trustsProxy: boolean,
): Caller {
  const gone = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  const { headers } = request;
  return {
    requestId: request.id,
    place: request.ip,
    userAgent: headers["user-agent"] ?? "",
    language: languageOf(headers["accept-language"], admitted?.language ?? null),
    isSecure: request.protocol === "https",
    isPrivate: isPrivate(request, trustsProxy),
    session: admitted?.session ?? null,
    signal: gone.signal,
    header: (name) => {
      const value = headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(", ") : value;
    },
    setHeader: (name, value) => void reply.header(name, value),
  };
}

/** Of a request without a body there is no stream: its file is empty. */
function sentFile(body: unknown): Readable {
  return body instanceof Readable ? body : Readable.from([]);
}
