import { z } from "zod";
import { count, email, personName as name, time } from "./page.ts";
import { ROLES } from "./permissions.ts";
import { route } from "./route.ts";

const role = z.enum(ROLES);
const user = z.strictObject({ user: z.string().min(1).max(40) });
const ended = z.object({ ended: count });

/** A one-time link as it is shown, once: `/setup#…` of this service; what follows `#` is sent to no server. */
const madeLink = z.object({ path: z.string(), expiresAt: time });

const userRow = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  state: z.enum(["active", "disabled"]),
  secondFactor: z.boolean(),
  createdAt: time,
  seenAt: time.nullable(),
  sessions: count,
});

export const userRoutes = {
  listUsers: route({
    method: "GET",
    path: "/api/v1/users",
    summary: "Everybody who may sign in, and who is invited.",
    may: "users.manage",
    answer: z.object({
      items: z.array(userRow),
      invites: z.array(
        z.object({
          kind: z.enum(["invite", "password"]),
          email: z.string().nullable(),
          name: z.string().nullable(),
          role: role.nullable(),
          madeBy: z.string(),
          createdAt: time,
          expiresAt: time,
        }),
      ),
    }),
  }),
  inviteUser: route({
    method: "POST",
    path: "/api/v1/users/invites",
    summary: "Invites a person; the link is shown once.",
    may: "users.manage",
    body: z.strictObject({ email, name, role }),
    status: 201,
    answer: madeLink,
  }),
  dropInvite: route({
    method: "POST",
    path: "/api/v1/users/invites/removal",
    summary: "Takes an invitation back.",
    may: "users.manage",
    body: z.strictObject({ email: z.string().min(1).max(254) }),
    answer: null,
  }),
  changeUser: route({
    method: "PATCH",
    path: "/api/v1/users/:user",
    summary:
      "Changes a person's name or role, or switches them off or on; it counts from their next request on.",
    may: "users.manage",
    params: user,
    body: z.strictObject({
      name: name.optional(),
      role: role.optional(),
      state: z.enum(["active", "disabled"]).optional(),
    }),
    answer: z.object({ user: userRow, ended: count }),
  }),
  endUserSessions: route({
    method: "DELETE",
    path: "/api/v1/users/:user/sessions",
    summary: "Ends all sessions of a person.",
    may: "users.manage",
    params: user,
    answer: ended,
  }),
  makePasswordLink: route({
    method: "POST",
    path: "/api/v1/users/:user/password-link",
    summary: "Makes a link with which a person sets a new password; it is shown once.",
    may: "users.manage",
    params: user,
    status: 201,
    answer: madeLink,
  }),
  resetSecondFactor: route({
    method: "DELETE",
    path: "/api/v1/users/:user/second-factor",
    summary: "Takes the second factor from a person who lost it, with their sessions.",
    may: "users.manage",
    params: user,
    answer: ended,
  }),
} as const;
