import { describe, expect, it } from "vitest";
import { partNames } from "../../../src/app/runs/part-names.ts";

const client = (id: string, name: string) => ({ kind: "client", id, name }) as const;

describe("names of an export's parts", () => {
  it("are numbered before the ending", () => {
    expect(partNames("out/numbers.csv.gz")({ kind: "rows", index: 7 })).toBe("out/numbers-007.csv.gz");
    expect(partNames("all.v2/numbers")({ kind: "rows", index: 1234 })).toBe("all.v2/numbers-1234");
  });

  it.each([
    ["17", "Acme", "n-17-Acme.xlsx"],
    ["17", "ООО «Ромашка»", "n-17-ООО_Ромашка.xlsx"],
    ["../../etc/passwd", "a/b\\c:d", "n-etc_passwd-a_b_c_d.xlsx"],
    ["5", "", "n-5.xlsx"],
    ["\0", "..", "n-.xlsx"],
  ])("hold nothing of the id %j and name %j that leads elsewhere", (id, name, file) => {
    expect(partNames("n.xlsx")(client(id, name))).toBe(file);
  });

  it("differ for clients that look alike, also where case does not count", () => {
    const nameOf = partNames("n.csv");
    expect([client("1", "Acme"), client("1", "ACME"), client("1", "Acme!")].map(nameOf)).toEqual([
      "n-1-Acme.csv",
      "n-1-ACME-2.csv",
      "n-1-Acme-3.csv",
    ]);
  });

  it("stay short enough for any disk", () => {
    expect(Buffer.byteLength(partNames("n.csv")(client("1".repeat(300), "🦔".repeat(300))))).toBeLessThan(
      200,
    );
  });
});
