import type { ErrorCode } from "../base/errors.ts";
import type { CrmClient, CrmProject, CrmRecord } from "../model/record.ts";

/** A list to read, one page at a time. Ids are the CRM's own. */
export type ListTarget =
  | { readonly kind: "clients" }
  | { readonly kind: "projects"; readonly clientId: string }
  | { readonly kind: "phones"; readonly projectId: string };

/** A GET to send: path below the base URL, with its query; credentials are added by the sender. */
export interface CrmRequest {
  readonly path: string;
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
}

export type Page =
  | PageOf<"clients", CrmClient>
  | PageOf<"projects", CrmProject>
  | PageOf<"phones", CrmRecord>;

/** A page of phones whose records are read field by field, when they are asked for. */
export interface RecordPage {
  readonly length: number;
  readonly next: string | null;
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
  accountRequest(): CrmRequest;
  /** Throws RetryableError CRM_NOT_A_CRM where the answer is no account of this CRM. */
  readAccount(body: Uint8Array): Account;
  pageRequest(target: ListTarget, cursor: string | null): CrmRequest;
  /** Throws RetryableError CRM_BAD_ANSWER where the answer is cut, is no JSON or lacks required fields. */
  readPage(target: ListTarget, cursor: string | null, body: Uint8Array): Page;
  /** The same page of phones as {@link readPage} reads, faster: null where it is not plain enough for that. */
  scanPhones?(body: Uint8Array): RecordPage | null;
}

/** What an answer means for the run; `refresh` asks for a new token, and stops the run where there is none. */
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

/** An accepted answer: status 200 and a body not looked into yet. */
export interface CrmAnswer {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly etag: string | null;
}

/**
 * Sends requests to one CRM account within its limits; one attempt a call. Rejects with RetryableError,
 * QuarantineError or StopRunError as the failure deserves, or with the signal's reason.
 */
export interface CrmClientPort {
  get(request: CrmRequest, signal: AbortSignal): Promise<CrmAnswer>;
  close(): Promise<void>;
}

/** What a server's clock said, and what ours said at that moment; both in milliseconds since 1970. */
export interface ClockReading {
  readonly server: number;
  readonly here: number;
}
