import type { RateLimitConfig } from "./config.ts";
import type { RateDecision } from "./rate-limit.ts";

/** How a rate limit is told in headers: two true ways beside the usual one, and four that lie. */
export const HEADER_FORMS = ["epoch", "delta", "ietf", "zero", "stuck", "past", "far"] as const;

const MONTH_S = 30 * 86_400;

/** The headers of an answer as flat name and value pairs. */
export function limitHeaders(config: RateLimitConfig, decision: RateDecision): string[] {
  const { headerForm } = config;
  const { remaining } = decision;
  const limit = Math.floor(decision.limit);
  const left = Math.ceil(decision.resetMs / 1000);
  const resetAt = Math.ceil((Date.now() + decision.resetMs) / 1000);
  switch (headerForm) {
    case "epoch":
      return fields(limit, remaining, resetAt);
    case "delta":
      return fields(limit, remaining, left);
    case "ietf": {
      const policy = `"default";q=${limit};w=${Math.ceil(config.windowMs / 1000)}`;
      return ["RateLimit-Policy", policy, "RateLimit", `"default";r=${remaining};t=${left}`];
    }
    case "zero":
      return fields(-1, 0, resetAt + 1);
    case "stuck":
      return fields(limit, limit, resetAt);
    case "past":
      return fields(limit, 0, resetAt - 3_600);
    case "far":
      return fields(limit, 0, resetAt + MONTH_S);
  }
}

function fields(limit: number, remaining: number, reset: number): string[] {
  const names = ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"];
  return [limit, remaining, reset].flatMap((value, i) => [names[i] ?? "", String(value)]);
}
