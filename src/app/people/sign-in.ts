import {
  type AccessRules,
  beginTry,
  forgiveTry,
  hashSecret,
  isoOf,
  netOf,
  newId,
  newSecret,
  recoveryHash,
  stepOf,
  TRIES_KEPT_MS,
  type TryKeys,
  tryKeys,
  verifyPassword,
} from "../../access/access.ts";
import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { Person, StoreAdmin } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changing, reading } from "../with-store.ts";
import { tooHurried } from "./own-account.ts";
import { totpSecretOf } from "./own-second-factor.ts";
import { accessRules, type PolicyOfConfig, policyInForce } from "./policy.ts";

/** Where a browser signs in from. */
export interface SignInPlace {
  /** Its address. */
  readonly place: string;
  /** As it calls itself. */
  readonly browser: string;
}

export interface SignInAsked extends SignInPlace {
  readonly email: string;
  readonly password: string;
  /** Of the second factor, or a recovery code; null where none was asked for yet. */
  readonly code: string | null;
}

/** `code`: the password is right, and the second factor's code is asked for. `session` is for the cookie alone. */
export type SignedIn =
  | { readonly next: "code" }
  | { readonly next: "in"; readonly session: string; readonly person: string };

/** Who acts where nobody is known to. */
const NOBODY = "nobody";
const LONGEST_BROWSER = 200;

/**
 * Signs a person in. Whether the account is unknown, switched off or has another password is told to nobody: all are
 * SIGN_IN_REFUSED after the same time. Rejects TOO_MANY where this account or net has to wait; the failed tries
 * are counted before the password is looked at, so that many at once are none more.
 */
export async function signIn(
  ports: AppPorts,
  asked: SignInAsked,
  ground: PolicyOfConfig,
  now = Date.now(),
): Promise<SignedIn> {
  const email = asked.email.trim().toLowerCase();
  const keys = tryKeys(email, asked.place);
  const person = await reading(ports, ({ people }) => people.findByEmail(email));
  return await changing(
    ports,
    async (admin) => {
      refuseHurry(admin, keys, now);
      const rules = accessRules(policyInForce(admin.settings, ground));
      const isRight = await verifyPassword(asked.password, person?.password ?? null);
      if (person === undefined || !isRight || person.state !== "active")
        throw refused(admin, person, asked, keys);
      if (person.totp === null) return await enter(admin, person, { asked, keys, rules, now, step: null });
      if (asked.code === null) {
        admin.transaction(() => forgiveTry(admin.people, keys, false));
        return { next: "code" };
      }
      const step = await secondStep(ports, admin, person, { code: asked.code, now });
      if (step === null) throw refused(admin, person, asked, keys);
      return await enter(admin, person, { asked, keys, rules, now, step });
    },
    person?.email ?? NOBODY,
  );
}

function refuseHurry(admin: StoreAdmin, keys: TryKeys, now: number): void {
  const waitMs = admin.transaction(() => beginTry(admin.people, keys, now));
  if (waitMs > 0) throw tooHurried(waitMs);
}

function refused(
  admin: StoreAdmin,
  person: Person | undefined,
  { place, code }: SignInAsked,
  keys: TryKeys,
): DatamasterError {
  const failures = admin.people.tries(keys.account)?.failures ?? 0;
  const asked = code === null ? "password" : "code";
  const account = person === undefined ? "unknown" : person.state;
  admin.audit.append({ action: "sign-in-failed", detail: { account, asked, failures, net: netOf(place) } });
  return new DatamasterError("SIGN_IN_REFUSED", told(code === null ? "signInRefused" : "codeRefused"));
}

/** The time step of a right code; null for a wrong one. A recovery code is used up. */
async function secondStep(
  ports: AppPorts,
  admin: StoreAdmin,
  person: Person,
  { code, now }: { readonly code: string; readonly now: number },
): Promise<number | "recovery" | null> {
  const recovery = recoveryHash(code);
  if (recovery !== null) return admin.people.dropRecoveryCode(person.id, recovery) ? "recovery" : null;
  const secret = await totpSecretOf(ports, person);
  return secret === null ? null : await stepOf(secret, code, { after: person.totpStep, now });
}

interface Entering {
  readonly asked: SignInAsked;
  readonly keys: TryKeys;
  readonly rules: AccessRules;
  readonly now: number;
  /** Of the second factor; null where there is none. */
  readonly step: number | "recovery" | null;
}

function enter(admin: StoreAdmin, { id }: Person, { asked, keys, rules, now, step }: Entering): SignedIn {
  return admin.transaction(() => {
    const { people, audit } = admin;
    if (typeof step === "number") {
      // Two sign-ins with one code at one time: the second one finds its step taken.
      if ((people.find(id)?.totpStep ?? 0) >= step)
        throw new DatamasterError("SIGN_IN_REFUSED", told("codeRefused"));
      people.change(id, { totpStep: step });
    }
    forgiveTry(people, keys, true);
    sweepPeople(admin, rules, now);
    const session = beginSession(admin, id, { ...asked, secondFactor: step !== null, now });
    const secondFactor = typeof step === "number" ? "code" : (step ?? "none");
    audit.append({ action: "sign-in", detail: { place: asked.place, secondFactor } });
    return { next: "in", session, person: id };
  });
}

/** Begins a session, and gives what its cookie holds. */
export function beginSession(
  { people }: StoreAdmin,
  person: string,
  {
    place,
    browser,
    secondFactor,
    now,
  }: SignInPlace & { readonly secondFactor: boolean; readonly now: number },
): string {
  const secret = newSecret();
  const at = isoOf(now);
  people.addSession({
    id: newId("s"),
    hash: hashSecret(secret),
    person,
    createdAt: at,
    seenAt: at,
    place,
    secondFactor,
    browser: browser.slice(0, LONGEST_BROWSER),
  });
  people.change(person, { seenAt: at });
  return secret;
}

function sweepPeople({ people }: StoreAdmin, { idleMs, lifeMs }: AccessRules, now: number): void {
  people.sweep({
    made: isoOf(now - lifeMs),
    seen: isoOf(now - 2 * idleMs),
    tried: isoOf(now - TRIES_KEPT_MS),
    now: isoOf(now),
  });
}

/** Ends the session that a person is in. */
export async function signOut(ports: AppPorts, person: string, session: string): Promise<void> {
  await changing(ports, (admin) =>
    admin.transaction(() => {
      if (admin.people.endSession(person, session)) admin.audit.append({ action: "sign-out", detail: {} });
    }),
  );
}
