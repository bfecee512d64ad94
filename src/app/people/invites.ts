import {
  hashPassword,
  hashSecret,
  INVITE_LIFE_MS,
  isoOf,
  isSecret,
  newId,
  newSecret,
  SETUP_LIFE_MS,
} from "../../access/access.ts";
import { DatamasterError } from "../../base/errors.ts";
import type { Role } from "../../contract/contract.ts";
import { told } from "../../messages/messages.ts";
import type { Invite, PeopleReader, StoreAdmin } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changing, reading } from "../with-store.ts";
import { found, noteUser, refuseWeak } from "./own-account.ts";
import { beginSession, type SignInPlace } from "./sign-in.ts";

/** A one-time link's secret, shown once, and until when it can be used. */
export interface MadeLink {
  readonly secret: string;
  readonly expiresAt: string;
}

/** A link that makes the first admin, in place of those made before; null where there is an admin. */
export async function makeSetupLink(ports: AppPorts, now = Date.now()): Promise<MadeLink | null> {
  return await changing(ports, (admin) =>
    admin.transaction(() => {
      const { people, who } = admin;
      if (people.countOf("admin") > 0) return null;
      for (const { kind, hash } of people.listInvites()) if (kind === "setup") people.dropInvite(hash);
      const facts = { kind: "setup", person: null, email: null, name: null, role: "admin" } as const;
      return add(admin, { ...facts, madeBy: who, ...lifeOf(now, SETUP_LIFE_MS) });
    }),
  );
}

/** Who is invited, and as what. */
export interface Invited {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

/** Invites a new person; the link is told once. An invitation of before for the same e-mail ends. Rejects CONFLICT where they are there. */
export async function invite(ports: AppPorts, invited: Invited, now = Date.now()): Promise<MadeLink> {
  const email = invited.email.trim().toLowerCase();
  return await changing(ports, (admin) =>
    admin.transaction(() => {
      const { people, who } = admin;
      if (people.findByEmail(email) !== undefined) throw new DatamasterError("CONFLICT", told("emailTaken"));
      dropInvites(people, admin, (one) => one.kind === "invite" && one.email === email);
      const { name, role } = invited;
      const facts = { kind: "invite", person: null, email, name, role, madeBy: who } as const;
      noteUser(admin, "invited", { email }, { role });
      return add(admin, { ...facts, ...lifeOf(now, INVITE_LIFE_MS) });
    }),
  );
}

/** Takes an invitation back. Rejects NOT_FOUND. */
export async function dropInvite(ports: AppPorts, email: string): Promise<void> {
  await changing(ports, (admin) =>
    admin.transaction(() => {
      const dropped = dropInvites(admin.people, admin, (one) => one.kind === "invite" && one.email === email);
      if (dropped === 0) throw new DatamasterError("NOT_FOUND", told("noInvite"));
      noteUser(admin, "invitation taken back", { email });
    }),
  );
}

/** A link with which a person sets a new password. Rejects NOT_FOUND. */
export async function makePasswordLink(ports: AppPorts, id: string, now = Date.now()): Promise<MadeLink> {
  return await changing(ports, (admin) =>
    admin.transaction(() => {
      const person = found(admin.people.find(id));
      dropInvites(admin.people, admin, (one) => one.person === id);
      noteUser(admin, "password link", person);
      const facts = { kind: "password", person: id, email: null, name: null, role: null } as const;
      return add(admin, { ...facts, madeBy: admin.who, ...lifeOf(now, INVITE_LIFE_MS) });
    }),
  );
}

function lifeOf(now: number, lifeMs: number): Pick<Invite, "createdAt" | "expiresAt"> {
  return { createdAt: isoOf(now), expiresAt: isoOf(now + lifeMs) };
}

function add({ people }: StoreAdmin, facts: Omit<Invite, "hash">): MadeLink {
  const secret = newSecret();
  people.addInvite({ hash: hashSecret(secret), ...facts });
  return { secret, expiresAt: facts.expiresAt };
}

function dropInvites(
  people: PeopleReader,
  { people: writer }: StoreAdmin,
  isMeant: (invite: Invite) => boolean,
): number {
  const meant = people.listInvites().filter(isMeant);
  for (const { hash } of meant) writer.dropInvite(hash);
  return meant.length;
}

/** What the page of a link begins with. */
export interface LinkFacts {
  readonly kind: Invite["kind"];
  readonly email: string | null;
  readonly name: string | null;
  readonly role: string | null;
  readonly expiresAt: string;
}

/** What a one-time link is for. Rejects LINK_INVALID where it was used, ended or is none. */
export async function showLink(ports: AppPorts, secret: string, now = Date.now()): Promise<LinkFacts> {
  return await reading(ports, ({ people }) => {
    const { kind, person, email, name, role, expiresAt } = inviteOf(people, secret, now);
    const known = person === null ? undefined : people.find(person);
    return {
      kind,
      email: known?.email ?? email,
      name: known?.name ?? name,
      role: known?.role ?? role,
      expiresAt,
    };
  });
}

function inviteOf(people: PeopleReader, secret: string, now: number): Invite {
  const invite = isSecret(secret) ? people.findInvite(hashSecret(secret)) : undefined;
  const isOver = invite === undefined || Date.parse(invite.expiresAt) <= now;
  // Once there is an admin, a link that makes the first one is no more.
  if (isOver || (invite.kind === "setup" && people.countOf("admin") > 0))
    throw new DatamasterError("LINK_INVALID", told("linkInvalid"));
  return invite;
}

/** What the holder of a link chose. */
export interface LinkAnswer extends SignInPlace {
  readonly secret: string;
  /** Not asked of who sets a new password. */
  readonly name: string | null;
  /** Asked of the first admin alone. */
  readonly email: string | null;
  readonly password: string;
  readonly language: string | null;
  readonly zone: string | null;
}

/** A new person is signed in; who set a new password signs in with it. */
export interface LinkTaken {
  readonly session: string | null;
}

/** Uses a link. Rejects LINK_INVALID, PASSWORD_REFUSED, INPUT_INVALID where name or e-mail is missing, CONFLICT. */
export async function takeLink(ports: AppPorts, answer: LinkAnswer, now = Date.now()): Promise<LinkTaken> {
  const { kind, ...known } = await showLink(ports, answer.secret, now);
  const email = (kind === "setup" ? answer.email : known.email)?.trim().toLowerCase();
  const name = (kind === "password" ? known.name : (answer.name ?? known.name))?.trim();
  if (email === undefined || name === undefined || email === "" || name === "")
    throw new DatamasterError("INPUT_INVALID", told("nameMissing"));
  refuseWeak(answer.password, { name, email });
  const password = await hashPassword(answer.password);
  return await changing(
    ports,
    (admin) =>
      admin.transaction(() => {
        const invite = inviteOf(admin.people, answer.secret, now);
        admin.people.dropInvite(invite.hash);
        if (invite.person !== null) return setPassword(admin, invite.person, password);
        return join(admin, { ...answer, email, name }, { password, role: invite.role ?? "viewer", now });
      }),
    email,
  );
}

function setPassword(admin: StoreAdmin, id: string, password: string): LinkTaken {
  const person = found(admin.people.find(id));
  admin.people.change(id, { password });
  noteUser(admin, "password", person, { ended: admin.people.endSessions(id, null), link: true });
  return { session: null };
}

function join(
  admin: StoreAdmin,
  { name, email, language, zone, place, browser }: LinkAnswer & { name: string; email: string },
  { password, role, now }: { readonly password: string; readonly role: string; readonly now: number },
): LinkTaken {
  if (admin.people.findByEmail(email) !== undefined)
    throw new DatamasterError("CONFLICT", told("emailTaken"));
  const id = newId("u");
  const nothing = { totp: null, totpStep: null, seenAt: null } as const;
  const facts = { id, name, email, role, language, zone, password, createdAt: isoOf(now) };
  admin.people.add({ ...facts, ...nothing, state: "active", prefs: "{}" });
  noteUser(admin, "joined", { email }, { role });
  return { session: beginSession(admin, id, { place, browser, secondFactor: false, now }) };
}
