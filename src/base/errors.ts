import type { Told } from "./told.ts";

/**
 * Every error that a user can meet, in one list. The code is stable: scripts and docs/reference.md name it.
 * `exit` is the process exit code a run ends with when this error stops it (design: 1 try again, 2 do not); `status` is what
 * the service answers with where it is neither 409 (of exit 2) nor 500.
 */
export const ERROR_CODES = {
  USAGE: { exit: 2, status: 400, about: "A flag, verb or argument is wrong." },
  CONFIG_INVALID: {
    exit: 2,
    about: "The config file, .env or a DATAMASTER_ variable holds something wrong.",
  },
  NOTHING_TO_RESUME: { exit: 2, about: "There is no unfinished run to continue." },
  NO_SUCH_SCHEDULE: { exit: 2, status: 404, about: "The schedule asked for is not in the database." },
  NO_SUCH_RUN: { exit: 2, status: 404, about: "The run asked for is not in the database." },
  NO_SUCH_SOURCE: { exit: 2, status: 404, about: "No source of that name is configured or was made." },
  SOURCE_INVALID: { exit: 2, status: 422, about: "Settings of a source that is made are wrong." },
  SOURCE_EXISTS: { exit: 2, status: 409, about: "A source of that name is there already." },
  RUN_ACTIVE: { exit: 2, about: "Another process is collecting the same source into the same database." },
  STORE_MISSING: { exit: 2, about: "There is no database yet, or nothing was ever collected into it." },
  STORE_FOREIGN: { exit: 2, about: "The database file belongs to another program." },
  STORE_NEWER: { exit: 2, about: "The database was written by a newer version of this program." },
  STORE_NOT_EMPTY: { exit: 2, about: "The database that is to be written holds data already." },
  STORE_DAMAGED: { exit: 2, about: "The database file is damaged." },
  STORE_FAILED: { exit: 1, status: 503, about: "The database could not be opened, read or written." },
  BACKUP_INVALID: {
    exit: 2,
    about: "The file is no backup of this program, is damaged, or is not opened by the key that was given.",
  },
  RUN_PRUNED: { exit: 2, status: 410, about: "What was held after that run was pruned." },
  RANGES_INVALID: {
    exit: 2,
    about: "A numbering register is not in a form that is known, or the imported one is damaged.",
  },
  DELIVERY_FAILED: { exit: 1, about: "Files of a run could not be handed on; the run itself is stored." },
  DELIVERY_REFUSED: {
    exit: 2,
    about: "Files of a run cannot be handed on in the way the config says: key, sign-in, folder or size.",
  },
  IMPORT_REFUSED: {
    exit: 2,
    about: "Another tool's database cannot be read or understood, or the source has a history already.",
  },
  TOMBSTONE_KEY: {
    exit: 2,
    about: "Numbers were erased, and the key that knows them again is missing, another or unusable.",
  },
  SECRET_KEY: {
    exit: 2,
    about:
      "The key that secrets are sealed under is missing, another or unusable, or what it sealed is damaged.",
  },
  OUTPUT_FAILED: { exit: 1, about: "An output file could not be written." },
  NOT_SIGNED_IN: { exit: 2, status: 401, about: "The service does not know who asks." },
  NOT_ALLOWED: { exit: 2, status: 403, about: "The person or token may not do this in the service." },
  SIGN_IN_REFUSED: { exit: 2, status: 401, about: "E-mail, password or code is not right." },
  PASSWORD_REFUSED: {
    exit: 2,
    status: 422,
    about: "A new password is too short, too long or easily guessed.",
  },
  LINK_INVALID: { exit: 2, status: 410, about: "A one-time link was used, has ended or is none." },
  FOREIGN_ORIGIN: {
    exit: 2,
    status: 403,
    about: "A request that changes something did not come from the service's own pages.",
  },
  PLAIN_HTTP: {
    exit: 2,
    status: 403,
    about: "The connection to the service is not encrypted, and leaves this machine.",
  },
  NOT_FOUND: { exit: 2, status: 404, about: "The service has nothing at this address." },
  METHOD_UNKNOWN: { exit: 2, status: 405, about: "The service does not take this method at this address." },
  INPUT_INVALID: { exit: 2, status: 400, about: "What was sent to the service is not what it takes." },
  INPUT_TOO_LARGE: { exit: 2, status: 413, about: "More was sent to the service than it takes at once." },
  INPUT_TYPE: {
    exit: 2,
    status: 415,
    about: "What was sent to the service is in a form that it does not take.",
  },
  CONFLICT: { exit: 2, about: "What is asked for does not fit what is there now." },
  KEY_REUSED: { exit: 2, status: 422, about: "An Idempotency-Key was used again for another request." },
  TOO_MANY: { exit: 1, status: 429, about: "More was asked of the service than one may ask in this time." },
  SERVICE_RUNS: { exit: 2, about: "Another process serves the same database." },
  SERVICE_REFUSED: { exit: 2, about: "The service cannot listen or show itself as it is asked to." },
  CLOSING: { exit: 1, status: 503, about: "The service is ending." },
  CRM_UNREACHABLE: { exit: 1, status: 502, about: "The CRM could not be reached over the network." },
  CRM_TLS: { exit: 2, about: "The CRM's certificate was not accepted." },
  CRM_UNAUTHORIZED: {
    exit: 2,
    about: "The CRM refused the token (401), or gives none for what the source names.",
  },
  CRM_NO_TOKEN: {
    exit: 1,
    status: 502,
    about: "The CRM's token endpoint gave no access token: it was not reached, failed or asked to wait.",
  },
  TOKENS_FAILED: { exit: 2, about: "The file that keeps a refresh token could not be read or written." },
  ADDRESS_REFUSED: {
    exit: 2,
    status: 422,
    about: "A source that people made leads to an address that may not be connected to.",
  },
  CRM_FORBIDDEN: { exit: 2, about: "The CRM does not allow this account to read (403)." },
  CRM_NOT_FOUND: { exit: 1, status: 502, about: "The CRM knows no such client or project (404)." },
  CRM_CURSOR_EXPIRED: { exit: 1, status: 502, about: "The CRM forgot the place in a list (410)." },
  CRM_REJECTED: {
    exit: 1,
    status: 502,
    about: "The CRM answered with a status that trying again cannot change.",
  },
  CRM_THROTTLED: { exit: 1, status: 502, about: "The CRM asked to slow down (429)." },
  CRM_SERVER_ERROR: { exit: 1, status: 502, about: "The CRM answered with a server error (5xx)." },
  CRM_CONNECTION: { exit: 1, status: 502, about: "The connection to the CRM broke or timed out." },
  CRM_BAD_ANSWER: {
    exit: 1,
    status: 502,
    about: "The CRM's answer was cut, was no JSON or lacked required fields.",
  },
  CRM_NOT_A_CRM: { exit: 2, about: "The base URL answers, but not as this CRM does (a web page, say)." },
  CRM_TOO_LARGE: { exit: 1, status: 502, about: "An answer of the CRM was larger than any page may be." },
  CRM_REDIRECTED: {
    exit: 1,
    status: 502,
    about: "The CRM sent a request to another address, which was not followed.",
  },
  CRM_ENDLESS: { exit: 1, status: 502, about: "A list of the CRM went in a circle or did not end." },
  CRM_LIST_MOVED: { exit: 1, status: 502, about: "A list kept changing while its pages were read." },
  CRM_BLOCKED: {
    exit: 5,
    status: 502,
    about: "The CRM turns this account away for now: suspended, blocked, or its quota is used up.",
  },
  CRM_DOWN: { exit: 5, status: 502, about: "The CRM failed as a whole for longer than --patience allows." },
  QUOTA_SPENT: {
    exit: 5,
    status: 409,
    about: "The source's quota of a day is spent, but for what is left to people.",
  },
  OUTSIDE_HOURS: { exit: 5, status: 409, about: "The source's hours do not allow requests now." },
  CRM_EMPTY: { exit: 1, status: 409, about: "The CRM lists no client, where the source held some before." },
  STALLED: { exit: 1, about: "Nothing moved any more: a request, the pace or the database was stuck." },
  STOPPED: { exit: 4, about: "Stopped on request before anything was begun that could be continued." },
  INTERNAL: { exit: 1, about: "A fault in this program." },
} as const satisfies Readonly<Record<string, { exit: number; about: string; status?: number }>>;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface ErrorDetails {
  /** What to do next, one sentence in the user's words. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** Facts for logs and JSON; never a secret, never a full phone number. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/**
 * Base of all errors we throw on purpose: a code from {@link ERROR_CODES}, a text with its hint, data fields, a cause.
 * The text is `told(key, params)` of the message table, so that the command line can say it in the user's language;
 * `message` and `hint` are it in English, for logs and `--json`.
 */
export class DatamasterError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  /** The message as data; undefined where it is a text of its own. */
  readonly told: Told | undefined;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string | Told, details: ErrorDetails = {}) {
    const told = typeof message === "string" ? undefined : message;
    super(told?.text ?? String(message), details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.told = told;
    this.hint = details.hint ?? told?.hint;
    this.data = details.data ?? {};
  }

  /** Exit code of a command that this error ends. */
  get exitCode(): number {
    return ERROR_CODES[this.code].exit;
  }

  /** Status of an answer of the service that this error is told in. */
  get httpStatus(): number {
    const { exit, status }: { exit: number; status?: number } = ERROR_CODES[this.code];
    return status ?? (exit === 2 ? 409 : 500);
  }
}

/** Worth another try of the same request; `retryAfterMs` is what the server asked to wait, when it did. */
export class RetryableError extends DatamasterError {
  readonly retryAfterMs: number | undefined;
  readonly pace: RetryPace;

  constructor(
    code: ErrorCode,
    message: string | Told,
    details: ErrorDetails & { retryAfterMs?: number; pace?: RetryPace } = {},
  ) {
    super(code, message, details);
    this.retryAfterMs = details.retryAfterMs;
    this.pace = details.pace ?? "backoff";
  }
}

/**
 * How soon another try is due: after a growing pause; at once, the first two times; or at once and not counted as a
 * try, the first time.
 */
export type RetryPace = "backoff" | "at once" | "free";

/** The whole account is turned away: all its requests wait; `retryAfterMs` is what the server asked to wait, when it did. */
export class ParkError extends DatamasterError {
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ErrorCode,
    message: string | Told,
    details: ErrorDetails & { retryAfterMs?: number } = {},
  ) {
    super(code, message, details);
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** This unit (one client, one project) cannot be read; it is quarantined and the run goes on. */
export class QuarantineError extends DatamasterError {}

/** Nothing else of this run can succeed: stop it, keep what is stored. */
export class StopRunError extends DatamasterError {}

/** An error as plain data, to cross from one thread to another. */
export interface PackedError {
  readonly kind: "retry" | "quarantine" | "stop" | "plain";
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | undefined;
  readonly told: Told | undefined;
  readonly data: Readonly<Record<string, unknown>>;
  readonly stack: string | undefined;
}

export function packError(error: unknown): PackedError {
  const known = error instanceof DatamasterError;
  const kind =
    error instanceof RetryableError
      ? "retry"
      : error instanceof QuarantineError
        ? "quarantine"
        : error instanceof StopRunError
          ? "stop"
          : "plain";
  return {
    kind,
    code: known ? error.code : "INTERNAL",
    message: messageOf(error),
    hint: known ? error.hint : undefined,
    told: known ? error.told : undefined,
    data: known ? error.data : {},
    stack: error instanceof Error ? error.stack : undefined,
  };
}

export function unpackError(packed: PackedError): DatamasterError {
  const details = { data: packed.data, ...(packed.hint !== undefined && { hint: packed.hint }) };
  const make = {
    retry: RetryableError,
    quarantine: QuarantineError,
    stop: StopRunError,
    plain: DatamasterError,
  }[packed.kind];
  const error = new make(packed.code, packed.told ?? packed.message, details);
  if (packed.stack !== undefined) error.stack = packed.stack;
  return error;
}

/** What anything thrown says: as data where it is known, to be filled into another text; else its words. */
export function whyOf(error: unknown): string | Told {
  return error instanceof DatamasterError && error.told !== undefined ? error.told : messageOf(error);
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
