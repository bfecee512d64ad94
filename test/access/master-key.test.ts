import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeMasterKey, readMasterKey } from "../../src/access/master-key.ts";
import { tempDir } from "../helpers/temp.ts";

describe("the file of the master key", () => {
  it("is made once, for its owner alone, and holds the same key from then on", () => {
    const file = join(tempDir(), "keys", "secret.key");
    expect(readMasterKey({ file, given: null })).toBeNull();
    const made = makeMasterKey({ file, given: null });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).toMatch(/^[0-9a-f]{64}\n$/);
    expect(makeMasterKey({ file, given: null }).id).toBe(made.id);
    expect(readMasterKey({ file, given: null })?.id).toBe(made.id);
  });

  it("is refused where others may read it, or it holds no key", () => {
    const file = join(tempDir(), "secret.key");
    makeMasterKey({ file, given: null });
    chmodSync(file, 0o640);
    expect(() => readMasterKey({ file, given: null })).toThrow(/Others than its owner may read/);
    chmodSync(file, 0o600);
    writeFileSync(file, "abc\n");
    expect(() => makeMasterKey({ file, given: null })).toThrow(/must hold 64 hexadecimal digits/);
    expect(() => readMasterKey({ file: join(file, "below"), given: null })).toThrow(/cannot be used/);
  });

  it("counts for nothing where the variable holds a key", () => {
    const file = join(tempDir(), "secret.key");
    const given = "ab".repeat(32);
    const key = makeMasterKey({ file, given });
    expect(key.id).toBe(readMasterKey({ file, given: given.toUpperCase() })?.id);
    expect(() => statSync(file)).toThrow();
    expect(() => readMasterKey({ file, given: "short" })).toThrow(/DATAMASTER_SECRET_KEY is no key/);
  });
});
