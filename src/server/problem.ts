import { STATUS_CODES } from "node:http";
import type { z } from "zod";
import { DatamasterError } from "../base/errors.ts";
import { type Messages, say, told } from "../messages/messages.ts";

/** An error as RFC 9457 tells it, in the asker's language. */
export interface Problem {
  readonly type: string;
  /** The status in HTTP's words. */
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** One of docs/reference.md. */
  readonly code: string;
  /** What to do next. */
  readonly hint?: string;
  readonly requestId: string;
  /** What is wrong with which field of the request. */
  readonly fields?: readonly FieldProblem[];
  /** When it is worth asking again, in seconds. */
  readonly retryAfter?: number;
}

export interface FieldProblem {
  /** `body.name`, `query.limit`. */
  readonly field: string;
  readonly message: string;
}

/** A request that is not as its route takes it. */
export class InputError extends DatamasterError {
  readonly fields: readonly FieldProblem[];

  constructor(fields: readonly FieldProblem[]) {
    const names = [...new Set(fields.map(({ field }) => field))].slice(0, 8).join(", ");
    super("INPUT_INVALID", told("httpInput", { fields: names }));
    this.fields = fields;
  }
}

/** What is wrong, by field, of a part of a request. */
export function fieldProblems(part: string, { issues }: z.ZodError): FieldProblem[] {
  return issues.map(({ path, message }) => ({ field: [part, ...path.map(String)].join("."), message }));
}

/** Any thrown thing as an error of ours; what nobody foresaw tells no more than where to look for it. */
export function toKnown(thrown: unknown, requestId: string): DatamasterError {
  if (thrown instanceof DatamasterError && thrown.code !== "INTERNAL") return thrown;
  const known = fromFastify(thrown);
  if (known !== null) return known;
  return new DatamasterError("INTERNAL", told("httpInternal", { request: requestId }), { cause: thrown });
}

/** An error as its answer tells it. */
export function problemOf(error: DatamasterError, words: Messages, requestId: string): Problem {
  const { text, hint = error.hint } = say(words, error.told ?? error.message);
  const status = error.httpStatus;
  const { retryAfter } = error.data;
  return {
    type: `urn:datamaster:problem:${error.code.toLowerCase().replaceAll("_", "-")}`,
    title: STATUS_CODES[status] ?? String(status),
    status,
    detail: text,
    code: error.code,
    ...(hint !== undefined && { hint }),
    requestId,
    ...(error instanceof InputError && { fields: error.fields }),
    ...(typeof retryAfter === "number" && { retryAfter }),
  };
}

/** Codes of Fastify. */
const EMPTY = "FST_ERR_CTP_EMPTY_JSON_BODY";
const LONG_PARAMETER = "FST_ERR_MAX_PARAM_LENGTH";

/** What the HTTP layer itself refuses, by its status; null for all else. */
function fromFastify(thrown: unknown): DatamasterError | null {
  if (!(thrown instanceof Error) || !("statusCode" in thrown)) return null;
  if (thrown.statusCode === 413) return new DatamasterError("INPUT_TOO_LARGE", told("httpTooLarge"));
  if (thrown.statusCode === 415) {
    return new DatamasterError("INPUT_TYPE", told("httpType", { types: "application/json" }));
  }
  const code = "code" in thrown ? thrown.code : undefined;
  if (code === LONG_PARAMETER) return new DatamasterError("NOT_FOUND", told("httpNothing"));
  if (thrown.statusCode !== 400) return null;
  const isJson = thrown instanceof SyntaxError || code === EMPTY;
  return new DatamasterError("INPUT_INVALID", isJson ? told("httpNoJson") : told("httpBadRequest"));
}
