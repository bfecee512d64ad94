import { ParkError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { KeptTokens, TokenKeeper } from "../../model/token.ts";
import type { AddressGuard, OAuthOptions } from "../crm.ts";
import { askForToken, type GivenToken, type TokenRequest } from "./token-request.ts";
import { type AccessToken, accessToken, RenewedTokens, type Tokens } from "./tokens.ts";

export interface OAuthTokensOptions {
  readonly oauth: OAuthOptions;
  /** Where refresh tokens are kept; null for client credentials, which have none. */
  readonly keeper: TokenKeeper | null;
  readonly userAgent: string;
  readonly ca?: readonly string[] | null;
  readonly guard?: AddressGuard | null;
}

interface Unsaved {
  readonly tokens: KeptTokens;
  readonly given: GivenToken;
}

/** A kept access token that ends sooner is not worth beginning with. */
const LEAST_LEFT_MS = 30_000;

/** Access tokens by OAuth2: client credentials, or a refresh token that may change with each use. */
export function oauthTokens(options: OAuthTokensOptions): Tokens {
  const { oauth, keeper } = options;
  const request: TokenRequest = { ...options, ...oauth };
  const { host } = new URL(oauth.tokenUrl);
  if (oauth.refreshToken === null || keeper === null) {
    return new RenewedTokens(async (_last, signal) => {
      const given = await askForToken(request, { grant_type: "client_credentials" }, signal);
      return accessToken(given.accessToken, given.lifeMs, true, given.askedAt);
    }, host);
  }
  const exchange = new Exchange(request, oauth.refreshToken, keeper);
  return new RenewedTokens((last, signal) => exchange.renew(last, signal), host);
}

/**
 * Exchanges a refresh token. What comes in its place is durable before the new access token is used; whoever shares the
 * keeper takes over what another process got. Only an answer that is lost on its way, or with its process before it
 * is saved, costs the sign-in, where the CRM does not let the former token pass once more.
 */
class Exchange {
  readonly #request: TokenRequest;
  readonly #first: string;
  readonly #keeper: TokenKeeper;
  /** Given, and not yet saved since that failed. */
  #unsaved: Unsaved | null = null;

  constructor(request: TokenRequest, first: string, keeper: TokenKeeper) {
    this.#request = request;
    this.#first = first;
    this.#keeper = keeper;
  }

  renew(last: string | null, signal: AbortSignal): Promise<AccessToken> {
    return this.#keeper.alone(async (kept) => {
      const ready = this.#unsaved === null ? reusable(kept, last) : null;
      if (ready !== null) return ready;
      this.#unsaved ??= await this.#ask(kept?.refreshToken ?? this.#first);
      const { tokens, given } = this.#unsaved;
      try {
        await this.#keeper.save(tokens);
      } catch (cause) {
        throw new ParkError("CRM_NO_TOKEN", told("tokensUnsaved"), { cause });
      }
      this.#unsaved = null;
      return accessToken(given.accessToken, given.lifeMs, true, given.askedAt);
    }, signal);
  }

  async #ask(refreshToken: string): Promise<Unsaved> {
    const form = { grant_type: "refresh_token", refresh_token: refreshToken };
    // Not to be aborted: what it answers is the only way to the next token.
    const given = await askForToken(this.#request, form, new AbortController().signal);
    const expiresAt = given.lifeMs === null ? null : new Date(given.askedAtDate + given.lifeMs).toISOString();
    const tokens: KeptTokens = {
      refreshToken: given.refreshToken ?? refreshToken,
      accessToken: given.accessToken,
      expiresAt,
    };
    return { tokens, given };
  }
}

/** The kept access token, unless it was used up already or soon ends. */
function reusable(kept: KeptTokens | null, last: string | null): AccessToken | null {
  if (kept === null || kept.accessToken === last) return null;
  if (kept.expiresAt === null) return accessToken(kept.accessToken, null, false);
  const left = Date.parse(kept.expiresAt) - Date.now();
  return left >= LEAST_LEFT_MS ? accessToken(kept.accessToken, left, false) : null;
}
