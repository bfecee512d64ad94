import { describe, expect, test } from "vitest";
import { type Browser, PASSWORD, startPeople } from "./people.ts";

async function join(anna: Browser, igor: Browser, role: string): Promise<string> {
  const made = await anna.ask("POST", "/users/invites", { email: "igor@example.com", name: "Igor", role });
  const secret = String(made.body.path).split("#")[1];
  await igor.ask("POST", "/links", { secret, password: PASSWORD });
  return String((await igor.load()).body.id);
}

describe("people over HTTP", () => {
  test("are invited, change their role and are switched off, each at once", async () => {
    const { anna: signUp, browser } = await startPeople();
    const [anna, igor] = [await signUp(), browser()];
    const id = await join(anna, igor, "exporter");
    expect((await igor.ask("GET", "/users")).status).toBe(403);
    const changed = await anna.ask("PATCH", `/users/${id}`, { role: "viewer" });
    expect(changed.body).toMatchObject({ ended: 0, user: { role: "viewer", sessions: 1 } });
    expect((await igor.load()).body).toMatchObject({ role: "viewer", admins: ["Anna"] });
    expect((await anna.ask("PATCH", `/users/${id}`, { state: "disabled" })).body).toMatchObject({ ended: 1 });
    expect((await igor.ask("GET", "/me")).status).toBe(401);
    const list = (await anna.ask("GET", "/users")).body;
    expect(list.items).toMatchObject([{ name: "Anna" }, { name: "Igor", state: "disabled", sessions: 0 }]);
    expect(JSON.stringify(list)).not.toContain("argon2");
    expect((await anna.ask("PATCH", "/users/u_none", { name: "X" })).status).toBe(404);
    const { body } = await anna.ask("GET", "/me");
    expect((await anna.ask("PATCH", `/users/${body.id}`, { role: "viewer" })).status).toBe(409);
  });

  test("get a link for a new password", async () => {
    const { anna: signUp, browser } = await startPeople();
    const [anna, igor] = [await signUp(), browser()];
    const id = await join(anna, igor, "viewer");
    const made = await anna.ask("POST", `/users/${id}/password-link`);
    const secret = String(made.body.path).split("#")[1];
    const answer = { secret, password: "тёплый вечер у реки" };
    expect((await browser().ask("POST", "/links", answer)).body).toEqual({ next: "sign-in" });
    expect((await igor.ask("GET", "/me")).status).toBe(401);
    expect((await igor.signIn("igor@example.com", answer.password)).body).toEqual({ next: "in" });
  });
});

test("a token does what its scopes say, without cookie and CSRF header, and nothing of people's own", async () => {
  const { anna: signUp, browser } = await startPeople();
  const anna = await signUp();
  const made = await anna.ask("POST", "/tokens", { name: "Nightly", scopes: ["audit.see"], days: 30 });
  expect(made.status).toBe(201);
  const program = browser({ authorization: `Bearer ${made.body.token}` });
  expect((await program.ask("GET", "/audit")).status).toBe(200);
  expect((await program.ask("GET", "/users")).status).toBe(403);
  expect((await program.ask("GET", "/me")).body).toMatchObject({
    kind: "token",
    name: "Nightly",
    csrf: null,
    permissions: ["audit.see"],
  });
  expect((await program.ask("PATCH", "/me", { name: "X" })).body.code).toBe("NOT_ALLOWED");
  expect((await program.ask("GET", "/me/sessions")).body.code).toBe("NOT_ALLOWED");
  expect(
    (await anna.ask("POST", "/tokens", { name: "X", scopes: ["users.manage"], days: null })).status,
  ).toBe(400);
  const { items } = (await anna.ask("GET", "/tokens")).body as { items: { id: string }[] };
  expect((await anna.ask("DELETE", `/tokens/${items[0]?.id}`)).status).toBe(204);
  expect((await program.ask("GET", "/audit")).status).toBe(401);
});

describe("the audit log over HTTP", () => {
  test("is read page by page, filtered, and checked", async () => {
    const { anna: signUp, browser } = await startPeople();
    const anna = await signUp();
    await browser().signIn("nobody@example.com", "wrong");
    for (let at = 0; at < 3; at++) await browser().signIn("anna@example.com");
    const first = (await anna.ask("GET", "/audit?limit=2")).body as {
      items: { seq: number; action: string }[];
      next: string;
    };
    expect(first.items.map(({ seq, action }) => [seq, action])).toEqual([
      [5, "sign-in"],
      [4, "sign-in"],
    ]);
    const second = (await anna.ask("GET", `/audit?limit=3&cursor=${first.next}`)).body as {
      items: { seq: number }[];
      next: null;
    };
    expect(second).toMatchObject({ items: [{ seq: 3 }, { seq: 2 }, { seq: 1 }], next: null });
    expect((await anna.ask("GET", "/audit?who=nobody")).body).toMatchObject({
      items: [{ action: "sign-in-failed" }],
    });
    expect((await anna.ask("GET", "/audit?action=user")).body).toMatchObject({
      items: [{ detail: { act: "joined" } }],
    });
    expect((await anna.ask("GET", "/audit?since=2999-01-01")).body).toMatchObject({ items: [] });
    const today = new Date().toISOString().slice(0, 10);
    expect((await anna.ask("GET", `/audit?until=${today}&since=${today}`)).body.items).toHaveLength(5);
    expect((await anna.ask("GET", "/audit?until=2020-01-01")).body.items).toEqual([]);
    expect((await anna.ask("GET", "/audit?cursor=x")).status).toBe(400);
    expect((await anna.ask("GET", "/audit/facets")).body).toEqual({
      actions: ["sign-in", "sign-in-failed", "user"],
      people: ["anna@example.com", "nobody"],
    });
    expect((await anna.ask("GET", "/audit/check")).body).toMatchObject({
      ok: true,
      entries: 5,
      broken: null,
    });
  });

  test("is taken along as a file, which is noted in it", async () => {
    const anna = await (await startPeople()).anna();
    const csv = await anna.ask("GET", "/audit/file");
    expect(csv.headers.get("content-disposition")).toContain("attachment");
    expect(String(csv.body.text).split("\r\n").slice(0, 2)).toEqual([
      "seq,at,who,action,detail,hash",
      expect.stringMatching(/^1,20.*Z,anna@example.com,user,"\{""act"":""joined""/),
    ]);
    const lines = await anna.ask("GET", "/audit/file?format=jsonl&action=export");
    expect(JSON.parse(String(lines.body.text).split("\n")[0] ?? "")).toMatchObject({
      seq: 2,
      detail: { format: "csv" },
    });
    expect((await anna.ask("GET", "/audit?action=export")).body).toMatchObject({
      items: [{ detail: { of: "audit", format: "jsonl" } }, { detail: { of: "audit", format: "csv" } }],
    });
  });
});
