import { monotonicMs } from "../../base/clock.ts";
import type { AddressGuard, OAuthOptions } from "../crm.ts";
import { ANSWER_LIMITS } from "../http/answer-limits.ts";
import { ACCEPTED_ENCODINGS } from "../http/decode.ts";
import { createDispatcher, type HttpAnswer } from "../http/send.ts";
import { wholeAnswer } from "../http/whole-answer.ts";
import { noToken, readTokenAnswer } from "./token-answer.ts";

/** A request to a token endpoint: who asks, and the way there. */
export interface TokenRequest extends OAuthOptions {
  readonly userAgent: string;
  readonly ca?: readonly string[] | null;
  readonly guard?: AddressGuard | null;
}

/** What the endpoint gave. */
export interface GivenToken {
  readonly accessToken: string;
  /** Null where the endpoint keeps to the one it has. */
  readonly refreshToken: string | null;
  /** Counted from `askedAt`; null where it does not tell. */
  readonly lifeMs: number | null;
  /** When it was asked for: on the monotonic clock, and in milliseconds since 1970. */
  readonly askedAt: number;
  readonly askedAtDate: number;
}

/** Short, since a run waits for it, and a signal to stop does. */
export const TOKEN_DEADLINE_MS = 12_000;
const LIMITS = { ...ANSWER_LIMITS, totalMs: TOKEN_DEADLINE_MS, maxBytes: 1024 * 1024 };

/**
 * Asks a token endpoint once; redirects are not followed, and the client's credentials go to no other address. Rejects
 * ParkError CRM_NO_TOKEN, StopRunError CRM_UNAUTHORIZED or CRM_TLS, or with the signal's reason.
 */
export async function askForToken(
  request: TokenRequest,
  grant: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<GivenToken> {
  const askedAt = monotonicMs();
  const askedAtDate = Date.now();
  const secrets = [request.clientSecret, grant.refresh_token].filter((one) => typeof one === "string");
  const { host } = new URL(request.tokenUrl);
  let answer: HttpAnswer;
  try {
    answer = await post(request, grant, signal);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw noToken(error, request.tokenUrl);
  }
  return { ...readTokenAnswer(answer, host, secrets, askedAtDate), askedAt, askedAtDate };
}

async function post(
  request: TokenRequest,
  grant: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const url = new URL(request.tokenUrl);
  const { proxy, ca = null, guard = null, userAgent } = request;
  const dispatcher = createDispatcher(url.origin, { proxy, ca, guard, connections: 1 }, LIMITS);
  const { headers, form } = identify(request);
  const { scope, audience } = request;
  const asked = { ...(scope !== null && { scope }), ...(audience !== null && { audience }) };
  const body = new URLSearchParams({ ...grant, ...asked, ...form }).toString();
  const common = {
    accept: "application/json",
    "accept-encoding": ACCEPTED_ENCODINGS,
    "content-type": "application/x-www-form-urlencoded",
    "user-agent": userAgent,
  };
  const options = {
    origin: url.origin,
    path: url.pathname + url.search,
    method: "POST" as const,
    headers: { ...headers, ...common },
    body,
  };
  try {
    return await wholeAnswer(dispatcher, options, signal, LIMITS);
  } finally {
    await dispatcher.destroy();
  }
}

/** RFC 6749, 2.3.1: by HTTP Basic, both parts form-encoded, or in the form; a public client names itself there (3.2.1). */
function identify({ clientId, clientSecret, clientAuth }: OAuthOptions): {
  readonly headers: Record<string, string>;
  readonly form: Record<string, string>;
} {
  if (clientSecret === null) return { headers: {}, form: { client_id: clientId } };
  if (clientAuth === "post")
    return { headers: {}, form: { client_id: clientId, client_secret: clientSecret } };
  const pair = Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`);
  return { headers: { authorization: `Basic ${pair.toString("base64")}` }, form: {} };
}

function formEncoded(text: string): string {
  return new URLSearchParams({ "": text }).toString().slice(1);
}
