import { describe, expect, onTestFinished, test } from "vitest";
import type { Invite, Person, StoreAdmin, UserSession } from "../../src/store/store.ts";
import type { AdminStore } from "./admin.suite.ts";

const NOW = "2026-11-22T10:00:00.000Z";
const LATER = "2026-11-22T10:05:00.000Z";

function person(id: string, change: Partial<Person> = {}): Person {
  return {
    id,
    name: `Person ${id}`,
    email: `${id}@example.com`,
    role: "viewer",
    language: "ru",
    zone: null,
    state: "active",
    password: "hash",
    totp: null,
    totpStep: null,
    prefs: "{}",
    createdAt: NOW,
    seenAt: null,
    ...change,
  };
}

function session(id: string, of: string, change: Partial<UserSession> = {}): UserSession {
  return {
    id,
    hash: `hash-${id}`,
    person: of,
    createdAt: NOW,
    seenAt: NOW,
    place: "127.0.0.1",
    browser: "Firefox",
    secondFactor: true,
    ...change,
  };
}

/** What every store promises of the people who use the service; run by each of them. */
export function peopleSuite(name: string, create: () => Promise<AdminStore>): void {
  async function open(): Promise<{ admin: StoreAdmin; store: AdminStore }> {
    const store = await create();
    const admin = await store.openAdmin("olga");
    onTestFinished(() => admin.close());
    return { admin, store };
  }

  describe(`the people of ${name}`, () => {
    test("are found by id and e-mail, and read as they were written", async () => {
      const { admin, store } = await open();
      const anna = person("u_1", { role: "admin", totp: "sealed", totpStep: 58_000_000, seenAt: LATER });
      admin.people.add(anna);
      admin.people.add(person("u_2", { password: null, role: "admin" }));
      const reader = await store.openReader();
      onTestFinished(() => reader.close());
      expect(reader.people.count()).toBe(2);
      expect(reader.people.find("u_1")).toEqual(anna);
      expect(reader.people.findByEmail("u_1@example.com")).toEqual(anna);
      expect(reader.people.findByEmail("nobody@example.com")).toBeUndefined();
      expect(reader.people.countOf("admin")).toBe(1);
      expect(reader.people.list().map(({ id, sessions }) => [id, sessions])).toEqual([
        ["u_1", 0],
        ["u_2", 0],
      ]);
    });

    test("have one e-mail each", async () => {
      const { admin } = await open();
      admin.people.add(person("u_1"));
      expect(() => admin.people.add(person("u_2", { email: "u_1@example.com" }))).toThrow(
        expect.objectContaining({ code: "STORE_FAILED" }),
      );
      expect(admin.people.count()).toBe(1);
    });

    test("change by what is told, and keep the rest", async () => {
      const { people } = (await open()).admin;
      people.add(person("u_1", { totp: "sealed" }));
      expect(people.change("u_1", { role: "exporter", totp: null })).toBe(true);
      expect(people.find("u_1")).toEqual(person("u_1", { role: "exporter" }));
      expect(people.change("u_9", { role: "admin" })).toBe(false);
    });

    test("have sessions that are found by their hash, and end one by one or together", async () => {
      const { people } = (await open()).admin;
      people.add(person("u_1"));
      people.add(person("u_2"));
      for (const id of ["s_1", "s_2", "s_3"]) people.addSession(session(id, "u_1"));
      people.addSession(session("s_4", "u_2", { secondFactor: false }));
      expect(people.findSession("hash-s_4")).toEqual({
        session: session("s_4", "u_2", { secondFactor: false }),
        person: person("u_2"),
      });
      expect(people.findSession("s_4")).toBeUndefined();
      people.seeSession("s_1", LATER, "10.0.0.1");
      people.seeSession("s_1", NOW, "10.0.0.2");
      expect(people.findSession("hash-s_1")?.session).toEqual(
        session("s_1", "u_1", { seenAt: LATER, place: "10.0.0.1" }),
      );
      expect(people.find("u_1")?.seenAt).toBe(LATER);
      expect(people.endSession("u_2", "s_1")).toBe(false);
      expect(people.endSession("u_1", "s_1")).toBe(true);
      expect(people.endSessions("u_1", "s_2")).toBe(1);
      expect(people.listSessions("u_1").map(({ id }) => id)).toEqual(["s_2"]);
      expect(people.endSessions("u_1", null)).toBe(1);
      expect(people.list().map(({ sessions }) => sessions)).toEqual([0, 1]);
    });

    test("come by invitations that are used once", async () => {
      const { people } = (await open()).admin;
      const invite: Invite = {
        kind: "invite",
        hash: "abc",
        person: null,
        email: "igor@example.com",
        name: "Igor",
        role: "viewer",
        madeBy: "olga",
        createdAt: NOW,
        expiresAt: LATER,
      };
      people.addInvite(invite);
      expect(people.findInvite("abc")).toEqual(invite);
      expect(people.listInvites()).toEqual([invite]);
      expect(people.dropInvite("abc")).toBe(true);
      expect(people.dropInvite("abc")).toBe(false);
    });

    test("own tokens, which know their last use", async () => {
      const { people } = (await open()).admin;
      people.add(person("u_1"));
      const token = {
        id: "t_1",
        name: "Nightly",
        hash: "def",
        owner: "u_1",
        scopes: ["runs.see", "runs.control"],
        createdAt: NOW,
        expiresAt: null,
        usedAt: null,
        usedFrom: null,
      };
      people.addToken(token);
      people.seeToken("t_1", LATER, "10.0.0.1");
      const used = { ...token, usedAt: LATER, usedFrom: "10.0.0.1" };
      expect(people.findToken("def")).toEqual({ token: used, owner: person("u_1") });
      expect(people.listTokens()).toEqual([used]);
      expect(people.dropToken("t_1")).toBe(true);
      expect(people.findToken("def")).toBeUndefined();
    });

    test("have recovery codes, each good once, and a count of failed tries", async () => {
      const { people } = (await open()).admin;
      people.add(person("u_1"));
      people.setRecoveryCodes("u_1", ["a", "b"]);
      people.setRecoveryCodes("u_1", ["b", "c", "d"]);
      expect(people.countRecoveryCodes("u_1")).toBe(3);
      expect(people.dropRecoveryCode("u_1", "a")).toBe(false);
      expect(people.dropRecoveryCode("u_1", "c")).toBe(true);
      expect(people.dropRecoveryCode("u_1", "c")).toBe(false);
      people.setTries("k", { failures: 1, lastAt: NOW });
      people.setTries("k", { failures: 2, lastAt: LATER });
      expect(people.tries("k")).toEqual({ failures: 2, lastAt: LATER });
      people.clearTries("k");
      expect(people.tries("k")).toBeUndefined();
    });

    test("leave nothing behind of what is over", async () => {
      const { people } = (await open()).admin;
      people.add(person("u_1"));
      people.addSession(session("s_1", "u_1"));
      people.addSession(session("s_2", "u_1", { createdAt: LATER, seenAt: LATER }));
      people.setTries("k", { failures: 1, lastAt: NOW });
      people.sweep({ made: NOW, seen: LATER, tried: LATER, now: LATER });
      expect(people.listSessions("u_1").map(({ id }) => id)).toEqual(["s_2"]);
      expect(people.tries("k")).toBeUndefined();
    });
  });
}
