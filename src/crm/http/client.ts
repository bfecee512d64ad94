import type { DatamasterError } from "../../base/errors.ts";
import type { Tokens } from "../auth/tokens.ts";
import type { AnswerRule, CrmAnswer, CrmClientPort, CrmRequest, LimitHeaders, Pace } from "../crm.ts";
import { classifyAnswer, classifyFailure } from "./classify.ts";
import { readLimitHeaders } from "./limit-headers.ts";
import { createSender, type HttpAnswer, type Sender, type SenderOptions } from "./send.ts";

export interface ClientOptions extends SenderOptions {
  readonly tokens: Tokens;
  /** The connector's own rules of what answers mean. */
  readonly rules?: readonly AnswerRule[];
  /** Where the CRM tells of its limits. */
  readonly limitHeaders?: readonly LimitHeaders[];
}

/** A request that is refused with so many tokens, each of which others were answered with, is refused for what it asks. */
const MOST_REFUSALS = 3;

const atOnce: Pace = (send) => send();

/** {@link CrmClientPort} over HTTP: one pool of connections, and every failure turned into an error class. */
export function createCrmClient(options: ClientOptions): CrmClientPort {
  const sender = createSender(options);
  const { tokens } = options;
  return {
    async get(request, signal, pace = atOnce) {
      for (let refusals = 1; ; refusals++) {
        // Outside of `pace`: a token that is waited for takes nobody's place and is no slowness of the CRM.
        await tokens.ready(signal);
        const got = await pace(() => attempt(sender, request, signal, options));
        if (!("refused" in got)) return got;
        if (refusals === MOST_REFUSALS) throw got.refused;
      }
    },
    signIn: (signal) => tokens.signIn(signal),
    async close() {
      await tokens.close();
      await sender.close();
    },
  };
}

/** One sending; `refused` where another access token may be got. */
async function attempt(
  sender: Sender,
  request: CrmRequest,
  signal: AbortSignal,
  { baseUrl, rules, tokens, limitHeaders = [] }: ClientOptions,
): Promise<CrmAnswer | { readonly refused: DatamasterError; readonly limits?: never }> {
  // The token may have ended while the request waited for its turn.
  const token = await tokens.ready(signal);
  const answer = await sendOrClassify(sender, request, token, signal, baseUrl);
  const now = Date.now();
  const limits = readLimitHeaders(answer.headers, limitHeaders, now);
  const isSame = answer.status === 304 && request.etag != null;
  const failure = isSame ? null : classifyAnswer(answer, now, rules, limits);
  if (failure?.code === "CRM_UNAUTHORIZED") {
    tokens.refused(token, failure);
    return { refused: failure };
  }
  if (failure !== null) throw failure;
  tokens.accepted(token);
  const { etag, date } = answer.headers;
  const serverTime = Date.parse(String(date));
  return {
    body: answer.body,
    etag: typeof etag === "string" ? etag : null,
    limits,
    serverTime: Number.isNaN(serverTime) ? null : serverTime,
    isSame,
  };
}

async function sendOrClassify(
  sender: Sender,
  request: CrmRequest,
  token: string,
  signal: AbortSignal,
  baseUrl: string,
): Promise<HttpAnswer> {
  try {
    return await sender.send(request.path, token, signal, request.etag);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw classifyFailure(error, baseUrl);
  }
}
