import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { S3Options } from "../../src/deliver/deliver.ts";
import { createS3 } from "../../src/deliver/s3.ts";
import { type FakeS3, startFakeS3 } from "../helpers/fake-s3.ts";
import { tempDir } from "../helpers/temp.ts";
import { parcelOf } from "./parcel.ts";

const options = ({ endpoint, accessKeyId, secretAccessKey }: FakeS3): S3Options => ({
  kind: "s3",
  endpoint,
  bucket: "numbers",
  region: "eu-central-1",
  prefix: "daily/",
  accessKeyId,
  secretAccessKey,
});
const never = new AbortController().signal;
const started = () => startFakeS3("numbers", "eu-central-1");

describe("a delivery to S3", () => {
  it("puts small files in one request and large ones in parts, with their sums", async () => {
    const storage = await started();
    const large = randomBytes(17 * 1024 * 1024);
    const parcel = parcelOf(tempDir(), { "a b+ю.csv": "phone\n", "large.xlsx": large });
    const sent: number[] = [];
    await createS3(options(storage)).send(parcel, { signal: never, onBytes: (bytes) => sent.push(bytes) });
    expect([...storage.objects.keys()]).toEqual(["daily/a b+ю.csv", "daily/large.xlsx"]);
    expect(storage.objects.get("daily/a b+ю.csv")?.body.toString()).toBe("phone\n");
    expect(storage.objects.get("daily/large.xlsx")?.body.equals(large)).toBe(true);
    expect([...storage.objects.values()].map(({ sha256 }) => sha256)).toEqual(
      parcel.files.map(({ sha256 }) => sha256),
    );
    expect(storage.requests.filter((line) => line.includes("partNumber"))).toHaveLength(2);
    expect(sent).toEqual([6, 6 + 16 * 1024 * 1024, 6 + large.length]);
  });

  it("is tried without leaving anything behind", async () => {
    const storage = await started();
    expect(await createS3(options(storage)).check(never)).toMatchObject({ key: "deliveryWritable" });
    expect([storage.objects.size, storage.open.size]).toEqual([0, 0]);
  });

  it("gives a begun upload up where a part fails, which may be tried again", async () => {
    const storage = await started();
    const parcel = parcelOf(tempDir(), { "large.xlsx": randomBytes(33 * 1024 * 1024) });
    const sending = createS3(options(storage)).send(parcel, {
      signal: never,
      onBytes: () => {
        storage.failing = 1;
      },
    });
    await expect(sending).rejects.toMatchObject({ code: "DELIVERY_FAILED" });
    expect([storage.objects.size, storage.open.size]).toEqual([0, 0]);
  });

  it.each([
    ["a wrong key", { secretAccessKey: "wrong" }, /403/],
    ["a bucket that is not there", { bucket: "nothing" }, /404/],
    ["a connection in clear to another machine", { endpoint: "http://storage.example" }, /not be encrypted/],
  ])("is refused for %s", async (_, other, message) => {
    const storage = await started();
    const parcel = parcelOf(tempDir(), { "a.csv": "x" });
    const target = createS3({ ...options(storage), ...other });
    const refusal = { code: "DELIVERY_REFUSED", message: expect.stringMatching(message) };
    await expect(target.send(parcel, { signal: never, onBytes: () => {} })).rejects.toMatchObject(refusal);
    await expect(target.check(never)).rejects.toMatchObject(refusal);
  });

  it("may be tried again where nobody answers, and ends when it is asked to", async () => {
    const storage = await started();
    const away = createS3({ ...options(storage), endpoint: "http://127.0.0.1:1" });
    await expect(away.check(never)).rejects.toMatchObject({ code: "DELIVERY_FAILED" });
    const stop = new AbortController();
    const parcel = parcelOf(tempDir(), { "large.xlsx": randomBytes(17 * 1024 * 1024) });
    const sending = createS3(options(storage)).send(parcel, {
      signal: stop.signal,
      onBytes: () => stop.abort(new Error("stop")),
    });
    await expect(sending).rejects.toThrow("stop");
    expect(storage.objects.size).toBe(0);
  });
});
