import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { ROLES, type Role } from "../../src/contract/contract.ts";
import { openSqliteReader, openSqliteWriter } from "../../src/store/sqlite/sqlite.ts";
import { tempDir } from "../helpers/temp.ts";
import { type Crm, drive } from "../store/driver.ts";
import { GROUND, startService, type TestService } from "./service.ts";

const [A, B, C, D] = [79161234567n, 79031112233n, 79259998877n, 74957776655n];
const FIRST: Crm = { "1": { p1: [[A, B]], p2: [[A]] }, "2": { p3: [[C, D]] } };
const SECOND: Crm = { "1": { p1: [[A, B]], p2: [[A]] }, "2": { p3: [[C]] } };
const DIGITS = [A, B, C, D].map((number) => String(number));

interface Row {
  readonly id: string;
  readonly phone: string;
}

describe("the API of numbers", () => {
  let service: TestService;
  let path: string;

  beforeEach(async () => {
    const [before, folder] = [process.cwd(), tempDir()];
    process.chdir(folder);
    onTestFinished(() => process.chdir(before));
    path = join(folder, "numbers.db");
    const writer = await openSqliteWriter(path);
    await drive(writer, FIRST, { label: (number) => `тел. ${number}` });
    await drive(writer, SECOND, { label: (number) => `тел. ${number}` });
    await writer.close();
    service = await startService({}, { store: `sqlite:${path}` });
  });

  async function get<T>(role: Role, address: string): Promise<T> {
    const answer = await service.ask(role, `/api/v1${address}`);
    expect(answer.status).toBe(200);
    return (await answer.json()) as T;
  }

  async function send(role: Role, method: string, address: string, body: unknown = {}): Promise<Response> {
    const headers = { "content-type": "application/json" };
    return await service.ask(role, `/api/v1${address}`, { method, headers, body: JSON.stringify(body) });
  }

  async function rows(role: Role = "viewer", filter = ""): Promise<Row[]> {
    return (await get<{ items: Row[] }>(role, `/numbers?sort=number&order=asc${filter}`)).items;
  }

  async function idOf(phone: string, filter = ""): Promise<string> {
    return (await rows("viewer", filter)).find((row) => row.phone === phone)?.id ?? "";
  }

  const audited = (action: string) => {
    const reader = openSqliteReader(path);
    try {
      return reader.audit.list({ action, since: null, limit: 100 });
    } finally {
      reader.close();
    }
  };

  test("lists what is held, masked for every role, page by page", async () => {
    for (const role of ROLES) {
      expect((await rows(role)).map(({ phone }) => phone)).toEqual([
        "+7 903 ***-**-33",
        "+7 916 ***-**-67",
        "+7 925 ***-**-77",
      ]);
    }
    const first = await get<{ items: Row[]; count: number; next: string }>("viewer", "/numbers?limit=2");
    expect([first.items.length, first.count]).toEqual([2, 3]);
    const rest = await get<{ items: Row[]; next: null }>("viewer", `/numbers?limit=2&cursor=${first.next}`);
    expect([rest.items.length, rest.next]).toEqual([1, null]);
  });

  test("narrows by client, place and state, and counts", async () => {
    expect((await rows("viewer", "&client=1&minProjects=2")).map(({ phone }) => phone)).toEqual([
      "+7 916 ***-**-67",
    ]);
    expect((await rows("viewer", "&state=gone")).map(({ phone }) => phone)).toEqual(["+7 495 ***-**-55"]);
    expect(await get("viewer", "/numbers/count?client=1&client=2")).toEqual({ count: 3 });
    expect((await service.ask("viewer", "/api/v1/numbers?cursor=7.nonsense")).status).toBe(400);
    expect((await service.ask("viewer", "/api/v1/numbers?flag=odd")).status).toBe(400);
  });

  test("gives no role a whole number but who reveals it, and notes each one", async () => {
    const id = await idOf("+7 916 ***-**-67");
    for (const role of ROLES) {
      const bodies = await Promise.all([
        service.ask(role, "/api/v1/numbers"),
        service.ask(role, `/api/v1/numbers/${id}`),
        send(role, "POST", "/numbers/find", { text: "8 (916) 123-45-67 доб. 12" }),
      ]);
      for (const body of bodies) {
        const text = await body.text();
        expect(body.status).toBe(200);
        expect(DIGITS.filter((digits) => text.includes(digits.slice(1)))).toEqual([]);
      }
    }
    const denied = await send("operator", "POST", "/numbers/reveal", { ids: [id] });
    expect(denied.status).toBe(403);
    const shown = await send("exporter", "POST", "/numbers/reveal", { ids: [id] });
    expect(await shown.json()).toMatchObject({ numbers: [{ id, e164: `+${A}` }], revealed: 1, most: 200 });
    const [entry] = audited("reveal");
    expect(entry?.who).toBe("exporter@example.com");
    expect(JSON.stringify(entry)).not.toContain(String(A).slice(1));
  });

  test("shows so many numbers a day and no more", async () => {
    const all = (await rows()).map(({ id }) => id);
    for (let at = 0; at < 66; at++) await send("exporter", "POST", "/numbers/reveal", { ids: all });
    const last = await send("exporter", "POST", "/numbers/reveal", { ids: all });
    expect(last.status).toBe(429);
    expect(await last.json()).toMatchObject({ code: "TOO_MANY", detail: expect.stringContaining("200") });
    expect(audited("reveal").length).toBe(100);
    expect((await send("admin", "POST", "/numbers/reveal", { ids: all })).status).toBe(200);
    // A token adds nothing to what its owner may be shown.
    await expect(
      service.desk.ask("exporter@example.com (dialler)", "revealNumbers", [A, B, C], GROUND),
    ).rejects.toMatchObject({ code: "TOO_MANY" });
  });

  test("finds a number in any spelling, and tells where it stands", async () => {
    const find = async (role: Role, text: string) =>
      (await (await send(role, "POST", "/numbers/find", { text })).json()) as {
        by: string;
        count: number;
        read: { state: string; ext: string | null; phone: string }[];
        found: Row[];
      };
    const found = await find("viewer", "+7 (916) 123-45-67 доб. 12");
    expect(found).toMatchObject({ by: "number", count: 1, read: [{ state: "here", ext: "12" }] });
    expect(found.found[0]?.phone).toBe("+7 916 ***-**-67");
    expect((await find("viewer", "8 916 123 45 67")).read[0]?.state).toBe("here");
    expect((await find("viewer", "+74957776655")).read[0]?.state).toBe("gone");
    expect((await find("viewer", "+79161234568")).read[0]?.state).toBe("nowhere");
    expect((await find("viewer", "спросить Ирину")).by).toBe("nothing");
    const entries = audited("look-up");
    expect(entries.length).toBe(4);
    expect(DIGITS.filter((digits) => JSON.stringify(entries).includes(digits))).toEqual([]);
  });

  test("finds by a part only for who may", async () => {
    const part = { text: "34567" };
    expect(await (await send("operator", "POST", "/numbers/find", part)).json()).toMatchObject({
      by: "denied",
      found: [],
    });
    expect(await (await send("exporter", "POST", "/numbers/find", part)).json()).toMatchObject({
      by: "part",
      count: 1,
    });
    expect(audited("look-up").at(-1)?.detail).toEqual({ digits: 5 });
  });

  test("tells a number's story, and who looked at it to who may see the audit log", async () => {
    const id = await idOf("+7 495 ***-**-55", "&state=gone");
    await send("admin", "POST", "/numbers/reveal", { ids: [id] });
    const story = await get<{ stays: unknown[]; runs: unknown[]; acts: unknown }>(
      "auditor",
      `/numbers/${id}`,
    );
    expect(story).toMatchObject({
      phone: "+7 495 ***-**-55",
      stays: [{ projectId: "p3", cameRun: 1, goneRun: 2, label: "тел. 749******55" }],
      runs: [{ run: 1 }, { run: 2 }],
      acts: [{ who: "admin@example.com", action: "reveal" }],
    });
    expect(await get("viewer", `/numbers/${id}`)).toMatchObject({ acts: null });
    expect((await service.ask("viewer", `/api/v1/numbers/n_${"A".repeat(22)}`)).status).toBe(404);
  });

  test("keeps a number from being called, and lets it be called again", async () => {
    const id = await idOf("+7 916 ***-**-67");
    const address = `/numbers/${id}/suppression`;
    expect((await send("viewer", "PUT", address, { reason: "asked" })).status).toBe(403);
    expect(await (await send("operator", "PUT", address, { reason: "asked" })).json()).toEqual({
      changed: true,
    });
    expect(await get("viewer", `/numbers/${id}`)).toMatchObject({ suppression: { reason: "asked" } });
    expect((await rows("viewer", "&suppressed=yes")).map((row) => row.id)).toEqual([id]);
    expect((await service.ask("operator", `/api/v1${address}`, { method: "DELETE" })).status).toBe(403);
    expect((await service.ask("admin", `/api/v1${address}`, { method: "DELETE" })).status).toBe(200);
    expect(await rows("viewer", "&suppressed=yes")).toEqual([]);
  });

  test("erases a number for who knows its last digits, and never shows it again", async () => {
    const id = await idOf("+7 916 ***-**-67");
    const address = `/numbers/${id}/erasure`;
    expect((await send("exporter", "POST", address, { lastDigits: "4567", reason: "asked" })).status).toBe(
      403,
    );
    expect(await get("auditor", address)).toMatchObject({ places: 2 });
    expect((await send("auditor", "POST", address, { lastDigits: "0000", reason: "asked" })).status).toBe(
      400,
    );
    const done = await send("auditor", "POST", address, { lastDigits: "4567", reason: "a letter of 3 Nov" });
    expect(await done.json()).toMatchObject({ places: 2, left: [] });
    expect((await rows()).map(({ phone }) => phone)).toEqual(["+7 903 ***-**-33", "+7 925 ***-**-77"]);
    expect(await get("viewer", `/numbers/${id}`)).toMatchObject({ stays: [], erasedAt: expect.any(String) });
    const sought = await (await send("viewer", "POST", "/numbers/find", { text: `+${A}` })).json();
    expect(sought).toMatchObject({ found: [], read: [{ state: "erased", erasedAt: expect.any(String) }] });
    expect(audited("erase")[0]?.detail).toMatchObject({ reason: "a letter of 3 Nov" });
  });

  test("reports on a person's number, masked for who may not see it whole", async () => {
    const id = await idOf("+7 916 ***-**-67");
    expect((await send("exporter", "POST", `/numbers/${id}/report`)).status).toBe(403);
    const masked = await (await send("auditor", "POST", `/numbers/${id}/report`)).text();
    expect(masked).not.toContain(String(A).slice(1));
    expect(JSON.parse(masked)).toMatchObject({ phone: "+7 916 ***-**-67", stays: [{ projectId: "p1" }, {}] });
    expect(await (await send("admin", "POST", `/numbers/${id}/report`)).json()).toMatchObject({
      phone: `+${A}`,
    });
  });

  test("tells what the list can be narrowed to", async () => {
    expect(await get("viewer", "/numbers/choices")).toMatchObject({
      total: 3,
      sources: ["crm"],
      regions: [{ value: "RU", count: 3 }],
      runs: [{ run: 2 }, { run: 1 }],
    });
    expect(await get("viewer", "/numbers/places?name=client%202")).toMatchObject({
      clients: [{ id: "2", name: "Client 2", source: "crm" }],
      projects: [],
    });
  });

  test("keeps filters for each person alone", async () => {
    const view = { name: "Moscow", query: "region=RU" };
    const saved = (await (await send("viewer", "PUT", "/number-views", view)).json()) as { id: number };
    await send("viewer", "PUT", "/number-views", { ...view, query: "region=KZ" });
    expect(await get("viewer", "/number-views")).toEqual({
      items: [{ ...saved, name: "Moscow", query: "region=KZ", shared: false, who: "viewer", isMine: true }],
    });
    expect(await get("admin", "/number-views")).toEqual({ items: [] });
    expect(
      (await service.ask("admin", `/api/v1/number-views/${saved.id}`, { method: "DELETE" })).status,
    ).toBe(404);
    expect(
      (await service.ask("viewer", `/api/v1/number-views/${saved.id}`, { method: "DELETE" })).status,
    ).toBe(204);
    expect(await get("viewer", "/number-views")).toEqual({ items: [] });
  });

  test("shares filters with everybody; only their keeper and who manages the settings take them away", async () => {
    const view = { name: "Moscow", query: "region=RU", shared: true };
    const { id } = (await (await send("operator", "PUT", "/number-views", view)).json()) as { id: number };
    expect(await get("viewer", "/number-views")).toMatchObject({
      items: [{ id, who: "operator", isMine: false }],
    });
    const remove = async (role: "viewer" | "admin") =>
      (await service.ask(role, `/api/v1/number-views/${id}`, { method: "DELETE" })).status;
    expect([await remove("viewer"), await remove("admin")]).toEqual([404, 204]);
  });
});
