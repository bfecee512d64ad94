import type { OAuthOptions } from "../../src/crm/crm.ts";
import { OAUTH_CLIENT } from "../../src/sim/sim.ts";

/** How a simulator with `oauth` is signed in to. */
export function oauthOf(
  { tokenUrl }: { readonly tokenUrl: string },
  kind: OAuthOptions["kind"],
  more: Partial<OAuthOptions> = {},
): OAuthOptions {
  return {
    kind,
    tokenUrl,
    clientId: OAUTH_CLIENT.id,
    clientSecret: OAUTH_CLIENT.secret,
    refreshToken: kind === "refresh-token" ? OAUTH_CLIENT.refreshToken : null,
    scope: null,
    audience: null,
    clientAuth: "basic",
    proxy: null,
    ...more,
  };
}
