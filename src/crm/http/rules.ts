import type { AnswerRule } from "../crm.ts";
import { isWebPage } from "../json.ts";
import type { HttpAnswer } from "./send.ts";

/** Answers larger than this are pages, not messages: their bodies are not looked into here. */
const LARGEST_MESSAGE = 64 * 1024;
/** A 200 that a rule may look into: an error in the place of a page is short. */
const LARGEST_200 = 4 * 1024;

/** What every CRM means by a status; a connector's own rules come first. */
const COMMON_RULES: readonly AnswerRule[] = [
  { statuses: [429], verdict: "wait", code: "CRM_THROTTLED" },
  { statuses: [401], verdict: "refresh", code: "CRM_UNAUTHORIZED" },
  { statuses: [403], page: true, verdict: "park", code: "CRM_BLOCKED" },
  { statuses: [403], verdict: "stop", code: "CRM_FORBIDDEN" },
  { statuses: [402, 423, 451], verdict: "park", code: "CRM_BLOCKED" },
  { statuses: [408, 425], verdict: "retry", code: "CRM_SERVER_ERROR", atOnce: true },
  { statuses: [501, 505], verdict: "skip", code: "CRM_REJECTED" },
  { statuses: [[500, 599]], verdict: "retry", code: "CRM_SERVER_ERROR" },
  { statuses: [404], verdict: "skip", code: "CRM_NOT_FOUND" },
  { statuses: [410], verdict: "skip", code: "CRM_CURSOR_EXPIRED" },
  { statuses: [[300, 399]], verdict: "retry", code: "CRM_REDIRECTED" },
  { statuses: [[201, 299]], verdict: "retry", code: "CRM_BAD_ANSWER" },
  { statuses: [[400, 499]], verdict: "skip", code: "CRM_REJECTED" },
];

/** The first rule that an answer meets; null for one to use. Numbers at which a body tells how long stay text. */
export function findRule(answer: HttpAnswer, own: readonly AnswerRule[]): Found | null {
  const message = lazily(() => readMessage(answer));
  for (const rule of own) if (meets(answer, rule, message)) return { rule, message };
  if (answer.status === 200) return null;
  for (const rule of COMMON_RULES) if (meets(answer, rule, message)) return { rule, message };
  return { rule: { statuses: [answer.status], verdict: "skip", code: "CRM_REJECTED" }, message };
}

export interface Found {
  readonly rule: AnswerRule;
  /** The body as JSON; undefined where it is none or too large for a message. */
  readonly message: () => unknown;
}

function meets(answer: HttpAnswer, rule: AnswerRule, message: () => unknown): boolean {
  const { status } = answer;
  const isStatus = rule.statuses.some((one) =>
    typeof one === "number" ? one === status : status >= one[0] && status <= one[1],
  );
  if (!isStatus || (rule.page === true && !isWebPage(answer.body))) return false;
  if (rule.header !== undefined && !matches(answer.headers[rule.header.name], rule.header.is)) return false;
  return rule.body === undefined || matches(valueAt(message(), rule.body.path), rule.body.is);
}

function matches(value: unknown, wanted: readonly string[] | undefined): boolean {
  if (value === undefined || value === null) return false;
  return wanted === undefined || wanted.includes(String(value));
}

/** The value at `a.0.b` of parsed JSON; undefined where there is none. */
export function valueAt(value: unknown, path: string): unknown {
  let at = value;
  for (const name of path.split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}

function readMessage({ status, body }: HttpAnswer): unknown {
  if (body.length > (status === 200 ? LARGEST_200 : LARGEST_MESSAGE)) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
