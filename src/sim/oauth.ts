import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { monotonicMs } from "../base/clock.ts";
import type { SimConfig } from "./config.ts";
import { readBody } from "./send.ts";

/** Where the simulator gives out access tokens, beside the API. */
export const TOKEN_PATH = "/oauth/token";
/** The client that the token endpoint knows, and the refresh token of its first sign-in. */
export const OAUTH_CLIENT = { id: "sim-client", secret: "sim-secret", refreshToken: "sim-refresh" } as const;

type Headers = Readonly<Record<string, string>>;
type OAuthConfig = NonNullable<SimConfig["oauth"]>;

/** RFC 6749, 5.2. */
type TokenError =
  | "invalid_request"
  | "invalid_client"
  | "invalid_grant"
  | "unsupported_grant_type"
  | "invalid_scope";

class TokenProblem extends Error {
  readonly code: TokenError;

  constructor(code: TokenError, about: string) {
    super(about);
    this.code = code;
  }
}

/**
 * An OAuth2 token endpoint (RFC 6749): client credentials (4.4) and refresh tokens (6), which rotate. A refresh token that
 * is used twice revokes its sign-in with all that came of it (RFC 9700, 4.14.2).
 */
export class TokenEndpoint {
  #config: OAuthConfig | null;
  /** Access tokens that are good, and until when; those of the sign-in apart, since they end with it. */
  readonly #ofClient = new Map<string, number>();
  readonly #ofSignIn = new Map<string, number>();
  #refreshToken: string | null = OAUTH_CLIENT.refreshToken;
  readonly #used = new Set<string>();
  #given = 0;
  #refused = 0;

  constructor(config: SimConfig) {
    this.#config = config.oauth;
  }

  configure(config: SimConfig): void {
    this.#config = config.oauth;
  }

  /** How many access tokens were given, and how many requests for one were refused. */
  get counts(): { readonly given: number; readonly refused: number } {
    return { given: this.#given, refused: this.#refused };
  }

  resetCounts(): void {
    this.#given = 0;
    this.#refused = 0;
  }

  /** A new sign-in with this refresh token; the one before ends. */
  signIn(refreshToken: string): void {
    this.#ofSignIn.clear();
    this.#used.clear();
    this.#refreshToken = refreshToken;
  }

  /** No access token that was given so far is good any more. */
  expireAll(): void {
    this.#ofClient.clear();
    this.#ofSignIn.clear();
  }

  /** Whether an access token is good now; undefined where tokens are not given out here. */
  isGood(token: string): boolean | undefined {
    if (this.#config === null) return undefined;
    return monotonicMs() < (this.#ofClient.get(token) ?? this.#ofSignIn.get(token) ?? 0);
  }

  /** Answers where a request is for this endpoint and it is there; else returns false. */
  answers(req: IncomingMessage, res: ServerResponse): boolean {
    if (this.#config === null || (req.url ?? "").split("?")[0] !== TOKEN_PATH) return false;
    void this.#answer(req, res, this.#config);
    return true;
  }

  async #answer(req: IncomingMessage, res: ServerResponse, config: OAuthConfig): Promise<void> {
    try {
      const body = await readBody(req);
      if (config.delayMs > 0) await delay(config.delayMs, undefined, { ref: false });
      if (config.status !== null) {
        const wait: Headers = config.retryAfter === null ? {} : { "Retry-After": String(config.retryAfter) };
        send(res, config.status, { title: "The token endpoint is away." }, wait);
        return;
      }
      send(res, 200, this.#give(req, body ?? "", config));
    } catch (error) {
      this.#refused++;
      const problem =
        error instanceof TokenProblem ? error : new TokenProblem("invalid_request", "It cannot be read.");
      const asks = problem.code === "invalid_client" && req.headers.authorization !== undefined;
      const status = problem.code === "invalid_client" ? 401 : 400;
      const headers: Headers = asks ? { "WWW-Authenticate": 'Basic realm="sim"' } : {};
      send(res, status, { error: problem.code, error_description: problem.message }, headers);
    }
  }

  #give(req: IncomingMessage, body: string, config: OAuthConfig): Record<string, unknown> {
    const form = readForm(req, body);
    checkClient(req.headers.authorization, form);
    switch (form.get("grant_type")) {
      case "client_credentials":
        return this.#accessToken(this.#ofClient, config);
      case "refresh_token":
        return this.#refresh(form.get("refresh_token"), config);
      case undefined:
        throw new TokenProblem("invalid_request", "grant_type is missing.");
      default:
        throw new TokenProblem(
          "unsupported_grant_type",
          "client_credentials and refresh_token are supported.",
        );
    }
  }

  #refresh(token: string | undefined, config: OAuthConfig): Record<string, unknown> {
    if (token === undefined) throw new TokenProblem("invalid_request", "refresh_token is missing.");
    if (this.#used.has(token)) {
      this.#refreshToken = null;
      this.#ofSignIn.clear();
      throw new TokenProblem("invalid_grant", "The refresh token was used before: the sign-in is revoked.");
    }
    if (token !== this.#refreshToken)
      throw new TokenProblem("invalid_grant", "The refresh token is not valid.");
    const given = this.#accessToken(this.#ofSignIn, config);
    if (!config.rotate) return given;
    this.#used.add(token);
    this.#refreshToken = `sim-refresh-${random()}`;
    return { ...given, refresh_token: this.#refreshToken };
  }

  #accessToken(tokens: Map<string, number>, { ttl, tellTtl }: OAuthConfig): Record<string, unknown> {
    const token = `sim-access-${random()}`;
    tokens.set(token, monotonicMs() + ttl * 1000);
    this.#given++;
    return { access_token: token, token_type: "Bearer", ...(tellTtl && { expires_in: ttl }) };
  }
}

function random(): string {
  return randomBytes(24).toString("base64url");
}

/** RFC 6749, 3.2: POST, form-encoded, no parameter twice, one without a value as if it were not there. */
function readForm(req: IncomingMessage, body: string): ReadonlyMap<string, string> {
  if (req.method !== "POST") throw new TokenProblem("invalid_request", "Use POST.");
  const [type = ""] = (req.headers["content-type"] ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/x-www-form-urlencoded")
    throw new TokenProblem("invalid_request", "The body must be a form.");
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (form.has(name)) throw new TokenProblem("invalid_request", "A parameter is there twice.");
    if (value !== "") form.set(name, value);
  }
  return form;
}

/** RFC 6749, 2.3.1: by HTTP Basic or in the form, not both. */
function checkClient(authorization: string | undefined, form: ReadonlyMap<string, string>): void {
  const basic = /^Basic +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (basic !== undefined && form.has("client_secret"))
    throw new TokenProblem("invalid_request", "The client tells who it is in two ways.");
  const [id, secret] =
    basic === undefined
      ? [form.get("client_id"), form.get("client_secret")]
      : Buffer.from(basic, "base64").toString().split(":").map(formDecoded);
  if (id !== OAUTH_CLIENT.id || secret !== OAUTH_CLIENT.secret)
    throw new TokenProblem("invalid_client", "The client is not known, or its secret is not right.");
}

function formDecoded(text: string): string {
  return new URLSearchParams(`x=${text}`).get("x") ?? "";
}

function send(res: ServerResponse, status: number, body: unknown, headers: Headers = {}): void {
  const bytes = Buffer.from(JSON.stringify(body));
  res.writeHead(status, {
    "Content-Type": "application/json",
    "Content-Length": bytes.length,
    "Cache-Control": "no-store",
    Pragma: "no-cache",
    ...headers,
  });
  res.end(bytes);
}
