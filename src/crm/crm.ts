import type { ErrorCode } from "../base/errors.ts";
import type { ToldLimit } from "../model/limit.ts";
import type { CrmClient, CrmProject, CrmRecord, Stamp } from "../model/record.ts";
import type { UnitKind } from "../model/run.ts";

/** A list to read, one page at a time. Ids are the CRM's own. */
export type ListTarget =
  | { readonly kind: "clients" }
  | { readonly kind: "projects"; readonly clientId: string }
  | { readonly kind: "phones"; readonly projectId: string };

/** What a unit of a run reads, in a connector's terms. `crmId` is that of the client or the project. */
export function targetOf({ kind, crmId }: { readonly kind: UnitKind; readonly crmId: string }): ListTarget {
  switch (kind) {
    case "clients":
      return { kind };
    case "projects":
      return { kind, clientId: crmId };
    case "phones":
      return { kind, projectId: crmId };
  }
}

/** A GET to send: path below the base URL, with its query; credentials are added by the sender. */
export interface CrmRequest {
  readonly path: string;
  /** Sent as If-None-Match: an answer that is still tagged so need not come. */
  readonly etag?: string | null;
  /** What the CRM counts it as against its limits; default 1. */
  readonly cost?: number;
}

/** The account that a token belongs to; `requestsPerSecond` is null where the CRM does not tell its limit. */
export interface Account {
  readonly name: string;
  readonly requestsPerSecond: number | null;
}

interface PageOf<Kind, Item> {
  readonly kind: Kind;
  readonly items: readonly Item[];
  /** Where the next page begins: opaque to all but the connector. Null on the last page. */
  readonly next: string | null;
  /** Items of the whole list, where the CRM tells. */
  readonly total: number | null;
  /** Items of this page that have no id, by which they could be asked for; they are left out. */
  readonly withoutId: number;
  /** Where the pages after this one begin, in their order, where that is known: they may be asked for side by side. */
  readonly ahead?: readonly string[];
}

export type Page =
  | PageOf<"clients", CrmClient>
  | PageOf<"projects", CrmProject>
  | PageOf<"phones", CrmRecord>;

/** A page of phones whose records are read field by field, when they are asked for. */
export interface RecordPage {
  readonly length: number;
  readonly next: string | null;
  /** Records of the whole project, where the CRM tells. */
  readonly total: number | null;
  /** The page's UTF-8, which {@link phoneStart} and {@link phoneEnd} point into. */
  readonly bytes: Uint8Array;
  /** Where the phone as its characters are begins in the bytes; -1 where only {@link phone} has it. */
  phoneStart(record: number): number;
  phoneEnd(record: number): number;
  /** Names the records by their ids: the same for pages that hold the same ones. */
  mark(): string;
  id(record: number): string;
  phone(record: number): string | null;
  label(record: number): string | null;
  contact(record: number): string | null;
}

/**
 * What is particular to one kind of CRM: which requests read its lists, and what its answers mean. Pure: it sends
 * nothing and keeps nothing, so that the main thread can build requests and the worker thread read answers.
 */
export interface Connector {
  readonly name: string;
  /** What answers of this CRM mean beside what all CRMs mean by their statuses; the first that fits counts. */
  readonly rules?: readonly AnswerRule[];
  /** Requests a second that the vendor documents: where the search for the limit begins if an account does not tell it. */
  readonly rateHint?: number;
  /** Headers in which this CRM tells of its limits; absent where they say nothing that could be relied on. */
  readonly limitHeaders?: readonly LimitHeaders[];
  /**
   * Its items tell when they changed, and a project's stamp moves with its records; `stampsMoveUp`: a client's does with
   * its projects. Stamps that are coarser than a minute are given rounded up. Without it every run reads all.
   */
  readonly incremental?: { readonly stampsMoveUp: boolean };
  accountRequest(): CrmRequest;
  /** Throws RetryableError CRM_NOT_A_CRM where the answer is no account of this CRM. */
  readAccount(body: Uint8Array): Account;
  /** With `since`, only what changed then or later; asked of lists of clients and projects, where {@link incremental} is there. */
  pageRequest(target: ListTarget, cursor: string | null, since?: Stamp | null): CrmRequest;
  /** Throws RetryableError CRM_BAD_ANSWER where the answer is cut, is no JSON or lacks required fields. */
  readPage(target: ListTarget, cursor: string | null, body: Uint8Array): Page;
  /** The same page of phones as {@link readPage} reads, faster: null where it is not plain enough for that. */
  scanPhones?(body: Uint8Array): RecordPage | null;
}

/** What an answer means for the run; `refresh` asks for a new token, and stops the run where there is none to be got. */
export type Verdict = "retry" | "wait" | "refresh" | "skip" | "park" | "stop";

/** How an answer is known and what it means, as data. All conditions must hold. */
export interface AnswerRule {
  /** Statuses, or spans of them, both ends included. */
  readonly statuses: readonly (number | readonly [number, number])[];
  /** A field of the JSON body, like `error.code` or `0.errorCode`; without `is` it need only be there. */
  readonly body?: { readonly path: string; readonly is?: readonly string[] };
  /** A header, its name in lower case. */
  readonly header?: { readonly name: string; readonly is?: readonly string[] };
  /** The body is a web page. */
  readonly page?: true;
  readonly verdict: Verdict;
  readonly code: ErrorCode;
  /** A retry need not wait. */
  readonly atOnce?: true;
  /** How long to wait where no Retry-After tells; `path` is a field of the body in seconds or seconds since 1970. */
  readonly until?:
    | { readonly unit: "seconds" | "epoch"; readonly path: string }
    | { readonly unit: "fixed"; readonly seconds: number }
    /** Of UTC. */
    | { readonly unit: "midnight" };
}

/**
 * Where an answer tells of a limit, as data; names in lower case. `fields`: a header for each fact; `ietf`: `RateLimit` and
 * `RateLimit-Policy` of the IETF draft, in any of its forms; `usage`: `api-usage=18/15000` and the like.
 */
export type LimitHeaders = { readonly trusted: boolean } & (
  | {
      readonly form: "fields";
      readonly remaining: string;
      readonly requests?: string;
      readonly reset?: string;
      /** Of the reset; `epoch` is in seconds since 1970. */
      readonly unit?: "epoch" | "seconds" | "milliseconds";
      /** Of the limit, in milliseconds, where it does not change. */
      readonly windowMs?: number;
      /** The header that tells it in milliseconds. */
      readonly window?: string;
    }
  | { readonly form: "ietf" }
  | { readonly form: "usage"; readonly header: string; readonly windowMs: number }
);

/** What one attempt may take, in milliseconds and bytes. */
export interface AnswerLimits {
  readonly connectMs: number;
  /** From sending to the first byte, and between two pieces of the body. */
  readonly stallMs: number;
  /** From sending to the last byte: a server that drips cannot hold a place for ever. */
  readonly totalMs: number;
  /** Over each `dripMs` of an answer at least `dripBytes` must come. */
  readonly dripMs: number;
  readonly dripBytes: number;
  /** Most bytes of a body, decoded. */
  readonly maxBytes: number;
}

/** An accepted answer: status 200 and a body not looked into yet; or 304, where the request held an ETag: then `isSame`, with no body. */
export interface CrmAnswer {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly etag: string | null;
  /** What it tells of limits; empty or absent where it tells nothing. */
  readonly limits?: readonly ToldLimit[];
  /** The server's clock as it answered, milliseconds since 1970; null where it does not tell. */
  readonly serverTime: number | null;
  readonly isSame: boolean;
}

/** Sends when its turn has come, and rejects as `send` does. What the answer tells of limits is for whoever gives turns. */
export type Pace = <T extends { readonly limits?: readonly ToldLimit[] }>(
  send: () => Promise<T>,
) => Promise<T>;

/**
 * Sends requests to one CRM account; one attempt a call. Rejects with RetryableError, QuarantineError, ParkError or
 * StopRunError as the failure deserves, or with the signal's reason.
 */
export interface CrmClientPort {
  /**
   * `pace` surrounds each sending: a request whose access token has ended waits outside of it for the new one, and is
   * sent again.
   */
  get(request: CrmRequest, signal: AbortSignal, pace?: Pace): Promise<CrmAnswer>;
  /** Gets an access token where it needs one and has none; null for an account with a fixed token. Rejects as `get` does. */
  signIn(signal: AbortSignal): Promise<TokenState | null>;
  /** Resolves when nothing is sent any more; a refresh token that is on its way is awaited and saved. */
  close(): Promise<void>;
}

/** The access token in use: which host gives it, and for how long it still lives where that was told. */
export interface TokenState {
  readonly host: string;
  readonly seconds: number | null;
}

/** A client of an OAuth2 token endpoint (RFC 6749), and what it exchanges for access tokens. */
export interface OAuthOptions {
  /** Client credentials: section 4.4; a refresh token: section 6. */
  readonly kind: "client-credentials" | "refresh-token";
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Null for a public client. */
  readonly clientSecret: string | null;
  /** The first one, as the sign-in gave it; null for client credentials. */
  readonly refreshToken: string | null;
  readonly scope: string | null;
  readonly audience: string | null;
  /** How the client tells who it is (section 2.3.1). */
  readonly clientAuth: "basic" | "post";
  /** URL of an HTTP proxy to the token endpoint. */
  readonly proxy: string | null;
}

/**
 * Which addresses may be connected to: public ones by https, and in these networks (`10.0.0.0/8`) any, by http too. For addresses
 * that somebody typed into the dashboard, so that they lead nowhere that only this machine can reach.
 */
export interface AddressGuard {
  readonly networks: readonly string[];
}

/** What a server's clock said, and what ours said at that moment; both in milliseconds since 1970. */
export interface ClockReading {
  readonly server: number;
  readonly here: number;
}
