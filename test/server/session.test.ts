import { TOTP } from "otpauth";
import { describe, expect, test } from "vitest";
import { PASSWORD, startPeople } from "./people.ts";

describe("signing in over HTTP", () => {
  test("begins with the link of the first set-up, which is told without its secret in any address", async () => {
    const { browser, desk } = await startPeople();
    const anna = browser();
    expect((await anna.ask("GET", "/session")).body).toEqual({
      isSetUp: false,
      isPrivate: true,
      csrf: null,
    });
    const link = await desk.ask("test", "makeSetupLink");
    const secret = link?.secret ?? "";
    expect((await anna.ask("POST", "/links/look", { secret })).body).toMatchObject({
      kind: "setup",
      role: "admin",
    });
    const weak = await anna.ask("POST", "/links", {
      secret,
      name: "Anna",
      email: "anna@example.com",
      password: "short",
    });
    expect([weak.status, weak.body.code]).toEqual([422, "PASSWORD_REFUSED"]);
    const taken = await anna.ask("POST", "/links", {
      secret,
      name: "Anna",
      email: "Anna@example.com",
      password: PASSWORD,
    });
    expect(taken.body).toEqual({ next: "in" });
    expect(taken.headers.get("set-cookie")).toMatch(
      /^datamaster=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=259200$/,
    );
    expect((await browser().ask("POST", "/links/look", { secret })).status).toBe(410);
    expect((await anna.load()).body).toMatchObject({
      name: "Anna",
      email: "anna@example.com",
      role: "admin",
      kind: "person",
    });
    expect((await browser().ask("GET", "/session")).body).toMatchObject({ isSetUp: true });
  });

  test("takes e-mail and password, and with a second factor a code, then gives another cookie each time", async () => {
    const { anna: signUp, browser } = await startPeople();
    const anna = await signUp();
    const before = anna.cookie;
    const offer = await anna.ask("POST", "/me/second-factor/offer", { password: PASSWORD });
    const secret = String(offer.body.secret);
    const code = new TOTP({ secret }).generate();
    const kept = await anna.ask("PUT", "/me/second-factor", { secret, code });
    expect(kept.body.recoveryCodes).toHaveLength(10);
    const [recovery] = kept.body.recoveryCodes as string[];
    const other = browser();
    expect(
      (await other.ask("POST", "/session", { email: "anna@example.com", password: PASSWORD })).body,
    ).toEqual({ next: "code" });
    expect(other.cookie).toBeNull();
    expect((await other.signIn("anna@example.com", PASSWORD, code)).body.code).toBe("SIGN_IN_REFUSED");
    expect((await other.signIn("anna@example.com", PASSWORD, recovery)).body).toEqual({ next: "in" });
    expect(other.cookie).not.toBe(before);
    expect((await other.ask("GET", "/me")).body).toMatchObject({ secondFactor: true, recoveryCodes: 9 });
  });

  test("answers a wrong password and an unknown account alike, in the asker's language", async () => {
    const { anna, browser } = await startPeople();
    await anna();
    const russian = browser({ "accept-language": "ru" });
    const wrong = await russian.signIn("anna@example.com", "wrong");
    const unknown = await russian.signIn("nobody@example.com", "wrong");
    expect(wrong.status).toBe(401);
    expect(wrong.body.detail).toBe("Почта или пароль не подходят.");
    const { requestId: _, ...same } = unknown.body;
    expect(wrong.body).toMatchObject(same);
  });

  test("is held up after five failed tries, and says for how long", async () => {
    const { anna, browser } = await startPeople();
    await anna();
    const mallory = browser();
    for (let tried = 0; tried < 5; tried++) await mallory.signIn("anna@example.com", "wrong");
    const held = await mallory.signIn("anna@example.com");
    expect([held.status, held.body.code]).toEqual([429, "TOO_MANY"]);
    expect(Number(held.headers.get("retry-after"))).toBeGreaterThan(20);
    expect(mallory.cookie).toBeNull();
  });

  test("over plain HTTP through a proxy that nobody trusts is refused, and the page can tell why", async () => {
    const { browser } = await startPeople();
    const far = browser({ "x-forwarded-for": "203.0.113.9" });
    expect((await far.ask("GET", "/session")).body).toMatchObject({ isPrivate: false });
    const refused = await far.signIn("anna@example.com");
    expect([refused.status, refused.body.code]).toEqual([403, "PLAIN_HTTP"]);
  });
});

describe("a session over HTTP", () => {
  test("ends with signing out, and its cookie goes", async () => {
    const anna = await (await startPeople()).anna();
    const { cookie } = anna;
    const out = await anna.ask("DELETE", "/session");
    expect(out.status).toBe(204);
    expect(out.headers.get("set-cookie")).toMatch(/^datamaster=; .*Max-Age=0$/);
    anna.cookie = cookie;
    expect((await anna.ask("GET", "/me")).status).toBe(401);
  });

  test("changes nothing without its token, with another one, or for another site's page", async () => {
    const anna = await (await startPeople()).anna();
    const rename = (headers: Record<string, string>) =>
      anna.ask("PATCH", "/me", { name: "Mallory" }, headers);
    const foreign: Record<string, string>[] = [
      { "x-datamaster-csrf": "" },
      { "x-datamaster-csrf": "x".repeat(43) },
      { origin: "https://evil.example" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ];
    for (const headers of foreign) expect((await rename(headers)).body.code).toBe("FOREIGN_ORIGIN");
    expect((await anna.ask("GET", "/me")).body.name).toBe("Anna");
    expect((await rename({})).status).toBe(204);
    expect((await anna.ask("GET", "/me")).body.name).toBe("Mallory");
  });

  test("keeps what a person sets, and takes no other", async () => {
    const anna = await (await startPeople()).anna();
    const settings = {
      language: "ru",
      timeZone: "Asia/Almaty",
      preferences: { density: "compact", keys: false },
    };
    expect((await anna.ask("PATCH", "/me", settings)).status).toBe(204);
    expect((await anna.ask("GET", "/me")).body).toMatchObject(settings);
    expect((await anna.ask("PATCH", "/me", { timeZone: "Mars/Base" })).status).toBe(400);
    expect((await anna.ask("PATCH", "/me", { role: "admin" })).status).toBe(400);
  });

  test("is listed, and ended from another one", async () => {
    const { anna: signUp, browser } = await startPeople();
    const anna = await signUp();
    const other = browser({ "user-agent": "Other/1" });
    await other.signIn("anna@example.com");
    const { items } = (await anna.ask("GET", "/me/sessions")).body as {
      items: { id: string; browser: string; present: boolean }[];
    };
    const theirs = items.find(({ browser: name }) => name === "Other/1");
    expect(items.map(({ present }) => present).sort()).toEqual([false, true]);
    expect((await anna.ask("DELETE", `/me/sessions/${theirs?.id}`)).body).toEqual({ ended: 1 });
    expect((await other.ask("GET", "/me")).status).toBe(401);
    expect((await anna.ask("DELETE", "/me/sessions")).body).toEqual({ ended: 0 });
  });
});
