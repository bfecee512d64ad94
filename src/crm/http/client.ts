import type { AnswerRule, CrmAnswer, CrmClientPort, CrmRequest } from "../crm.ts";
import { classifyAnswer, classifyFailure } from "./classify.ts";
import { createSender, type HttpAnswer, type Sender, type SenderOptions } from "./send.ts";

export interface ClientOptions extends SenderOptions {
  /** The connector's own rules of what answers mean. */
  readonly rules?: readonly AnswerRule[];
}

/** {@link CrmClientPort} over HTTP: one pool of connections, and every failure turned into an error class. */
export function createCrmClient(options: ClientOptions): CrmClientPort {
  const sender = createSender(options);
  return {
    async get(request: CrmRequest, signal: AbortSignal): Promise<CrmAnswer> {
      const answer = await sendOrClassify(sender, request, signal, options.baseUrl);
      const isSame = answer.status === 304 && request.etag != null;
      const failure = isSame ? null : classifyAnswer(answer, Date.now(), options.rules);
      if (failure !== null) throw failure;
      const etag = answer.headers.etag;
      const date = Date.parse(String(answer.headers.date));
      return {
        body: answer.body,
        etag: typeof etag === "string" ? etag : null,
        serverTime: Number.isNaN(date) ? null : date,
        isSame,
      };
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
    return await sender.send(request.path, signal, request.etag);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw classifyFailure(error, baseUrl);
  }
}
