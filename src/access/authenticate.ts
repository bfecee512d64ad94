import { MAY, type Permission, ROLES, type Role } from "../contract/contract.ts";
import { LANGUAGES, type Language } from "../messages/messages.ts";
import type { ApiToken, PeopleReader, Person, UserSession } from "../store/store.ts";
import { type AccessRules, isoOf, needsSecondFactor, SEEN_EVERY_MS } from "./rules.ts";
import { csrfOf, hashSecret, isApiToken, isSecret } from "./secrets.ts";
import { type Admitted, actorOfToken, type RequestFacts, type SeenNote } from "./who.ts";

/**
 * Who sends a request, by its token or, where it has none, its session; null for nobody. Only reads: a role that was
 * changed and a session that was ended count at once.
 */
export function admit(
  people: PeopleReader,
  { session, bearer, place }: RequestFacts,
  rules: AccessRules,
  now: number,
): Admitted | null {
  if (bearer !== null) return isApiToken(bearer) ? admitToken(people, bearer, { place, rules, now }) : null;
  if (session === null || !isSecret(session)) return null;
  const found = people.findSession(hashSecret(session));
  if (found === undefined || !isOpen(found.session, rules, now)) return null;
  const { person } = found;
  const role = roleOf(person);
  if (role === null) return null;
  const waits = needsSecondFactor(role, rules) && person.totp === null;
  return {
    who: {
      id: person.id,
      name: person.name,
      actor: person.email,
      role,
      kind: "person",
      permissions: waits ? [] : MAY[role],
    },
    session: {
      id: found.session.id,
      csrf: csrfOf(session),
      endsAt: isoOf(Date.parse(found.session.createdAt) + rules.lifeMs),
      idleMs: rules.idleMs,
    },
    language: languageOf(person),
    needsSecondFactor: waits,
    note: noteOf("session", found.session, found.session.seenAt, place, now),
  };
}

/** Whether a session still counts. */
export function isOpen(
  { createdAt, seenAt }: UserSession,
  { idleMs, lifeMs }: AccessRules,
  now: number,
): boolean {
  // A clock that was set back makes no session live longer.
  const [age, idle] = [now - Date.parse(createdAt), now - Date.parse(seenAt)];
  return age < lifeMs && idle < idleMs + SEEN_EVERY_MS;
}

interface TokenAsked {
  readonly place: string;
  readonly rules: AccessRules;
  readonly now: number;
}

function admitToken(people: PeopleReader, bearer: string, { place, rules, now }: TokenAsked) {
  const found = people.findToken(hashSecret(bearer));
  if (found === undefined) return null;
  const { token, owner } = found;
  if (token.expiresAt !== null && Date.parse(token.expiresAt) <= now) return null;
  const role = roleOf(owner);
  if (role === null) return null;
  const waits = needsSecondFactor(role, rules) && owner.totp === null;
  return {
    who: {
      id: token.id,
      name: token.name,
      role,
      kind: "token" as const,
      actor: actorOfToken(owner.email, token.name),
      permissions: waits ? [] : scopesNow(token, role),
    },
    session: null,
    language: null,
    needsSecondFactor: waits,
    note: noteOf("token", token, token.usedAt, place, now),
  };
}

/** What a token may, now: its scopes, as far as its owner's role has them. */
export function scopesNow({ scopes }: ApiToken, role: Role): Permission[] {
  return MAY[role].filter((permission) => scopes.includes(permission));
}

/** The role of one who is switched on; null for who may do nothing. */
export function roleOf({ state, role }: Person): Role | null {
  return state === "active" ? (ROLES.find((known) => known === role) ?? null) : null;
}

function languageOf({ language }: Person): Language | null {
  return LANGUAGES.find((known) => known === language) ?? null;
}

function noteOf(
  of: SeenNote["of"],
  { id }: { readonly id: string },
  seenAt: string | null,
  place: string,
  now: number,
): SeenNote | null {
  const isNew = seenAt !== null && now - Date.parse(seenAt) < SEEN_EVERY_MS;
  return isNew ? null : { of, id, place };
}
