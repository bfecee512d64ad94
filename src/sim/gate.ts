import { createHash, timingSafeEqual } from "node:crypto";
import type { SimConfig } from "./config.ts";
import type { TokenEndpoint } from "./oauth.ts";
import { RequestProblem } from "./problem.ts";
import { DayQuota } from "./quota.ts";
import { limitHeaders } from "./rate-headers.ts";
import { createRateLimiter, limitOf, type RateDecision, type RateLimiter } from "./rate-limit.ts";

/** Who may ask, and how often: the token, its end, and the rate limit. */
export class Gate {
  #token: string;
  readonly #tokens: Pick<TokenEndpoint, "isGood">;
  #config: SimConfig;
  #limiter: RateLimiter | undefined;
  readonly #quota = new DayQuota();
  #usesOfToken = 0;

  constructor(token: string, config: SimConfig, tokens: Pick<TokenEndpoint, "isGood">) {
    this.#token = token;
    this.#tokens = tokens;
    this.#config = config;
    this.#limiter = limiterOf(config);
  }

  get token(): string {
    return this.#token;
  }

  /** From now on only this token is right, and its uses are counted from 0. */
  setToken(token: string): void {
    this.#token = token;
    this.#usesOfToken = 0;
  }

  /** A changed rate limit starts empty; an unchanged one keeps its count. */
  configure(config: SimConfig): void {
    if (JSON.stringify(config.rateLimit) !== JSON.stringify(this.#config.rateLimit))
      this.#limiter = limiterOf(config);
    if (config.tokenExpiresAfter !== this.#config.tokenExpiresAfter) this.#usesOfToken = 0;
    this.#config = config;
  }

  /** Requests a second, where the config says that `/me` tells it. */
  toldLimit(): number | null {
    const { rateLimit } = this.#config;
    return rateLimit?.tell ? (rateLimit.perSecond ?? (limitOf(rateLimit) * 1000) / rateLimit.windowMs) : null;
  }

  /** Throws 401 or 403. */
  checkAccess(authorization: string | undefined): void {
    const given = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
    const challenge = ["WWW-Authenticate", 'Bearer realm="sim"'];
    if (given === undefined) throw new RequestProblem(401, "A bearer token is needed.", challenge);
    if (!(this.#tokens.isGood(given) ?? equal(given, this.#token)))
      throw new RequestProblem(401, "The token is not right.", challenge);
    if (this.#expired()) throw new RequestProblem(401, "The token has expired.", challenge);
    if (this.#config.forbidden) throw new RequestProblem(403, "This account may not read the API.");
    this.#usesOfToken++;
  }

  /** Takes one request from the limit: undefined where there is none. */
  takeRate(now: number): RateDecision | undefined {
    return this.#limiter?.take(now);
  }

  /** Takes one request from the day's quota; throws what a CRM answers whose quota is spent. */
  takeQuota(): void {
    this.#quota.take(this.#config);
  }

  /** The day's quota begins anew. */
  nextDay(): void {
    this.#quota.nextDay();
  }

  /** X-RateLimit headers and, for a refusal, Retry-After, as flat name and value pairs. */
  rateHeaders(decision: RateDecision): string[] {
    const { rateLimit } = this.#config;
    if (rateLimit === null) return [];
    const headers: string[] = [];
    if (rateLimit.headers) headers.push(...limitHeaders(rateLimit, decision));
    if (decision.accepted || rateLimit.retryAfter === "none") return headers;
    if (rateLimit.retryAfter === "seconds") {
      headers.push("Retry-After", String(Math.max(1, Math.ceil(decision.retryMs / 1000))));
    } else {
      const whole = Math.ceil((Date.now() + decision.retryMs) / 1000) * 1000;
      headers.push("Retry-After", new Date(whole).toUTCString());
    }
    return headers;
  }

  #expired(): boolean {
    const { tokenExpiresAfter, tokenExpiresAt } = this.#config;
    if (tokenExpiresAfter !== null && this.#usesOfToken >= tokenExpiresAfter) return true;
    return tokenExpiresAt !== null && Date.now() >= Date.parse(tokenExpiresAt);
  }
}

function limiterOf(config: SimConfig): RateLimiter | undefined {
  return config.rateLimit === null ? undefined : createRateLimiter(config.rateLimit);
}

function equal(given: string, wanted: string): boolean {
  if (given === wanted) return true;
  const [a, b] = [given, wanted].map((text) => createHash("sha256").update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
