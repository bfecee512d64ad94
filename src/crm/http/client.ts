import type { AnswerRule, CrmAnswer, CrmClientPort, CrmRequest, LimitHeaders } from "../crm.ts";
import { classifyAnswer, classifyFailure } from "./classify.ts";
import { readLimitHeaders } from "./limit-headers.ts";
import { createSender, type HttpAnswer, type Sender, type SenderOptions } from "./send.ts";

export interface ClientOptions extends SenderOptions {
  /** The connector's own rules of what answers mean. */
  readonly rules?: readonly AnswerRule[];
  /** Where the CRM tells of its limits. */
  readonly limitHeaders?: readonly LimitHeaders[];
}

/** {@link CrmClientPort} over HTTP: one pool of connections, and every failure turned into an error class. */
export function createCrmClient(options: ClientOptions): CrmClientPort {
  const sender = createSender(options);
  const { rules, limitHeaders = [] } = options;
  return {
    async get(request: CrmRequest, signal: AbortSignal): Promise<CrmAnswer> {
      const answer = await sendOrClassify(sender, request, signal, options.baseUrl);
      const now = Date.now();
      const limits = readLimitHeaders(answer.headers, limitHeaders, now);
      const failure = classifyAnswer(answer, now, rules, limits);
      if (failure !== null) throw failure;
      const etag = answer.headers.etag;
      return { body: answer.body, etag: typeof etag === "string" ? etag : null, limits };
    },
    close: () => sender.close(),
  };
}

async function sendOrClassify(
  sender: Sender,
  request: CrmRequest,
  signal: AbortSignal,
  baseUrl: string,
): Promise<HttpAnswer> {
  try {
    return await sender.send(request.path, signal);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw classifyFailure(error, baseUrl);
  }
}
