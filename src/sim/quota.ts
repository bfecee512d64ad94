import type { SimConfig } from "./config.ts";
import { RequestProblem } from "./problem.ts";

const DAY_MS = 86_400_000;

/** What the account may ask in a day. The day ends when the control says so: the clock is never set. */
export class DayQuota {
  #used = 0;

  /** Counts a request; throws the answer of a CRM whose quota is spent. Refused requests do not count. */
  take({ quota }: SimConfig): void {
    if (quota === null) return;
    if (this.#used >= quota.requests) throw refusal(quota);
    this.#used++;
  }

  nextDay(): void {
    this.#used = 0;
  }
}

/** In the words of CRMs that have such quotas: HubSpot's 429, Salesforce's 403, another's 503. */
function refusal({ status, retryAfter }: NonNullable<SimConfig["quota"]>): RequestProblem {
  const left = retryAfter ?? Math.ceil((DAY_MS - (Date.now() % DAY_MS)) / 1000);
  const headers = status === 403 || left === 0 ? [] : ["Retry-After", String(left)];
  const body =
    status === 403
      ? [{ message: "TotalRequests Limit exceeded.", errorCode: "REQUEST_LIMIT_EXCEEDED" }]
      : {
          status: "error",
          message: "The daily limit is reached.",
          errorType: "RATE_LIMIT",
          policyName: "DAILY",
        };
  return new RequestProblem(status, "The daily limit is reached.", headers, body);
}
