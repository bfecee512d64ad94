import type { z } from "zod";
import type { Permission } from "./permissions.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * One route of the HTTP API as data: the server registers it, the OpenAPI document describes it, the dashboard's client
 * calls it, and tests walk all of them. Times are ISO UTC, numbers of phones are texts in E.164 or masked.
 */
export interface RouteShape {
  readonly method: Method;
  /** From the root, with parameters as `:name`. */
  readonly path: `/api/v1/${string}`;
  /** One sentence for the reference. */
  readonly summary: string;
  /** What one must be allowed; "signed-in" for whoever is, "anyone" for what signing in needs. */
  readonly may: Permission | "signed-in" | "anyone";
  /** All are texts in the address; schemas may coerce. */
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** JSON; an answer to a wrong one is 400 with its problems by field. */
  readonly body?: z.ZodType;
  /** "file": bytes of any kind instead of JSON, at most `most` of them. */
  readonly takes?: "file";
  /** Bytes of a body at most; default 1,000,000. */
  readonly most?: number;
  /** Of an answer that is no error; default 200, 204 where `answer` is null. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Null: no body. "events": text/event-stream. "file": bytes as an attachment. */
  readonly answer: z.ZodType | "events" | "file" | null;
  /**
   * It starts something: with the same `Idempotency-Key` the first answer is given again for a day. Not for answers that hold a
   * secret, since they are kept.
   */
  readonly idempotent?: true;
}

/** A route with its schemas' types kept. */
export function route<const Shape extends RouteShape>(shape: Shape): Shape {
  return shape;
}

export type Routes = Readonly<Record<string, RouteShape>>;

type Read<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Sent<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;

/** What a handler is given, parsed. */
export interface Asked<R extends RouteShape> {
  readonly params: Read<R["params"]>;
  readonly query: Read<R["query"]>;
  readonly body: Read<R["body"]>;
}

/** What a client sends. */
export interface Asking<R extends RouteShape> {
  readonly params: Sent<R["params"]>;
  readonly query: Sent<R["query"]>;
  readonly body: Sent<R["body"]>;
}

/** What a handler answers with, and a client gets. */
export type Answered<R extends RouteShape> = R["answer"] extends z.ZodType
  ? z.output<R["answer"]>
  : undefined;
