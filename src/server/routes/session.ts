import type { Who } from "../../access/access.ts";
import type { SignInPlace } from "../../app/people/sign-in.ts";
import { DatamasterError } from "../../base/errors.ts";
import { ROLES } from "../../contract/contract.ts";
import { preferences, type sessionRoutes } from "../../contract/session.ts";
import { LONGEST_SESSION_HOURS } from "../../contract/settings.ts";
import { LANGUAGES, told } from "../../messages/messages.ts";
import { setSessionCookie } from "../cookies.ts";
import type { Caller, Handlers } from "../handler.ts";

/** Who acts before anybody is known. */
const NOBODY = "nobody";

export const sessionHandlers: Handlers<typeof sessionRoutes> = {
  async signInFacts({ caller }, { desk }) {
    const admins = await desk.ask(NOBODY, "countAdmins");
    return { isSetUp: admins > 0, isPrivate: caller.isPrivate, csrf: caller.session?.csrf ?? null };
  },
  async signIn({ body, caller }, { desk, ground }) {
    const { email, password, code = null } = body;
    const signed = await desk.ask(NOBODY, "signIn", { email, password, code, ...placeOf(caller) }, ground);
    if (signed.next === "in") giveSession(caller, signed.session);
    return { next: signed.next };
  },
  async signOut({ who, caller }, { desk }) {
    if (caller.session !== null) await desk.ask(who.actor, "signOut", who.id, caller.session.id);
    takeSession(caller);
    return undefined;
  },
  async showLink({ body }, { desk }) {
    const { role, ...link } = await desk.ask(NOBODY, "showLink", body.secret);
    return { ...link, role: ROLES.find((known) => known === role) ?? null };
  },
  async takeLink({ body, caller }, { desk, adminCame }) {
    const { secret, password, name = null, email = null, language = null, timeZone: zone = null } = body;
    const answer = { secret, password, name, email, language, zone, ...placeOf(caller) };
    const { session } = await desk.ask(NOBODY, "takeLink", answer);
    if (session === null) return { next: "sign-in" };
    giveSession(caller, session);
    adminCame();
    return { next: "in" };
  },
  async showMe({ who, admitted, caller }, { desk }) {
    const { id, kind, name, role, permissions } = who;
    const known = { id, kind, name, role, permissions: [...permissions] };
    const { needsSecondFactor } = admitted;
    const admins = await desk.ask(who.actor, "adminNames");
    const { session } = caller;
    if (kind === "token" || session === null) {
      const nothing = {
        email: null,
        language: null,
        timeZone: null,
        preferences: {},
        csrf: null,
        session: null,
      };
      return { ...known, ...nothing, secondFactor: false, recoveryCodes: 0, needsSecondFactor, admins };
    }
    const own = await desk.ask(who.actor, "showOwnAccount", id);
    return {
      ...known,
      email: own.email,
      timeZone: own.zone,
      needsSecondFactor,
      admins,
      csrf: session.csrf,
      language: LANGUAGES.find((language) => language === own.language) ?? null,
      preferences: preferences.catch({}).parse(JSON.parse(own.prefs)),
      secondFactor: own.secondFactor,
      recoveryCodes: own.recoveryCodes,
      session: { id: session.id, endsAt: session.endsAt, idleSeconds: Math.round(session.idleMs / 1000) },
    };
  },
  async saveMe({ who, body, caller }, { desk }) {
    const { name, language, timeZone: zone, preferences: prefs } = body;
    const settings = { name, language, zone, prefs: prefs && JSON.stringify(prefs) };
    await desk.ask(who.actor, "saveOwnSettings", personOf(who, caller).id, settings);
    return undefined;
  },
  async changePassword({ who, body, caller }, { desk }) {
    const change = { ...personOf(who, caller), place: caller.place, ...body };
    return await desk.ask(who.actor, "changePassword", change);
  },
  async listMySessions({ who, caller }, { desk, ground }) {
    const { id, session } = personOf(who, caller);
    const sessions = await desk.ask(who.actor, "listOwnSessions", id, ground);
    return { items: sessions.map((one) => ({ ...one, present: one.id === session })) };
  },
  async endMySession({ who, params, caller }, { desk }) {
    const { id, session: present } = personOf(who, caller);
    return await desk.ask(who.actor, "endOwnSessions", id, { session: params.session, present });
  },
  async endMyOtherSessions({ who, caller }, { desk }) {
    const { id, session: present } = personOf(who, caller);
    return await desk.ask(who.actor, "endOwnSessions", id, { session: null, present });
  },
  async offerSecondFactor({ who, body, caller }, { desk }) {
    const given = { id: personOf(who, caller).id, password: body.password, place: caller.place };
    return await desk.ask(who.actor, "offerSecondFactor", given);
  },
  async keepSecondFactor({ who, body, caller }, { desk }) {
    const { recoveryCodes } = await desk.ask(who.actor, "keepSecondFactor", {
      ...personOf(who, caller),
      ...body,
    });
    return { recoveryCodes: [...recoveryCodes] };
  },
  async renewRecoveryCodes({ who, body, caller }, { desk }) {
    const given = { id: personOf(who, caller).id, password: body.password, place: caller.place };
    const { recoveryCodes } = await desk.ask(who.actor, "renewRecoveryCodes", given);
    return { recoveryCodes: [...recoveryCodes] };
  },
  async dropSecondFactor({ who, body, caller }, { desk }) {
    const given = { id: personOf(who, caller).id, password: body.password, place: caller.place };
    await desk.ask(who.actor, "dropSecondFactor", given);
    return undefined;
  },
};

function placeOf({ place, userAgent }: Caller): SignInPlace {
  return { place, browser: userAgent };
}

/** The cookie may outlive the session: whether that counts is asked with every request. */
function giveSession(caller: Caller, session: string): void {
  caller.setHeader("set-cookie", setSessionCookie(caller.isSecure, session, LONGEST_SESSION_HOURS * 3600));
}

function takeSession(caller: Caller): void {
  caller.setHeader("set-cookie", setSessionCookie(caller.isSecure, null, 0));
}

/** The person of a session: a token has no password, no sessions and no settings of its own. */
function personOf({ id, kind }: Who, { session }: Caller): { readonly id: string; readonly session: string } {
  if (kind === "token" || session === null) throw new DatamasterError("NOT_ALLOWED", told("peopleOnly"));
  return { id, session: session.id };
}
