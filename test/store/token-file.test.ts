import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createTokenFile, inspectTokenFile, type SignIn } from "../../src/store/tokens/token-file.ts";
import { tempDir } from "../helpers/temp.ts";

const SIGN_IN: SignIn = { tokenUrl: "https://login.example/token", clientId: "c", refreshToken: "first" };
const TOKENS = { refreshToken: "second", accessToken: "a", expiresAt: "2030-01-01T00:00:00.000Z" };
const { signal } = new AbortController();

describe("the file of a sign-in's tokens", () => {
  it("keeps what was saved last, for its owner alone", async () => {
    const folder = join(tempDir(), "of", "tokens");
    const keeper = createTokenFile(folder, SIGN_IN);
    await keeper.alone(async (kept) => {
      expect(kept).toBeNull();
      await keeper.save({ ...TOKENS, expiresAt: null });
      await keeper.save(TOKENS);
    }, signal);
    expect(await createTokenFile(folder, SIGN_IN).alone(async (kept) => kept, signal)).toEqual(TOKENS);
    const { file, isThere } = inspectTokenFile(folder, SIGN_IN);
    expect(isThere).toBe(true);
    expect([statSync(file).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("is another one where a new refresh token stands in the config", async () => {
    const folder = tempDir();
    const keeper = createTokenFile(folder, SIGN_IN);
    await keeper.alone(() => keeper.save(TOKENS), signal);
    const renewed = createTokenFile(folder, { ...SIGN_IN, refreshToken: "of a new sign-in" });
    expect(await renewed.alone(async (kept) => kept, signal)).toBeNull();
  });

  it("is one caller's at a time", async () => {
    const folder = tempDir();
    const log: string[] = [];
    const work = (name: string) =>
      createTokenFile(folder, SIGN_IN).alone(async () => {
        log.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 30));
        log.push(`${name} ends`);
      }, signal);
    await Promise.all([work("one"), work("other")]);
    expect(log).toEqual(["one begins", "one ends", "other begins", "other ends"]);
  });

  it("is let go where the work fails, and nobody waits for it who is to stop", async () => {
    const folder = tempDir();
    const keeper = createTokenFile(folder, SIGN_IN);
    const failing = keeper.alone(() => Promise.reject(new Error("no")), signal);
    await expect(failing).rejects.toMatchObject({ code: "TOKENS_FAILED" });
    const stop = new AbortController();
    await keeper.alone(async () => {
      const waiting = createTokenFile(folder, SIGN_IN).alone(async () => {}, stop.signal);
      stop.abort(new Error("stopped"));
      await expect(waiting).rejects.toThrow("stopped");
    }, signal);
  });

  it("that was cut or cannot be made is told before anything is exchanged", async () => {
    const folder = tempDir();
    const { file } = inspectTokenFile(folder, SIGN_IN);
    for (const text of [
      "",
      "{",
      "[]",
      '{"refreshToken": ""}',
      JSON.stringify({ ...TOKENS, expiresAt: "soon" }),
    ]) {
      writeFileSync(file, text);
      const reading = createTokenFile(folder, SIGN_IN).alone(async () => {}, signal);
      await expect(reading).rejects.toMatchObject({ code: "TOKENS_FAILED", exitCode: 2 });
      expect(readFileSync(file, "utf8")).toBe(text);
    }
    const inFile = join(file, "tokens");
    const making = createTokenFile(inFile, SIGN_IN).alone(async () => {}, signal);
    await expect(making).rejects.toMatchObject({
      code: "TOKENS_FAILED",
      message: expect.stringContaining(inFile),
    });
    expect(() => inspectTokenFile(inFile, SIGN_IN)).toThrow(/cannot be kept/);
  });
});
