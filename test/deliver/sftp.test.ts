import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SftpOptions } from "../../src/deliver/deliver.ts";
import { createSftp } from "../../src/deliver/sftp.ts";
import { PASSPHRASE, type Sshd, startSshd } from "../helpers/sshd.ts";
import { tempDir } from "../helpers/temp.ts";
import { parcelOf } from "./parcel.ts";

const options = ({ port, fingerprint, user, privateKey, folder }: Sshd): SftpOptions => ({
  kind: "sftp",
  host: "127.0.0.1",
  port,
  hostKey: fingerprint,
  user,
  privateKey,
  path: folder,
});
const never = new AbortController().signal;

describe("a delivery to an SFTP server", () => {
  it("puts files there whole in the place of older ones, and tells how far it is", async () => {
    const server = await startSshd();
    writeFileSync(join(server.folder, "a.csv"), "old");
    const long = "x".repeat(3_000_000);
    const parcel = parcelOf(tempDir(), { "a.csv": long, "b.csv": "phone\n" });
    const sent: number[] = [];
    await createSftp(options(server)).send(parcel, { signal: never, onBytes: (bytes) => sent.push(bytes) });
    expect(readdirSync(server.folder).sort()).toEqual(["a.csv", "b.csv"]);
    expect(readFileSync(join(server.folder, "a.csv"), "utf8")).toBe(long);
    expect(sent.at(-1)).toBe(3_000_006);
    const locked = { ...options(server), privateKey: server.lockedKey, passphrase: PASSPHRASE };
    expect(await createSftp(locked).check(never)).toMatchObject({ key: "deliveryWritable" });
    expect(readdirSync(server.folder).sort()).toEqual(["a.csv", "b.csv"]);
  });

  it("sends nothing to a server whose key is not known or another one, and tells the one it saw", async () => {
    const server = await startSshd();
    const parcel = parcelOf(tempDir(), { "a.csv": "x" });
    const send = (hostKey: string | undefined) =>
      createSftp({ ...options(server), hostKey }).send(parcel, { signal: never, onBytes: () => {} });
    await expect(send(undefined)).rejects.toMatchObject({
      code: "DELIVERY_REFUSED",
      hint: expect.stringContaining(`hostKey: "${server.fingerprint}"`),
    });
    await expect(send(`SHA256:${"A".repeat(43)}`)).rejects.toMatchObject({
      code: "DELIVERY_REFUSED",
      message: expect.stringContaining(server.fingerprint),
    });
    expect(readdirSync(server.folder)).toEqual([]);
  });

  it("is refused where sign-in, key or folder are wrong, and may be tried again where nobody listens", async () => {
    const server = await startSshd();
    const check = (other: Partial<SftpOptions>) => createSftp({ ...options(server), ...other }).check(never);
    const other = join(tempDir(), "key");
    writeFileSync(other, "no key");
    chmodSync(other, 0o600);
    const keys = async (checking: Promise<unknown>) =>
      await checking.then(
        () => null,
        (error) => error.told.key,
      );
    expect(await keys(check({ user: "nobody-here" }))).toBe("deliveryLoginRefused");
    expect(await keys(check({ privateKey: undefined, password: "wrong" }))).toBe("deliveryLoginRefused");
    expect(await keys(check({ privateKey: other }))).toBe("deliveryKeyUnusable");
    expect(await keys(check({ privateKey: server.lockedKey, passphrase: "wrong" }))).toBe(
      "deliveryKeyUnusable",
    );
    expect(await keys(check({ path: join(server.folder, "none") }))).toBe("deliveryNoFolder");
    await expect(check({ port: 1 })).rejects.toMatchObject({ code: "DELIVERY_FAILED" });
  });

  it("ends when it is asked to", async () => {
    const server = await startSshd();
    const stop = new AbortController();
    const parcel = parcelOf(tempDir(), { "a.csv": "x".repeat(5_000_000) });
    const sending = createSftp(options(server)).send(parcel, {
      signal: stop.signal,
      onBytes: () => stop.abort(new Error("stop")),
    });
    await expect(sending).rejects.toThrow("stop");
    expect(readdirSync(server.folder)).not.toContain("a.csv");
  });
});
