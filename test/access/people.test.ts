import { describe, expect, test } from "vitest";
import type { AppPorts } from "../../src/app/app.ts";
import { dropToken, listTokens, makeToken } from "../../src/app/people/api-tokens.ts";
import { authenticate, noteSeen } from "../../src/app/people/authenticate.ts";
import {
  dropInvite,
  invite,
  makePasswordLink,
  makeSetupLink,
  showLink,
  takeLink,
} from "../../src/app/people/invites.ts";
import { changePerson, endSessionsOf, listPeople } from "../../src/app/people/people.ts";
import type { Role } from "../../src/contract/contract.ts";
import { BROWSER, enter, MINUTE, noted, PASSWORD, peoplePorts, RULES, T0, withAnna } from "./people.ts";

const code = (name: string) => expect.objectContaining({ code: name });
const from = (session: string) => ({ session, bearer: null, place: BROWSER.place });
const ANSWER = { ...BROWSER, name: null, email: null, password: PASSWORD, language: null, zone: null };

async function join(ports: AppPorts, role: Role, name = "Igor"): Promise<{ id: string; session: string }> {
  const email = `${name.toLowerCase()}@example.com`;
  const { secret } = await invite(ports, { email, name, role }, T0);
  const { session } = await takeLink(ports, { ...ANSWER, secret }, T0);
  const { people } = await listPeople(ports);
  return { id: people.find((person) => person.email === email)?.id ?? "", session: session ?? "" };
}

describe("the link of the first set-up", () => {
  test("makes one admin, once, within half an hour", async () => {
    const ports = peoplePorts();
    const old = await makeSetupLink(ports, T0);
    const link = await makeSetupLink(ports, T0);
    const answer = { ...ANSWER, name: "Anna", email: "Anna@example.com", secret: link?.secret ?? "" };
    await expect(showLink(ports, old?.secret ?? "", T0)).rejects.toEqual(code("LINK_INVALID"));
    expect(await showLink(ports, answer.secret, T0)).toMatchObject({ kind: "setup", role: "admin" });
    await expect(takeLink(ports, answer, T0 + 30 * MINUTE)).rejects.toEqual(code("LINK_INVALID"));
    await expect(takeLink(ports, { ...answer, email: null }, T0)).rejects.toEqual(code("INPUT_INVALID"));
    await expect(takeLink(ports, { ...answer, password: "password1234" }, T0)).rejects.toEqual(
      code("PASSWORD_REFUSED"),
    );
    const both = await Promise.allSettled([
      takeLink(ports, answer, T0),
      takeLink(ports, { ...answer, email: "mallory@example.com" }, T0),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await makeSetupLink(ports, T0)).toBeNull();
    const { people } = await listPeople(ports);
    expect(people).toEqual([expect.objectContaining({ role: "admin", state: "active", sessions: 1 })]);
  });
});

describe("an invitation", () => {
  test("lets one person in with the role it names", async () => {
    const { ports } = await withAnna();
    const { secret } = await invite(ports, { email: "Igor@example.com", name: "Igor", role: "viewer" }, T0);
    expect((await listPeople(ports)).invites).toMatchObject([{ email: "igor@example.com", role: "viewer" }]);
    expect(JSON.stringify(await listPeople(ports))).not.toContain(secret);
    const { session } = await takeLink(ports, { ...ANSWER, secret, email: "other@example.com" }, T0);
    const admitted = await authenticate(ports, from(session ?? ""), RULES, T0);
    expect(admitted?.who).toMatchObject({ role: "viewer", actor: "igor@example.com" });
    expect(admitted?.who.permissions).not.toContain("numbers.reveal");
    await expect(takeLink(ports, { ...ANSWER, secret }, T0)).rejects.toEqual(code("LINK_INVALID"));
    expect((await listPeople(ports)).invites).toEqual([]);
  });

  test("is refused for who is there, is replaced by a later one, and can be taken back", async () => {
    const { ports } = await withAnna();
    const igor = { email: "igor@example.com", name: "Igor", role: "viewer" } as const;
    await expect(invite(ports, { ...igor, email: "ANNA@example.com" }, T0)).rejects.toEqual(code("CONFLICT"));
    const first = await invite(ports, igor, T0);
    const second = await invite(ports, igor, T0);
    await expect(showLink(ports, first.secret, T0)).rejects.toEqual(code("LINK_INVALID"));
    await dropInvite(ports, igor.email);
    await expect(showLink(ports, second.secret, T0)).rejects.toEqual(code("LINK_INVALID"));
    await expect(dropInvite(ports, igor.email)).rejects.toEqual(code("NOT_FOUND"));
  });
});

test("a link for a new password ends the person's sessions and signs nobody in", async () => {
  const { ports, id, session } = await withAnna();
  const { secret } = await makePasswordLink(ports, id, T0);
  const password = "тёплый вечер у реки";
  expect(await takeLink(ports, { ...ANSWER, secret, password }, T0)).toEqual({ session: null });
  expect(await authenticate(ports, from(session), RULES, T0)).toBeNull();
  expect(await enter(ports, { password })).toMatchObject({ next: "in" });
});

describe("a role", () => {
  test("that is made smaller counts at once, and sessions stay", async () => {
    const { ports } = await withAnna();
    const igor = await join(ports, "exporter");
    const changed = await changePerson(ports, igor.id, { role: "viewer" });
    expect(changed).toMatchObject({ ended: 0, person: { role: "viewer", sessions: 1 } });
    const admitted = await authenticate(ports, from(igor.session), RULES, T0);
    expect(admitted?.who.permissions).not.toContain("exports.make");
  });

  test("that is made larger asks to sign in anew", async () => {
    const { ports } = await withAnna();
    const igor = await join(ports, "viewer");
    expect(await changePerson(ports, igor.id, { role: "operator" })).toMatchObject({ ended: 1 });
    expect(await authenticate(ports, from(igor.session), RULES, T0)).toBeNull();
  });

  test("of the last admin cannot be taken, nor can they be switched off", async () => {
    const { ports, id } = await withAnna();
    await expect(changePerson(ports, id, { role: "viewer" })).rejects.toEqual(code("CONFLICT"));
    await expect(changePerson(ports, id, { state: "disabled" })).rejects.toEqual(code("CONFLICT"));
    const olga = await join(ports, "admin", "Olga");
    await changePerson(ports, id, { role: "auditor" });
    await expect(changePerson(ports, olga.id, { state: "disabled" })).rejects.toEqual(code("CONFLICT"));
    await expect(changePerson(ports, "u_none", { name: "X" })).rejects.toEqual(code("NOT_FOUND"));
  });
});

test("who is switched off is out at once, cannot come back, and all of it is noted", async () => {
  const { ports } = await withAnna();
  const igor = await join(ports, "operator");
  expect(await changePerson(ports, igor.id, { state: "disabled" })).toMatchObject({ ended: 1 });
  expect(await authenticate(ports, from(igor.session), RULES, T0)).toBeNull();
  await expect(enter(ports, { email: "igor@example.com" })).rejects.toEqual(code("SIGN_IN_REFUSED"));
  await changePerson(ports, igor.id, { state: "active", role: "auditor" });
  await enter(ports, { email: "igor@example.com" });
  expect(await endSessionsOf(ports, igor.id)).toEqual({ ended: 1 });
  const acts = (await noted(ports)).map(([, action, detail]) => [action, (detail as { act?: string }).act]);
  expect(acts).toEqual([
    ["user", "joined"],
    ["user", "invited"],
    ["user", "joined"],
    ["user", "disabled"],
    ["sign-in-failed", undefined],
    ["user", "role"],
    ["user", "active"],
    ["sign-in", undefined],
    ["user", "sessions ended"],
  ]);
});

describe("a token", () => {
  const bearing = (bearer: string) => ({ session: null, bearer, place: "203.0.113.9" });

  test("lets a program do what it was made for, and no more than its owner may now", async () => {
    const { ports, id } = await withAnna();
    await join(ports, "admin", "Olga");
    const made = await makeToken(
      ports,
      { name: "Nightly", owner: id, scopes: ["runs.see", "runs.control"], days: 30 },
      T0,
    );
    const as = async (now = T0) => (await authenticate(ports, bearing(made.token), RULES, now))?.who;
    expect(await as()).toEqual({
      id: made.row.id,
      name: "Nightly",
      actor: "anna@example.com (Nightly)",
      role: "admin",
      kind: "token",
      permissions: ["runs.see", "runs.control"],
    });
    await changePerson(ports, id, { role: "viewer" });
    expect((await as())?.permissions).toEqual(["runs.see"]);
    expect(await listTokens(ports)).toMatchObject([
      { scopes: ["runs.see", "runs.control"], scopesNow: ["runs.see"] },
    ]);
    await changePerson(ports, id, { state: "disabled" });
    expect(await as()).toBeUndefined();
    await changePerson(ports, id, { state: "active" });
    expect(await as(T0 + 30 * 24 * 60 * MINUTE)).toBeUndefined();
    await dropToken(ports, made.row.id);
    expect(await as()).toBeUndefined();
    await expect(dropToken(ports, made.row.id)).rejects.toEqual(code("NOT_FOUND"));
  });

  test("is kept as a hash alone, and knows when and from where it was used", async () => {
    const { ports, id } = await withAnna();
    const made = await makeToken(ports, { name: "Nightly", owner: id, scopes: ["runs.see"], days: null }, T0);
    const note = (await authenticate(ports, bearing(made.token), RULES, T0))?.note;
    expect(note).toEqual({ of: "token", id: made.row.id, place: "203.0.113.9" });
    if (note) await noteSeen(ports, note, T0);
    const [row] = await listTokens(ports);
    expect(row).toMatchObject({
      usedAt: "2026-11-22T10:00:00.000Z",
      usedFrom: "203.0.113.9",
      expiresAt: null,
    });
    expect(JSON.stringify([row, await noted(ports)])).not.toContain(made.token.slice(4, 20));
  });

  test("can be given nothing that its owner may not, nor what would make more of it", async () => {
    const { ports, id } = await withAnna();
    const igor = await join(ports, "viewer");
    const making = (owner: string, scope: "exports.make" | "users.manage") =>
      makeToken(ports, { name: "X", owner, scopes: [scope], days: null }, T0);
    await expect(making(igor.id, "exports.make")).rejects.toEqual(code("CONFLICT"));
    await expect(making(id, "users.manage")).rejects.toEqual(code("CONFLICT"));
  });

  test("beats a session that is sent along, and a wrong one is nobody", async () => {
    const { ports, session } = await withAnna();
    expect(await authenticate(ports, { session, bearer: "dmp_x", place: "" }, RULES, T0)).toBeNull();
  });
});
