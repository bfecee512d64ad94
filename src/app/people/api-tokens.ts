import { hashSecret, isoOf, newApiToken, newId, roleOf, scopesNow } from "../../access/access.ts";
import { DatamasterError } from "../../base/errors.ts";
import { MAY, type Permission, TOKEN_SCOPES } from "../../contract/contract.ts";
import { told } from "../../messages/messages.ts";
import type { ApiToken, Person } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changing, reading } from "../with-store.ts";
import { found } from "./own-account.ts";

/** A token as it is listed. */
export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly owner: { readonly id: string; readonly name: string; readonly email: string };
  readonly scopes: readonly string[];
  /** Of the scopes, what the owner's role still has. */
  readonly scopesNow: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly usedAt: string | null;
  readonly usedFrom: string | null;
}

/** All tokens, newest first; of none is told what it is. */
export async function listTokens(ports: AppPorts): Promise<TokenRow[]> {
  if (!(await ports.storeHoldsData())) return [];
  return await reading(ports, ({ people }) =>
    people.listTokens().flatMap((token) => {
      const owner = people.find(token.owner);
      return owner === undefined ? [] : [rowOf(token, owner)];
    }),
  );
}

function rowOf(token: ApiToken, owner: Person): TokenRow {
  const { hash: _, owner: id, ...rest } = token;
  const role = roleOf(owner);
  return {
    ...rest,
    owner: { id, name: owner.name, email: owner.email },
    scopesNow: role === null ? [] : scopesNow(token, role),
  };
}

export interface NewToken {
  readonly name: string;
  /** A person's id. */
  readonly owner: string;
  readonly scopes: readonly Permission[];
  /** Days until it ends; null for never. */
  readonly days: number | null;
}

const DAY_MS = 24 * 60 * 60_000;

/** Makes a token and gives it, once. Rejects NOT_FOUND without such an owner, CONFLICT for what the owner may not do. */
export async function makeToken(
  ports: AppPorts,
  { name, owner, scopes, days }: NewToken,
  now = Date.now(),
): Promise<{ readonly token: string; readonly row: TokenRow }> {
  return await changing(ports, (admin) => {
    const { people, audit } = admin;
    const person = found(people.find(owner));
    const role = roleOf(person);
    const most: readonly Permission[] = role === null ? [] : MAY[role];
    const beyond = scopes.filter((scope) => !most.includes(scope) || !TOKEN_SCOPES.includes(scope));
    if (beyond.length > 0)
      throw new DatamasterError("CONFLICT", told("tokenBeyond", { scopes: beyond.join(", ") }));
    const token = newApiToken();
    const row: ApiToken = {
      id: newId("t"),
      name,
      hash: hashSecret(token),
      owner,
      scopes,
      createdAt: isoOf(now),
      expiresAt: days === null ? null : isoOf(now + days * DAY_MS),
      usedAt: null,
      usedFrom: null,
    };
    admin.transaction(() => {
      people.addToken(row);
      audit.append({
        action: "token",
        detail: { act: "made", token: name, owner: person.email, scopes, days },
      });
    });
    return { token, row: rowOf(row, person) };
  });
}

/** Ends a token at once. Rejects NOT_FOUND. */
export async function dropToken(ports: AppPorts, id: string): Promise<void> {
  await changing(ports, (admin) =>
    admin.transaction(() => {
      const token = admin.people.listTokens().find((one) => one.id === id);
      if (token === undefined || !admin.people.dropToken(id))
        throw new DatamasterError("NOT_FOUND", told("tokenUnknown"));
      admin.audit.append({ action: "token", detail: { act: "revoked", token: token.name } });
    }),
  );
}
