import { describe, expect, it } from "vitest";
import { MAY, ROLES } from "../../src/contract/contract.ts";
import { openSqliteWriter } from "../../src/store/sqlite/sqlite.ts";
import { drive } from "../store/driver.ts";
import { startService, type TestService } from "./service.ts";

const CRM = { "1": { p1: [[79161234567n, 79160000002n]] }, "2": { p2: [[79161234567n]] } };
const RAW = "ИНН 7701234528, ask Irina";

async function collected(): Promise<TestService> {
  const service = await startService();
  const writer = await openSqliteWriter(service.file);
  await drive(writer, CRM);
  await drive(writer, CRM, { rejected: { p1: [RAW, "123"] } });
  await writer.close();
  return service;
}

const body = (value: unknown): RequestInit => ({
  method: "POST",
  body: JSON.stringify(value),
  headers: { "content-type": "application/json" },
});

describe("data quality over HTTP", () => {
  it("tells what gives no number, whose it is and how it was before", async () => {
    const { ask } = await collected();
    expect(await (await ask("viewer", "/api/v1/quality?source=crm")).json()).toMatchObject({
      records: 5,
      rejected: 2,
      clientCount: 1,
      runs: [{ rejected: 2 }, { rejected: 0 }],
      reasons: [{ reason: "not-valid", count: 2, before: 0, clients: 1 }],
      clients: [{ name: "Client 1", records: 4, rejected: 2, reason: "not-valid" }],
      repairs: [{ code: "unicode", count: 3, example: { after: "+442079460123" } }],
    });
  });

  it("masks the digits of what people typed for every role, and shows them to who may and asks", async () => {
    const { ask } = await collected();
    let key = "";
    for (const role of ROLES) {
      const answers = await Promise.all([
        ask(role, "/api/v1/quality"),
        ask(role, "/api/v1/quality/rejected?reason=not-valid&limit=1"),
      ]);
      const [quality = "", listed = ""] = await Promise.all(answers.map((answer) => answer.text()));
      expect(quality + listed).not.toMatch(/7701234528|"123"/);
      const { items, next } = JSON.parse(listed);
      expect([items[0].raw, typeof next]).toEqual(["ИНН 770*****28, ask Irina", "string"]);
      key = items[0].key;
    }
    for (const role of ROLES) {
      const revealed = await ask(role, "/api/v1/quality/rejected/reveal", body({ keys: [key] }));
      const may = MAY[role].some((permission) => permission === "numbers.reveal");
      expect([role, revealed.status]).toEqual([role, may ? 200 : 403]);
      if (may) expect(await revealed.json()).toMatchObject({ items: [{ raw: RAW, client: "Client 1" }] });
    }
    const rules = { headers: { "content-type": "application/json" }, method: "PATCH" };
    const set = await ask("admin", "/api/v1/settings", {
      ...rules,
      body: JSON.stringify({ revealsADay: 1 }),
    });
    expect(set.status).toBe(200);
    // A text counts as a number does: one of each role's is spent.
    const more = await ask("exporter", "/api/v1/quality/rejected/reveal", body({ keys: [key] }));
    expect([more.status, await more.json()]).toMatchObject([429, { code: "TOO_MANY" }]);
  });

  it("goes on page by page, and takes no made-up place", async () => {
    const { ask } = await collected();
    const { next } = (await (await ask("viewer", "/api/v1/quality/rejected?limit=1")).json()) as {
      next: string;
    };
    const second = await ask("viewer", `/api/v1/quality/rejected?limit=1&cursor=${next}`);
    expect(await second.json()).toMatchObject({ items: [{ raw: "1**" }], next: null });
    for (const wrong of ["cursor=x", "cursor=1.1.1", "limit=0", "reason=none", "client=-1", "more=1"])
      expect((await ask("viewer", `/api/v1/quality/rejected?${wrong}`)).status).toBe(400);
  });

  it("explains how a pasted value is read, and writes it nowhere", async () => {
    const { ask, logged } = await collected();
    const said = await ask(
      "viewer",
      "/api/v1/quality/explain",
      body({ text: "mob 8 916 123-45-67", region: "RU" }),
    );
    expect(await said.json()).toMatchObject({
      numbers: [{ e164: "+79161234567", type: "MOBILE", repairs: ["words-cut"] }],
      reason: null,
    });
    const none = await ask("viewer", "/api/v1/quality/explain", body({ text: "call me" }));
    expect(await none.json()).toMatchObject({ numbers: [], reason: "no-digits" });
    expect(logged()).not.toMatch(/1234567|123-45/);
  });
});

describe("analytics over HTTP", () => {
  it("tell finished runs, oldest first", async () => {
    const { ask } = await collected();
    expect(await (await ask("viewer", "/api/v1/analytics/runs?days=1")).json()).toMatchObject({
      items: [
        { run: 1, source: "crm", numbers: 2, new: 2, gone: 0, rejected: 0 },
        { run: 2, numbers: 2, new: 0, gone: 0, rejected: 2, records: 5 },
      ],
    });
  });

  it("are counted once after a run, and hold no number", async () => {
    const { ask } = await collected();
    expect(await (await ask("viewer", "/api/v1/analytics/summary")).json()).toEqual({ summary: null });
    const made = await (await ask("viewer", "/api/v1/analytics/summary", body({}))).json();
    expect(made).toMatchObject({
      summary: {
        numbers: 2,
        pairs: 3,
        inClients: 1,
        inProjects: 1,
        clientCount: 2,
        kinds: [{ region: "RU", type: "MOBILE", numbers: 2 }],
        largest: [{ name: "Client 1" }, { name: "Client 2" }],
        shared: [
          [2, 1],
          [1, 1],
        ],
      },
    });
    const kept = await ask("viewer", "/api/v1/analytics/summary");
    const text = await kept.text();
    expect(JSON.parse(text)).toEqual(made);
    expect(text).not.toMatch(/7916/);
  });

  it("are empty before anything was collected", async () => {
    const { ask } = await startService();
    expect(await (await ask("viewer", "/api/v1/quality")).json()).toMatchObject({ records: 0, reasons: [] });
    expect(await (await ask("viewer", "/api/v1/analytics/runs")).json()).toEqual({ items: [] });
    expect(await (await ask("viewer", "/api/v1/analytics/summary", body({}))).json()).toEqual({
      summary: null,
    });
  });
});
