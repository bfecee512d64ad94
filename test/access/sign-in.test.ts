import { describe, expect, test } from "vitest";
import { authenticate, noteSeen } from "../../src/app/people/authenticate.ts";
import { changePassword, endOwnSessions, listOwnSessions } from "../../src/app/people/own-account.ts";
import { signOut } from "../../src/app/people/sign-in.ts";
import { BROWSER, enter, MINUTE, noted, PASSWORD, peoplePorts, RULES, T0, withAnna } from "./people.ts";

const from = (session: string | null) => ({ session, bearer: null, place: BROWSER.place });
const REFUSED = expect.objectContaining({ code: "SIGN_IN_REFUSED" });

describe("signing in", () => {
  test("gives a session that is known again, with what the role may", async () => {
    const { ports, id } = await withAnna();
    const signed = await enter(ports);
    if (signed.next !== "in") throw new Error("a code was asked for");
    const admitted = await authenticate(ports, from(signed.session), RULES, T0 + MINUTE);
    expect(admitted).toMatchObject({
      who: { id, name: "Anna", actor: "anna@example.com", role: "admin", kind: "person" },
      language: "ru",
      session: { endsAt: "2026-11-22T22:00:00.000Z" },
    });
    expect(admitted?.who.permissions).toContain("users.manage");
    expect(JSON.stringify(admitted)).not.toContain(signed.session);
  });

  test("says the same to a wrong password, an unknown account and one that is switched off", async () => {
    const { ports } = await withAnna();
    const wrong = await enter(ports, { password: "wrong horse battery" }).catch(
      (error: Error) => error.message,
    );
    const unknown = await enter(ports, { email: "nobody@example.com" }).catch(
      (error: Error) => error.message,
    );
    expect(wrong).toBe("E-mail or password is not right.");
    expect(unknown).toBe(wrong);
  });

  test("reads e-mails in any case", async () => {
    const { ports } = await withAnna();
    expect(await enter(ports, { email: " Anna@Example.COM " })).toMatchObject({ next: "in" });
  });

  test("is noted, and so is that it failed: without what was typed", async () => {
    const { ports } = await withAnna();
    await enter(ports);
    await expect(enter(ports, { email: "secret-typed-here", password: "x" })).rejects.toEqual(REFUSED);
    await expect(enter(ports, { password: "x" })).rejects.toEqual(REFUSED);
    const log = await noted(ports);
    expect(log.slice(-3)).toEqual([
      ["anna@example.com", "sign-in", { place: "192.0.2.7", secondFactor: "none" }],
      [
        "nobody",
        "sign-in-failed",
        { account: "unknown", asked: "password", failures: 1, net: "192.0.2.0/24" },
      ],
      [
        "anna@example.com",
        "sign-in-failed",
        { account: "active", asked: "password", failures: 1, net: "192.0.2.0/24" },
      ],
    ]);
    expect(JSON.stringify(log)).not.toContain("secret-typed-here");
  });

  test("needs a store: without one nobody is known", async () => {
    expect(await authenticate(peoplePorts(), from("x".repeat(43)), RULES)).toBeNull();
  });
});

describe("a session", () => {
  test("ends half an hour after its last request, and twelve hours after it began", async () => {
    const { ports, session } = await withAnna();
    const isIn = async (now: number) => (await authenticate(ports, from(session), RULES, now)) !== null;
    expect(await isIn(T0 + 29 * MINUTE)).toBe(true);
    expect(await isIn(T0 + 32 * MINUTE)).toBe(false);
    for (let at = T0; at <= T0 + 12 * 60 * MINUTE; at += 25 * MINUTE) {
      const note = (await authenticate(ports, from(session), RULES, at))?.note;
      if (note) await noteSeen(ports, note, at);
    }
    expect(await isIn(T0 + 12 * 60 * MINUTE - 1)).toBe(true);
    expect(await isIn(T0 + 12 * 60 * MINUTE)).toBe(false);
  });

  test("asks at most once a minute to be noted as seen", async () => {
    const { ports, session } = await withAnna();
    const noteAt = async (now: number) => (await authenticate(ports, from(session), RULES, now))?.note;
    expect(await noteAt(T0 + MINUTE - 1)).toBeNull();
    const note = await noteAt(T0 + MINUTE);
    expect(note).toMatchObject({ of: "session", place: BROWSER.place });
    if (note) await noteSeen(ports, note, T0 + MINUTE);
    expect(await noteAt(T0 + MINUTE + 1)).toBeNull();
  });

  test("is over when its person signs out, and is noted", async () => {
    const { ports, id, session } = await withAnna();
    const admitted = await authenticate(ports, from(session), RULES, T0);
    await signOut(ports, id, admitted?.session?.id ?? "");
    expect(await authenticate(ports, from(session), RULES, T0)).toBeNull();
    expect((await noted(ports)).at(-1)?.[1]).toBe("sign-out");
  });

  test("is listed with place and browser, and can be ended from another one", async () => {
    const { ports, id, session } = await withAnna();
    await enter(ports, { place: "203.0.113.9" }, T0 + MINUTE);
    const sessions = await listOwnSessions(ports, id, RULES, T0 + MINUTE);
    expect(sessions.map(({ place, browser }) => [place, browser])).toEqual([
      ["203.0.113.9", "Firefox"],
      ["192.0.2.7", "Firefox"],
    ]);
    expect(JSON.stringify(sessions)).not.toContain("hash");
    const [other] = sessions;
    const present = sessions[1]?.id ?? "";
    expect(await endOwnSessions(ports, id, { session: other?.id ?? "", present })).toEqual({ ended: 1 });
    await expect(endOwnSessions(ports, id, { session: other?.id ?? "", present })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await enter(ports, {}, T0 + MINUTE);
    expect(await endOwnSessions(ports, id, { session: null, present })).toEqual({ ended: 1 });
    expect(await authenticate(ports, from(session), RULES, T0 + MINUTE)).not.toBeNull();
  });

  test("stays when its person takes a new password, and the others end", async () => {
    const { ports, id, session } = await withAnna();
    const other = await enter(ports);
    const present = (await authenticate(ports, from(session), RULES, T0))?.session?.id ?? "";
    const change = {
      id,
      session: present,
      place: BROWSER.place,
      old: PASSWORD,
      chosen: "тёплый вечер у реки",
    };
    await expect(changePassword(ports, { ...change, old: "wrong" }, T0)).rejects.toEqual(REFUSED);
    await expect(changePassword(ports, { ...change, chosen: "password1234" }, T0)).rejects.toMatchObject({
      code: "PASSWORD_REFUSED",
    });
    expect(await changePassword(ports, change, T0)).toEqual({ ended: 1 });
    expect(await authenticate(ports, from(session), RULES, T0)).not.toBeNull();
    const otherSession = other.next === "in" ? other.session : "";
    expect(await authenticate(ports, from(otherSession), RULES, T0)).toBeNull();
    await expect(enter(ports)).rejects.toEqual(REFUSED);
    expect(await enter(ports, { password: change.chosen })).toMatchObject({ next: "in" });
  });
});

describe("whoever guesses", () => {
  const guess = (ports: Parameters<typeof enter>[0], given: Parameters<typeof enter>[1], now: number) =>
    enter(ports, { password: "guess", ...given }, now).then(
      () => "in",
      (error: { code: string; data: { retryAfter?: number } }) =>
        error.code === "TOO_MANY" ? (error.data.retryAfter ?? 0) : error.code,
    );

  test("waits longer and longer after five tries, whichever account it is, and never for good", async () => {
    const { ports } = await withAnna();
    for (const email of ["anna@example.com", "nobody@example.com"]) {
      const place = email === "anna@example.com" ? "198.51.100.1" : "203.0.113.1";
      for (let tried = 0; tried < 5; tried++)
        expect(await guess(ports, { email, place }, T0)).toBe("SIGN_IN_REFUSED");
      expect(await guess(ports, { email, place }, T0)).toBe(30);
      expect(await guess(ports, { email, place }, T0 + 29_000)).toBe(1);
      expect(await guess(ports, { email, place }, T0 + 30_000)).toBe("SIGN_IN_REFUSED");
      expect(await guess(ports, { email, place }, T0 + 30_000)).toBe(60);
      let now = T0 + 30_000;
      for (let tried = 0; tried < 12; tried++) {
        now += 15 * MINUTE;
        expect(await guess(ports, { email, place }, now)).toBe("SIGN_IN_REFUSED");
      }
      expect(await guess(ports, { email, place }, now)).toBe(15 * 60);
    }
  });

  test("has no more tries by asking many times at once", async () => {
    const { ports } = await withAnna();
    const tries = await Promise.all(Array.from({ length: 12 }, () => guess(ports, {}, T0)));
    expect(tries.filter((answer) => answer === "SIGN_IN_REFUSED")).toHaveLength(5);
  });

  test("holds up the right password too, from there and until then alone", async () => {
    const { ports } = await withAnna();
    for (let tried = 0; tried < 5; tried++) await guess(ports, { email: `${tried}@example.com` }, T0);
    expect(await guess(ports, { password: PASSWORD }, T0)).toBe(10);
    expect(await guess(ports, { password: PASSWORD, place: "198.51.100.1" }, T0)).toBe("in");
    expect(await guess(ports, { password: PASSWORD }, T0 + 10_000)).toBe("in");
  });

  test("begins anew for the account, not for the net, once somebody signed in", async () => {
    const { ports } = await withAnna();
    for (let tried = 0; tried < 4; tried++) await guess(ports, {}, T0);
    expect(await guess(ports, { password: PASSWORD }, T0)).toBe("in");
    expect(await guess(ports, {}, T0)).toBe("SIGN_IN_REFUSED");
    expect(await guess(ports, {}, T0)).toBe(10);
    expect(await guess(ports, { place: "198.51.100.1" }, T0)).toBe("SIGN_IN_REFUSED");
  });
});
