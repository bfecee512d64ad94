import {
  beginTry,
  forgiveTry,
  hashPassword,
  isOpen,
  LONGEST_PASSWORD,
  passwordFault,
  SHORTEST_PASSWORD,
  tryKeys,
  verifyPassword,
} from "../../access/access.ts";
import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { Person, StoreAdmin, UserSession } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changing, reading } from "../with-store.ts";
import { accessRules, type PolicyOfConfig, policyInForce } from "./policy.ts";

/** A person as they see themselves. */
export interface OwnAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly language: string | null;
  readonly zone: string | null;
  /** What the dashboard remembers, JSON. */
  readonly prefs: string;
  readonly secondFactor: boolean;
  readonly recoveryCodes: number;
}

/** Rejects NOT_FOUND. */
export async function showOwnAccount(ports: AppPorts, id: string): Promise<OwnAccount> {
  return await reading(ports, ({ people }) => {
    const { name, email, role, language, zone, prefs, totp } = found(people.find(id));
    const secondFactor = totp !== null;
    const recoveryCodes = people.countRecoveryCodes(id);
    return { id, name, email, role, language, zone, prefs, secondFactor, recoveryCodes };
  });
}

/** What a person sets of themselves. */
export interface OwnSettings {
  readonly name?: string | undefined;
  readonly language?: string | null | undefined;
  readonly zone?: string | null | undefined;
  readonly prefs?: string | undefined;
}

/** Keeps what is given, and leaves the rest. */
export async function saveOwnSettings(
  ports: AppPorts,
  id: string,
  { name, language, zone, prefs }: OwnSettings,
): Promise<void> {
  await changing(ports, ({ people }) => {
    const isThere = people.change(id, {
      ...(name !== undefined && { name }),
      ...(language !== undefined && { language }),
      ...(zone !== undefined && { zone }),
      ...(prefs !== undefined && { prefs }),
    });
    if (!isThere) throw nobody();
  });
}

/** A password that is to be changed, from a session. */
export interface PasswordChange {
  readonly id: string;
  readonly session: string;
  readonly place: string;
  readonly old: string;
  readonly chosen: string;
}

/** Sets a new password; the person's other sessions end. Rejects SIGN_IN_REFUSED, PASSWORD_REFUSED, TOO_MANY. */
export async function changePassword(
  ports: AppPorts,
  { id, session, place, old, chosen }: PasswordChange,
  now = Date.now(),
): Promise<{ readonly ended: number }> {
  return await changing(ports, async (admin) => {
    const person = await provePassword(admin, { id, password: old, place }, now);
    refuseWeak(chosen, person);
    const password = await hashPassword(chosen);
    return admin.transaction(() => {
      admin.people.change(id, { password });
      const ended = admin.people.endSessions(id, session);
      noteUser(admin, "password", person, { ended });
      return { ended };
    });
  });
}

/** Throws PASSWORD_REFUSED where a password is too short, too long or one that many would try. */
export function refuseWeak(password: string, { name, email }: { name: string; email: string }): void {
  const fault = passwordFault(password, [name, email]);
  if (fault === null) return;
  const text = {
    short: told("passwordShort", { least: SHORTEST_PASSWORD }),
    long: told("passwordLong", { most: LONGEST_PASSWORD }),
    common: told("passwordCommon"),
    personal: told("passwordPersonal"),
  }[fault];
  throw new DatamasterError("PASSWORD_REFUSED", text);
}

/** The person whose password it is; tries are counted as those of signing in. Rejects SIGN_IN_REFUSED, TOO_MANY. */
export async function provePassword(
  admin: StoreAdmin,
  { id, password, place }: { readonly id: string; readonly password: string; readonly place: string },
  now: number,
): Promise<Person> {
  const person = found(admin.people.find(id));
  const keys = tryKeys(person.email, place);
  const waitMs = admin.transaction(() => beginTry(admin.people, keys, now));
  if (waitMs > 0) throw tooHurried(waitMs);
  if (!(await verifyPassword(password, person.password)))
    throw new DatamasterError("SIGN_IN_REFUSED", told("passwordWrong"));
  admin.transaction(() => forgiveTry(admin.people, keys, true));
  return person;
}

/** Another try is due only later. */
export function tooHurried(waitMs: number): DatamasterError {
  const seconds = Math.ceil(waitMs / 1000);
  return new DatamasterError("TOO_MANY", told("signInWait", { seconds }), { data: { retryAfter: seconds } });
}

/** A session as its person sees it. */
export type OwnSession = Omit<UserSession, "hash" | "person">;

/** The sessions that still count, newest first. */
export async function listOwnSessions(
  ports: AppPorts,
  id: string,
  ground: PolicyOfConfig,
  now = Date.now(),
): Promise<OwnSession[]> {
  return await reading(ports, ({ people, settings }) => {
    const rules = accessRules(policyInForce(settings, ground));
    return people
      .listSessions(id)
      .filter((session) => isOpen(session, rules, now))
      .map(({ hash: _, person: __, ...session }) => session);
  });
}

/** Ends one of a person's sessions, or with null all but the one they are in. Rejects NOT_FOUND; tells how many. */
export async function endOwnSessions(
  ports: AppPorts,
  id: string,
  { session, present }: { readonly session: string | null; readonly present: string },
): Promise<{ readonly ended: number }> {
  return await changing(ports, (admin) =>
    admin.transaction(() => {
      const { people } = admin;
      const ended =
        session === null ? people.endSessions(id, present) : Number(people.endSession(id, session));
      if (session !== null && ended === 0) throw new DatamasterError("NOT_FOUND", told("noSession"));
      if (ended > 0) noteUser(admin, "sessions ended", found(people.find(id)), { ended });
      return { ended };
    }),
  );
}

/** Notes what happened to a person. */
export function noteUser(
  { audit }: StoreAdmin,
  act: string,
  { email }: { readonly email: string },
  detail: Readonly<Record<string, string | number | boolean | null>> = {},
): void {
  audit.append({ action: "user", detail: { act, person: email, ...detail } });
}

/** The person, or NOT_FOUND. */
export function found<T>(person: T | undefined): T {
  if (person === undefined) throw nobody();
  return person;
}

function nobody(): DatamasterError {
  return new DatamasterError("NOT_FOUND", told("noPerson"));
}
