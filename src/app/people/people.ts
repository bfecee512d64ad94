import { DatamasterError } from "../../base/errors.ts";
import { MAY, ROLES, type Role } from "../../contract/contract.ts";
import { told } from "../../messages/messages.ts";
import type { Invite, Person, StoreAdmin } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changing, reading } from "../with-store.ts";
import { found, noteUser } from "./own-account.ts";

/** A person as an admin sees them: nothing that signs in. */
export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly state: "active" | "disabled";
  readonly secondFactor: boolean;
  readonly createdAt: string;
  readonly seenAt: string | null;
  readonly sessions: number;
}

/** Someone who was invited and did not come yet. */
export type InviteRow = Pick<
  Invite,
  "kind" | "email" | "name" | "role" | "madeBy" | "createdAt" | "expiresAt"
>;

export interface PeopleList {
  readonly people: readonly PersonRow[];
  readonly invites: readonly InviteRow[];
}

/** Everybody who may sign in, and who is invited. */
export async function listPeople(ports: AppPorts): Promise<PeopleList> {
  if (!(await ports.storeHoldsData())) return { people: [], invites: [] };
  return await reading(ports, ({ people }) => ({
    people: people.list().map((person) => ({ ...rowOf(person), sessions: person.sessions })),
    invites: people
      .listInvites()
      .filter(({ kind }) => kind !== "setup")
      .map(({ hash: _, person, ...invite }) => ({
        ...invite,
        email: invite.email ?? (person === null ? null : (people.find(person)?.email ?? null)),
      })),
  }));
}

function rowOf({
  id,
  name,
  email,
  role,
  state,
  totp,
  createdAt,
  seenAt,
}: Person): Omit<PersonRow, "sessions"> {
  return { id, name, email, role, state, secondFactor: totp !== null, createdAt, seenAt };
}

/** How many admins there are, so that a service without one offers to be set up. */
export async function countAdmins(ports: AppPorts): Promise<number> {
  if (!(await ports.storeHoldsData())) return 0;
  return await reading(ports, ({ people }) => people.countOf("admin"));
}

/** What of a person an admin changes. */
export interface PersonEdit {
  readonly role?: Role | undefined;
  readonly state?: Person["state"] | undefined;
  readonly name?: string | undefined;
}

/** What a change did to the person's open sessions. */
export interface PersonChanged {
  readonly person: PersonRow;
  readonly ended: number;
}

/**
 * Changes a person; it counts from their next request on. Who is switched off loses their sessions, and so does
 * whoever may do more than before: they sign in anew. Rejects NOT_FOUND, CONFLICT for the last admin.
 */
export async function changePerson(ports: AppPorts, id: string, edit: PersonEdit): Promise<PersonChanged> {
  return await changing(ports, (admin) => admin.transaction(() => change(admin, id, edit)));
}

function change(admin: StoreAdmin, id: string, edit: PersonEdit): PersonChanged {
  const { people } = admin;
  const before = found(people.find(id));
  const { role = before.role, state = before.state, name = before.name } = edit;
  const staysAdmin = role === "admin" && state === "active";
  if (isAdmin(before) && !staysAdmin && people.countOf("admin") <= 1)
    throw new DatamasterError("CONFLICT", told("lastAdmin"));
  people.change(id, { role, state, name });
  const gains = roleMay(role).some((permission) => !roleMay(before.role).includes(permission));
  const ended = state === "disabled" || gains ? people.endSessions(id, null) : 0;
  if (role !== before.role) noteUser(admin, "role", before, { from: before.role, to: role, ended });
  if (state !== before.state) noteUser(admin, state, before, { ended });
  if (name !== before.name) noteUser(admin, "name", before);
  return {
    person: { ...rowOf({ ...before, role, state, name }), sessions: people.listSessions(id).length },
    ended,
  };
}

/** Ends all sessions of a person. Rejects NOT_FOUND. */
export async function endSessionsOf(ports: AppPorts, id: string): Promise<{ readonly ended: number }> {
  return await changing(ports, (admin) =>
    admin.transaction(() => {
      const person = found(admin.people.find(id));
      const ended = admin.people.endSessions(id, null);
      noteUser(admin, "sessions ended", person, { ended });
      return { ended };
    }),
  );
}

/** Takes the second factor from a person who lost it, with their sessions. Rejects NOT_FOUND. */
export async function resetSecondFactor(ports: AppPorts, id: string): Promise<{ readonly ended: number }> {
  return await changing(ports, (admin) =>
    admin.transaction(() => {
      const { people } = admin;
      const person = found(people.find(id));
      people.change(id, { totp: null, totpStep: null });
      people.setRecoveryCodes(id, []);
      const ended = people.endSessions(id, null);
      noteUser(admin, "second factor removed", person, { ended });
      return { ended };
    }),
  );
}

/** The id of the person with that e-mail. Rejects NOT_FOUND. */
export async function findPersonId(ports: AppPorts, email: string): Promise<string> {
  return await reading(ports, ({ people }) => found(people.findByEmail(email.trim().toLowerCase())).id);
}

/** Names of the admins who can grant what somebody lacks; nothing else of them. */
export async function adminNames(ports: AppPorts): Promise<string[]> {
  return await reading(ports, ({ people }) =>
    people
      .list()
      .filter(isAdmin)
      .map(({ name }) => name),
  );
}

function isAdmin({ role, state, password }: Person): boolean {
  return role === "admin" && state === "active" && password !== null;
}

function roleMay(role: string): readonly string[] {
  const known = ROLES.find((one) => one === role);
  return known === undefined ? [] : MAY[known];
}
