import type { Readable } from "node:stream";
import type { z } from "zod";
import type { Admitted, PresentSession, Who } from "../access/access.ts";
import type { Asked, RouteShape, Routes } from "../contract/contract.ts";
import type { Language } from "../messages/messages.ts";
import type { ServerParts } from "./parts.ts";

/** Where a request comes from, beside who asks. */
export interface Caller {
  readonly requestId: string;
  /** The address it came from: of the proxy's telling where proxies are trusted. */
  readonly place: string;
  readonly userAgent: string;
  /** The language that the answer is to speak. */
  readonly language: Language;
  /** It came over TLS, here or at the proxy: cookies are for this alone. */
  readonly isSecure: boolean;
  /** Nobody on the way can read it: TLS, or a connection that never leaves this machine. */
  readonly isPrivate: boolean;
  readonly session: PresentSession | null;
  /** Aborts when the client goes away before it is answered. */
  readonly signal: AbortSignal;
  /** The value of a request header. */
  header(name: string): string | undefined;
  /** Sets a header of the answer; `set-cookie` may be set more than once. */
  setHeader(name: string, value: string): void;
}

/** Whatever a route's handler is given: what was asked, checked by the route's schemas and permission. */
export interface Call<R extends RouteShape> extends Asked<R> {
  /** Null only where the route is for anyone. */
  readonly who: R["may"] extends "anyone" ? Who | null : Who;
  readonly admitted: R["may"] extends "anyone" ? Admitted | null : Admitted;
  readonly caller: Caller;
  /** The bytes of a route that takes a file; it must be read to its end, or the connection is closed. Ends in an error at too many. */
  readonly upload: R extends { readonly takes: "file" } ? Readable : undefined;
}

/** A file as an answer: sent as an attachment of that name. */
export interface FileAnswer {
  readonly name: string;
  /** A media type. */
  readonly type: string;
  /** How many bytes there will be, where that is known. */
  readonly bytes?: number;
  readonly body: Readable | Uint8Array | string;
}

type Answer<R extends RouteShape> = R["answer"] extends "file"
  ? FileAnswer
  : R["answer"] extends z.ZodType
    ? z.input<R["answer"]>
    : undefined;

/** Answers one route; no logic but asking verbs and mapping. What it throws becomes a problem in the asker's language. */
export type Handler<R extends RouteShape> = (
  call: Call<R>,
  server: ServerParts,
) => Answer<R> | Promise<Answer<R>>;

/** One handler a route. Routes that answer with events are the server's own. */
export type Handlers<Table extends Routes> = {
  readonly [Name in keyof Table as Table[Name]["answer"] extends "events" ? never : Name]: Handler<
    Table[Name]
  >;
};
