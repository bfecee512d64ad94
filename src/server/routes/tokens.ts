import type { TokenRow } from "../../app/people/api-tokens.ts";
import { type Permission, TOKEN_SCOPES } from "../../contract/contract.ts";
import type { tokenRoutes } from "../../contract/tokens.ts";
import type { Handlers } from "../handler.ts";

export const tokenHandlers: Handlers<typeof tokenRoutes> = {
  async listTokens({ who }, { desk }) {
    const tokens = await desk.ask(who.actor, "listTokens");
    return { items: tokens.map(toRow) };
  },
  async makeToken({ who, body }, { desk }) {
    const { token, row } = await desk.ask(who.actor, "makeToken", { ...body, owner: who.id });
    return { token, row: toRow(row) };
  },
  async dropToken({ who, params }, { desk }) {
    await desk.ask(who.actor, "dropToken", params.token);
    return undefined;
  },
};

function toRow({ scopes, scopesNow, ...row }: TokenRow) {
  return { ...row, scopes: known(scopes), scopesNow: known(scopesNow) };
}

function known(scopes: readonly string[]): Permission[] {
  return TOKEN_SCOPES.filter((scope) => scopes.includes(scope));
}
