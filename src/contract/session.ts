import { z } from "zod";
import { count, email, personName as name, time } from "./page.ts";
import { PERMISSIONS, ROLES } from "./permissions.ts";
import { route } from "./route.ts";

const LANGUAGES = ["en", "ru"] as const;
/** Any text: what is wrong with a password is told by its own error. */
const password = z.string().min(1).max(1000);
const code = z.string().trim().min(6).max(40);
const secret = z.string().min(20).max(100);
const zone = z.string().min(1).max(64).refine(isZone);
const language = z.enum(LANGUAGES);

/** What the dashboard remembers for a person, on whichever machine. */
export const preferences = z.strictObject({
  density: z.enum(["compact", "usual", "comfortable"]).optional(),
  /** Keys of one letter; default true. */
  keys: z.boolean().optional(),
  theme: z.enum(["auto", "light", "dark"]).optional(),
  /** Columns of the list of numbers, beside the number itself; default: all. */
  numberColumns: z
    .array(z.enum(["type", "places", "first", "last", "marks"]))
    .max(5)
    .optional(),
});

const me = z.object({
  id: z.string(),
  kind: z.enum(["person", "token"]),
  name: z.string(),
  /** Null for a token. */
  email: z.string().nullable(),
  role: z.enum(ROLES),
  permissions: z.array(z.enum(PERMISSIONS)),
  language: language.nullable(),
  timeZone: z.string().nullable(),
  preferences,
  secondFactor: z.boolean(),
  recoveryCodes: count,
  /** Nothing but setting up a second factor is allowed before that is done. */
  needsSecondFactor: z.boolean(),
  /** Sent with everything but GET in `x-datamaster-csrf`; null for a token, which needs none. */
  csrf: z.string().nullable(),
  /** When the session ends at the latest, and after how many seconds without a request; null for a token. */
  session: z.object({ id: z.string(), endsAt: time, idleSeconds: count }).nullable(),
  /** Names of those who can grant what is missing. */
  admins: z.array(z.string()),
});

const ownSession = z.object({
  id: z.string(),
  createdAt: time,
  seenAt: time,
  place: z.string(),
  browser: z.string(),
  secondFactor: z.boolean(),
  /** The one that asks. */
  present: z.boolean(),
});

const ended = z.object({ ended: count });
const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

export const sessionRoutes = {
  signInFacts: route({
    method: "GET",
    path: "/api/v1/session",
    summary:
      "What the sign-in page begins with: whether there is an admin, whether this connection is safe, and the token of the session if there is one.",
    may: "anyone",
    answer: z.object({ isSetUp: z.boolean(), isPrivate: z.boolean(), csrf: z.string().nullable() }),
  }),
  signIn: route({
    method: "POST",
    path: "/api/v1/session",
    summary:
      "Signs in with e-mail and password; answers `code` where the code of the second factor is needed too.",
    may: "anyone",
    body: z.strictObject({ email: z.string().min(1).max(254), password, code: code.optional() }),
    answer: z.object({ next: z.enum(["in", "code"]) }),
  }),
  signOut: route({
    method: "DELETE",
    path: "/api/v1/session",
    summary: "Ends the session that asks.",
    may: "signed-in",
    answer: null,
  }),
  showLink: route({
    method: "POST",
    path: "/api/v1/links/look",
    summary: "What a one-time link is for; its secret stands in the body, so that no log holds it.",
    may: "anyone",
    body: z.strictObject({ secret }),
    answer: z.object({
      kind: z.enum(["setup", "invite", "password"]),
      email: z.string().nullable(),
      name: z.string().nullable(),
      role: z.enum(ROLES).nullable(),
      expiresAt: time,
    }),
  }),
  takeLink: route({
    method: "POST",
    path: "/api/v1/links",
    summary:
      "Uses a one-time link: makes the first admin, lets an invited person in, or sets a new password.",
    may: "anyone",
    body: z.strictObject({
      secret,
      name: name.optional(),
      email: email.optional(),
      password,
      language: language.optional(),
      timeZone: zone.optional(),
    }),
    answer: z.object({ next: z.enum(["in", "sign-in"]) }),
  }),
  showMe: route({
    method: "GET",
    path: "/api/v1/me",
    summary: "Who asks, what they may, and the token that changes must carry.",
    may: "signed-in",
    answer: me,
  }),
  saveMe: route({
    method: "PATCH",
    path: "/api/v1/me",
    summary: "Changes one's own name, language, time zone and how the dashboard looks.",
    may: "signed-in",
    body: z.strictObject({
      name: name.optional(),
      language: language.nullable().optional(),
      timeZone: zone.nullable().optional(),
      preferences: preferences.optional(),
    }),
    answer: null,
  }),
  changePassword: route({
    method: "PUT",
    path: "/api/v1/me/password",
    summary: "Sets a new password; one's other sessions end.",
    may: "signed-in",
    body: z.strictObject({ old: password, chosen: password }),
    answer: ended,
  }),
  listMySessions: route({
    method: "GET",
    path: "/api/v1/me/sessions",
    summary: "One's own sessions, newest first.",
    may: "signed-in",
    answer: z.object({ items: z.array(ownSession) }),
  }),
  endMySession: route({
    method: "DELETE",
    path: "/api/v1/me/sessions/:session",
    summary: "Ends one of one's own sessions.",
    may: "signed-in",
    params: z.strictObject({ session: z.string().min(1).max(40) }),
    answer: ended,
  }),
  endMyOtherSessions: route({
    method: "DELETE",
    path: "/api/v1/me/sessions",
    summary: "Ends all of one's own sessions but the one that asks.",
    may: "signed-in",
    answer: ended,
  }),
  offerSecondFactor: route({
    method: "POST",
    path: "/api/v1/me/second-factor/offer",
    summary: "Gives a new secret for a program that shows codes; nothing is kept yet.",
    may: "signed-in",
    body: z.strictObject({ password }),
    answer: z.object({ secret: z.string(), uri: z.string() }),
  }),
  keepSecondFactor: route({
    method: "PUT",
    path: "/api/v1/me/second-factor",
    summary: "Keeps the second factor that a code proves; gives ten recovery codes, once.",
    may: "signed-in",
    body: z.strictObject({ secret: z.string().regex(/^[A-Z2-7]{32}$/), code }),
    answer: recoveryCodes,
  }),
  renewRecoveryCodes: route({
    method: "POST",
    path: "/api/v1/me/second-factor/recovery-codes",
    summary: "Gives ten new recovery codes in place of the old ones.",
    may: "signed-in",
    body: z.strictObject({ password }),
    answer: recoveryCodes,
  }),
  dropSecondFactor: route({
    method: "POST",
    path: "/api/v1/me/second-factor/removal",
    summary: "Takes one's own second factor away.",
    may: "signed-in",
    body: z.strictObject({ password }),
    answer: null,
  }),
} as const;

function isZone(text: string): boolean {
  try {
    return Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
