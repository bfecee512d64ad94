import type { PersonRow } from "../../app/people/people.ts";
import { ROLES, type Role } from "../../contract/contract.ts";
import type { userRoutes } from "../../contract/users.ts";
import type { Handlers } from "../handler.ts";

export const userHandlers: Handlers<typeof userRoutes> = {
  async listUsers({ who }, { desk }) {
    const { people, invites } = await desk.ask(who.actor, "listPeople");
    return {
      items: people.map(toRow),
      invites: invites.map(({ kind, role, ...invite }) => ({
        ...invite,
        kind: kind === "password" ? kind : "invite",
        role: role === null ? null : roleOf(role),
      })),
    };
  },
  async inviteUser({ who, body }, { desk }) {
    return linkOf(await desk.ask(who.actor, "invite", body));
  },
  async dropInvite({ who, body }, { desk }) {
    await desk.ask(who.actor, "dropInvite", body.email);
    return undefined;
  },
  async changeUser({ who, params, body }, { desk }) {
    const { person, ended } = await desk.ask(who.actor, "changePerson", params.user, body);
    return { user: toRow(person), ended };
  },
  async endUserSessions({ who, params }, { desk }) {
    return await desk.ask(who.actor, "endSessionsOf", params.user);
  },
  async makePasswordLink({ who, params }, { desk }) {
    return linkOf(await desk.ask(who.actor, "makePasswordLink", params.user));
  },
  async resetSecondFactor({ who, params }, { desk }) {
    return await desk.ask(who.actor, "resetSecondFactor", params.user);
  },
};

function toRow({ role, ...person }: PersonRow): Omit<PersonRow, "role"> & { readonly role: Role } {
  return { ...person, role: roleOf(role) };
}

/** A role that this version does not know may do nothing: it is shown as the least. */
function roleOf(role: string): Role {
  return ROLES.find((known) => known === role) ?? "viewer";
}

/** What follows `#` is sent to no server, so that no log of a proxy holds it. */
function linkOf({ secret, expiresAt }: { readonly secret: string; readonly expiresAt: string }) {
  return { path: `/setup#${secret}`, expiresAt };
}
