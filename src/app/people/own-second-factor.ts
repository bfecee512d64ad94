import { newRecoveryCodes, newTotpSecret, stepOf, totpUri } from "../../access/access.ts";
import { DatamasterError } from "../../base/errors.ts";
import { type SealedPlace, seal } from "../../base/sealing.ts";
import { told } from "../../messages/messages.ts";
import type { Person } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { openSealed } from "../privacy/sealed.ts";
import { changing } from "../with-store.ts";
import { found, noteUser, provePassword } from "./own-account.ts";

/** What is needed to set a second factor up; nothing of it is kept before a code proves that it works. */
export interface SecondFactorOffer {
  /** In base32, for typing. */
  readonly secret: string;
  /** What the QR code holds. */
  readonly uri: string;
}

/** A password as it was given, in a session. */
export interface GivenPassword {
  readonly id: string;
  readonly password: string;
  readonly place: string;
}

/** Offers a secret to a person who gave their password. Rejects SIGN_IN_REFUSED, TOO_MANY, CONFLICT where they have one. */
export async function offerSecondFactor(
  ports: AppPorts,
  given: GivenPassword,
  now = Date.now(),
): Promise<SecondFactorOffer> {
  return await changing(ports, async (admin) => {
    const { totp, email } = await provePassword(admin, given, now);
    if (totp !== null) throw new DatamasterError("CONFLICT", told("secondFactorThere"));
    const secret = await newTotpSecret();
    return { secret, uri: await totpUri(secret, email) };
  });
}

/** A secret with a code that it gave. */
export interface SecondFactorProof {
  readonly id: string;
  readonly session: string;
  readonly secret: string;
  readonly code: string;
}

/**
 * Keeps the second factor of a person whose code proves it, and gives ten recovery codes, once; their other sessions end.
 * Rejects SIGN_IN_REFUSED for a wrong code, CONFLICT where they have a second factor.
 */
export async function keepSecondFactor(
  ports: AppPorts,
  { id, session, secret, code }: SecondFactorProof,
  now = Date.now(),
): Promise<{ readonly recoveryCodes: readonly string[] }> {
  const step = await stepOf(secret, code, { after: null, now });
  if (step === null) throw new DatamasterError("SIGN_IN_REFUSED", told("codeRefused"));
  const totp = seal(await ports.masterKey(true), secret, placeOf(id));
  const { codes, hashes } = newRecoveryCodes();
  await changing(ports, (admin) =>
    admin.transaction(() => {
      const { people } = admin;
      const person = found(people.find(id));
      if (person.totp !== null) throw new DatamasterError("CONFLICT", told("secondFactorThere"));
      people.change(id, { totp, totpStep: step });
      people.setRecoveryCodes(id, hashes);
      noteUser(admin, "second factor set up", person, { ended: people.endSessions(id, session) });
    }),
  );
  return { recoveryCodes: codes };
}

/** New recovery codes in place of the old ones, for who gave their password. Rejects SIGN_IN_REFUSED, TOO_MANY, CONFLICT. */
export async function renewRecoveryCodes(
  ports: AppPorts,
  given: GivenPassword,
  now = Date.now(),
): Promise<{ readonly recoveryCodes: readonly string[] }> {
  return await changing(ports, async (admin) => {
    const person = await provePassword(admin, given, now);
    if (person.totp === null) throw new DatamasterError("CONFLICT", told("secondFactorNone"));
    const { codes, hashes } = newRecoveryCodes();
    admin.transaction(() => {
      admin.people.setRecoveryCodes(person.id, hashes);
      noteUser(admin, "recovery codes renewed", person);
    });
    return { recoveryCodes: codes };
  });
}

/** Takes the second factor away from a person who gave their password. Rejects SIGN_IN_REFUSED, TOO_MANY. */
export async function dropSecondFactor(
  ports: AppPorts,
  given: GivenPassword,
  now = Date.now(),
): Promise<void> {
  await changing(ports, async (admin) => {
    const person = await provePassword(admin, given, now);
    admin.transaction(() => {
      admin.people.change(person.id, { totp: null, totpStep: null });
      admin.people.setRecoveryCodes(person.id, []);
      noteUser(admin, "second factor removed", person);
    });
  });
}

function placeOf(person: string): SealedPlace {
  return { table: "users", row: person, column: "totp" };
}

/** The secret of a person's second factor; null where they have none. Rejects SECRET_KEY where it cannot be opened. */
export async function totpSecretOf(ports: AppPorts, { id, totp, email }: Person): Promise<string | null> {
  return totp === null ? null : openSealed(await ports.masterKey(false), totp, placeOf(id), email);
}
