import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createCommand } from "../../src/deliver/command.ts";
import { tempDir } from "../helpers/temp.ts";
import { parcelOf } from "./parcel.ts";

const environment = { PATH: process.env.PATH ?? "" };
const to = (script: string, timeoutSeconds = 60) =>
  createCommand({ kind: "command", run: ["/bin/sh", "-c", script, "name"], timeoutSeconds, environment });
const options = () => ({ signal: new AbortController().signal, onBytes: () => {} });

describe("a delivery to a command", () => {
  it("tells the program run and files in variables, and of the rest only what it is given", async () => {
    const folder = tempDir();
    const parcel = parcelOf(folder, { "a b.csv": "phone\n" });
    await to(`env > ${folder}/env; cat "$DATAMASTER_FILE" > ${folder}/got`).send(parcel, options());
    expect(readFileSync(join(folder, "got"), "utf8")).toBe("phone\n");
    const env = readFileSync(join(folder, "env"), "utf8");
    expect(env).toContain("DATAMASTER_RUN=7\n");
    expect(env).toContain("DATAMASTER_SOURCE=main-crm\n");
    expect(env).toMatch(/DATAMASTER_SHA256=[0-9a-f]{64}\n/);
    expect(env).not.toContain("HOME=");
  });

  it("names several files a line each", async () => {
    const folder = tempDir();
    const parcel = parcelOf(folder, { "a.csv": "1", "b.csv": "2" });
    await to(`printf %s "$DATAMASTER_FILES" > ${folder}/got; test -z "$DATAMASTER_FILE"`).send(
      parcel,
      options(),
    );
    expect(readFileSync(join(folder, "got"), "utf8")).toBe(`${folder}/a.csv\n${folder}/b.csv`);
  });

  it("stops a program that takes too long, whatever that left behind", async () => {
    const folder = tempDir();
    const sending = to("sleep 60 & exec sleep 60", 0.2).send(parcelOf(folder, { "a.csv": "1" }), options());
    await expect(sending).rejects.toMatchObject({
      code: "DELIVERY_FAILED",
      told: { key: "deliveryProgramLate" },
    });
  });

  it("stops when it is asked to", async () => {
    const folder = tempDir();
    const stop = new AbortController();
    const script = `touch ${folder}/began; exec sleep 60`;
    const sending = to(script).send(parcelOf(folder, { "a.csv": "1" }), {
      signal: stop.signal,
      onBytes: () => {},
    });
    stop.abort(new Error("stop"));
    await expect(sending).rejects.toThrow("stop");
  });

  it("is refused where there is no such program", async () => {
    const gone = createCommand({ kind: "command", run: ["no-such-program"], timeoutSeconds: 1, environment });
    const signal = new AbortController().signal;
    await expect(gone.check(signal)).rejects.toMatchObject({ code: "DELIVERY_REFUSED" });
    const folder = tempDir();
    await expect(gone.send(parcelOf(folder, { a: "" }), options())).rejects.toMatchObject({
      code: "DELIVERY_REFUSED",
    });
    expect(await to("true").check(signal)).toMatchObject({ key: "deliveryProgramFound" });
  });
});
