import { TOTP } from "otpauth";
import { describe, expect, test } from "vitest";
import type { AppPorts } from "../../src/app/app.ts";
import { authenticate } from "../../src/app/people/authenticate.ts";
import { showOwnAccount } from "../../src/app/people/own-account.ts";
import {
  dropSecondFactor,
  keepSecondFactor,
  offerSecondFactor,
  renewRecoveryCodes,
} from "../../src/app/people/own-second-factor.ts";
import { resetSecondFactor } from "../../src/app/people/people.ts";
import { BROWSER, enter, MINUTE, PASSWORD, RULES, T0, withAnna } from "./people.ts";

const code = (name: string) => expect.objectContaining({ code: name });
const codeAt = (secret: string, now: number) => new TOTP({ secret }).generate({ timestamp: now });

async function setUp(ports: AppPorts, id: string) {
  const { secret } = await offerSecondFactor(ports, { id, password: PASSWORD, place: BROWSER.place }, T0);
  const proof = { id, session: "", secret, code: codeAt(secret, T0) };
  return { secret, ...(await keepSecondFactor(ports, proof, T0)) };
}

describe("a second factor", () => {
  test("is asked for after the password, takes each code once, and ends the other sessions", async () => {
    const { ports, id, session } = await withAnna();
    const { secret } = await setUp(ports, id);
    expect(await authenticate(ports, { session, bearer: null, place: "" }, RULES, T0)).toBeNull();
    expect(await enter(ports)).toEqual({ next: "code" });
    const now = T0 + MINUTE;
    await expect(enter(ports, { code: codeAt(secret, T0) }, T0)).rejects.toEqual(code("SIGN_IN_REFUSED"));
    expect(await enter(ports, { code: codeAt(secret, now) }, now)).toMatchObject({ next: "in" });
    await expect(enter(ports, { code: codeAt(secret, now) }, now)).rejects.toEqual(code("SIGN_IN_REFUSED"));
    await expect(
      enter(ports, { password: "x", code: codeAt(secret, now + MINUTE) }, now + MINUTE),
    ).rejects.toEqual(code("SIGN_IN_REFUSED"));
  });

  test("cannot be guessed by asking for the code anew in between", async () => {
    const { ports, id } = await withAnna();
    await setUp(ports, id);
    const answers: string[] = [];
    for (let tried = 0; tried < 6; tried++) {
      await enter(ports).catch(() => {});
      answers.push(
        await enter(ports, { code: "000000" }).then(
          () => "in",
          (error: { code: string }) => error.code,
        ),
      );
    }
    expect(answers.slice(0, 5)).toEqual(Array(5).fill("SIGN_IN_REFUSED"));
    expect(answers[5]).toBe("TOO_MANY");
  });

  test("gives way to a recovery code, once each", async () => {
    const { ports, id } = await withAnna();
    const { recoveryCodes } = await setUp(ports, id);
    const [first = "", second = ""] = recoveryCodes;
    expect(recoveryCodes).toHaveLength(10);
    expect(await enter(ports, { code: first })).toMatchObject({ next: "in" });
    await expect(enter(ports, { code: first })).rejects.toEqual(code("SIGN_IN_REFUSED"));
    expect(await showOwnAccount(ports, id)).toMatchObject({ secondFactor: true, recoveryCodes: 9 });
    const given = { id, password: PASSWORD, place: BROWSER.place };
    expect((await renewRecoveryCodes(ports, given, T0)).recoveryCodes).toHaveLength(10);
    await expect(enter(ports, { code: second })).rejects.toEqual(code("SIGN_IN_REFUSED"));
  });

  test("is kept sealed, and only with a code that proves it", async () => {
    const { ports, id } = await withAnna();
    const given = { id, password: PASSWORD, place: BROWSER.place };
    await expect(offerSecondFactor(ports, { ...given, password: "x" }, T0)).rejects.toEqual(
      code("SIGN_IN_REFUSED"),
    );
    const { secret } = await offerSecondFactor(ports, given, T0);
    const proof = { id, session: "", secret, code: "000000" };
    await expect(keepSecondFactor(ports, proof, T0)).rejects.toEqual(code("SIGN_IN_REFUSED"));
    expect(await enter(ports)).toMatchObject({ next: "in" });
    await keepSecondFactor(ports, { ...proof, code: codeAt(secret, T0) }, T0);
    const reader = await ports.openReader();
    const totp = reader.people.find(id)?.totp;
    reader.close();
    expect(totp).toMatch(/^v1\./);
    expect(totp).not.toContain(secret);
    await expect(offerSecondFactor(ports, given, T0)).rejects.toEqual(code("CONFLICT"));
  });

  test("goes with the password, or when an admin takes it from who lost it", async () => {
    const { ports, id } = await withAnna();
    const given = { id, password: PASSWORD, place: BROWSER.place };
    await setUp(ports, id);
    await expect(dropSecondFactor(ports, { ...given, password: "x" }, T0)).rejects.toEqual(
      code("SIGN_IN_REFUSED"),
    );
    await dropSecondFactor(ports, given, T0);
    expect(await enter(ports)).toMatchObject({ next: "in" });
    await setUp(ports, id);
    await resetSecondFactor(ports, id);
    expect(await enter(ports)).toMatchObject({ next: "in" });
  });

  test("where it is required lets who has none do nothing before it is set up", async () => {
    const { ports, id, session } = await withAnna();
    const rules = { ...RULES, rules: { ...RULES.rules, needsSecondFactor: true } };
    const asked = { session, bearer: null, place: "" };
    expect(await authenticate(ports, asked, rules, T0)).toMatchObject({
      needsSecondFactor: true,
      who: { permissions: [] },
    });
    const present = (await authenticate(ports, asked, rules, T0))?.session?.id ?? "";
    const given = { id, password: PASSWORD, place: BROWSER.place };
    const { secret } = await offerSecondFactor(ports, given, T0);
    await keepSecondFactor(ports, { id, session: present, secret, code: codeAt(secret, T0) }, T0);
    const admitted = await authenticate(ports, asked, rules, T0);
    expect(admitted?.needsSecondFactor).toBe(false);
    expect(admitted?.who.permissions).toContain("users.manage");
  });
});
