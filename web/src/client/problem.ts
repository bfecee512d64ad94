/** What is wrong with one field of what was sent; `at` is its path, `items.0.name`. */
export interface FieldProblem {
  readonly at: string;
  readonly message: string;
}

/** An answer that is an error (RFC 9457), its texts in the reader's language; status 0 where no answer came at all. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly status: number;
  readonly code: string;
  readonly hint: string | undefined;
  readonly requestId: string | undefined;
  readonly fields: readonly FieldProblem[];
  /** When it is worth asking again, in seconds. */
  readonly retryAfter: number | undefined;

  constructor(status: number, told: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(text(told.detail) ?? text(told.title) ?? "", { cause });
    this.status = status;
    this.code = text(told.code) ?? (status === 0 ? "OFFLINE" : `HTTP_${status}`);
    this.hint = text(told.hint);
    this.requestId = text(told.requestId);
    this.retryAfter = typeof told.retryAfter === "number" ? told.retryAfter : undefined;
    this.fields = Array.isArray(told.fields) ? told.fields.flatMap(fieldProblem) : [];
  }

  /** The service was not reached; trying again may help. */
  get isOffline(): boolean {
    return this.status === 0;
  }

  /** Nobody is signed in (any more); a password that was not right is another thing. */
  get isSignedOut(): boolean {
    return this.code === "NOT_SIGNED_IN";
  }
}

/** The problem that an answer tells; made up where a proxy answered with something else. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const isJson = /[/+]json/.test(response.headers.get("content-type") ?? "");
  const told: unknown = isJson ? await response.json().catch(() => undefined) : undefined;
  const header = Number(response.headers.get("retry-after") ?? "");
  const retryAfter = header > 0 ? { retryAfter: header } : {};
  return new ApiProblem(response.status, { ...retryAfter, ...(isRecord(told) ? told : {}) });
}

function fieldProblem(value: unknown): FieldProblem[] {
  if (!isRecord(value)) return [];
  // The server names the part too, `body.name`; a form knows its fields alone.
  const at = (text(value.field) ?? "").replace(/^(body|query|params)\./, "");
  return [{ at, message: text(value.message) ?? "" }];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
