import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createLogger } from "../../src/base/log.ts";
import { compose, openWriter } from "../../src/compose.ts";
import type { Role } from "../../src/contract/contract.ts";
import type { ExportItem } from "../../src/contract/exports.ts";
import type { AnyEvent } from "../../src/model/event.ts";
import { ran } from "../helpers/run-here.ts";
import { tempDir } from "../helpers/temp.ts";
import { drive } from "../store/driver.ts";
import { startService, type TestService } from "./service.ts";

const LOG = createLogger({ level: "silent", format: "json", stream: process.stderr, color: false });
const [A, B, C] = [79161234501n, 79161234502n, 79161234503n];
/** One that looks made up. */
const FAKE = 79160000000n;
const SINCE = { kind: "new", since: "lastExport" };

async function fill(store: string): Promise<void> {
  const writer = await openWriter(store, "");
  await drive(writer, { "1": { p1: [[A, B, FAKE]], p2: [[A]] } }, { source: "crm" });
  await writer.close();
}

async function started(): Promise<TestService> {
  const service = await startService();
  await fill(service.store);
  return service;
}

interface Preview {
  readonly rows: number;
  readonly leftOut: unknown;
  readonly first: readonly (readonly string[])[];
  readonly last: { readonly run: number } | null;
}

async function previewed(service: TestService, asked: unknown): Promise<Preview> {
  return (await (await post(service, "exporter", "/api/v1/exports/preview", asked)).json()) as Preview;
}

async function post(service: TestService, role: Role, path: string, body: unknown): Promise<Response> {
  return await service.ask(role, path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Asks for an export and waits until it has ended. */
async function made(service: TestService, asked: unknown, role: Role = "exporter"): Promise<ExportItem> {
  const ended = new Set<string>();
  const bell = new EventTarget();
  const stop = service.events.listen((event: AnyEvent) => {
    if (event.name !== "export.progress") return;
    const { export: id, state } = event.data;
    if (state !== "waiting" && state !== "writing") ended.add(id);
    bell.dispatchEvent(new Event("rung"));
  });
  onTestFinished(stop);
  const answer = await post(service, role, "/api/v1/exports", asked);
  expect(answer.status).toBe(202);
  const { id } = (await answer.json()) as ExportItem;
  while (!ended.has(id)) await once(bell, "rung");
  return (await (await service.ask(role, `/api/v1/exports/${id}`)).json()) as ExportItem;
}

test("an export is counted before, written aside, downloaded by who asked, and noted with the same rows", async () => {
  const service = await started();
  const asked = { what: { kind: "held" }, format: "csv" };
  const preview = await previewed(service, asked);
  expect([preview.rows, preview.leftOut]).toEqual([2, { suppressed: 0, placeholders: 1 }]);
  expect(preview.first[0]?.[0]).toBe("+7 916 ***-**-01");
  const item = await made(service, asked);
  expect(item).toMatchObject({ state: "ready", rows: 2, total: 2, placeholders: 1, isMine: true });
  const answer = await service.ask("exporter", `/api/v1/exports/${item.id}/file`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="numbers-[\d-]+\.csv"/);
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  expect(bytes.toString().split("\r\n").slice(0, 2)[1]).toMatch(/^\+79161234501,RU,MOBILE,/);
  expect(item.files).toEqual([
    {
      name: item.download,
      rows: 2,
      bytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    },
  ]);
  const folder = join(service.exports.root, item.id);
  expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o600]);
  const page = (await (await service.ask("admin", "/api/v1/audit?action=export")).json()) as {
    items: { who: string; detail: { rows: number } }[];
  };
  expect(page.items.map(({ who, detail }) => [who, detail.rows])).toEqual([["exporter@example.com", 2]]);
});

test("nobody else has the file: not an auditor, not another person, nobody after it is old", async () => {
  const service = await started();
  const item = await made(service, { what: { kind: "held" } }, "admin");
  const file = `/api/v1/exports/${item.id}/file`;
  const statuses = [];
  for (const role of ["viewer", "operator", "auditor", "exporter", "admin", null] as const) {
    statuses.push((await service.ask(role, file)).status);
  }
  expect(statuses).toEqual([403, 403, 403, 403, 200, 401]);
  const seen = (await (await service.ask("auditor", `/api/v1/exports/${item.id}`)).json()) as ExportItem;
  expect([seen.rows, seen.download, seen.isMine]).toEqual([2, null, false]);
  expect((await service.ask("viewer", "/api/v1/exports")).status).toBe(403);
  const admin = await compose({ store: service.store, log: LOG }).openAdmin("test");
  const record = admin.exports.find(item.id);
  if (record !== null) admin.exports.note({ ...record, expiresAt: "2020-01-01T00:00:00.000Z" });
  admin.close();
  await service.exports.expire();
  expect((await service.ask("admin", file)).status).toBe(404);
  expect(existsSync(join(service.exports.root, item.id))).toBe(false);
});

test("what is new since one's last export is told of once, and of everybody by themselves", async () => {
  const service = await started();
  const asked = { what: SINCE, format: "jsonl" };
  expect((await made(service, asked)).rows).toBe(2);
  expect((await made(service, asked)).rows).toBe(0);
  const writer = await openWriter(service.store, "");
  await drive(writer, { "1": { p1: [[A, B, C, FAKE]], p2: [[A]] } }, { source: "crm" });
  await writer.close();
  const preview = await previewed(service, asked);
  expect([preview.rows, preview.last?.run]).toEqual([1, 1]);
  const item = await made(service, asked);
  expect([item.rows, item.asked.what]).toEqual([1, { kind: "new", since: 1, until: 2 }]);
  expect((await made(service, asked, "admin")).rows).toBe(3);
  // Made again, it is what it was.
  expect((await made(service, item.asked)).rows).toBe(1);
});

test("how many are new since then is told beforehand, with what is left out of them", async () => {
  const service = await started();
  const told = async () => await (await service.ask("exporter", "/api/v1/numbers/new")).json();
  expect(await told()).toEqual({ last: null, until: 1, count: 3, suppressed: 0, placeholders: 1 });
  await made(service, { what: SINCE });
  expect(await told()).toMatchObject({ last: { run: 1 }, count: 0, placeholders: 0 });
  const writer = await openWriter(service.store, "");
  await drive(writer, { "1": { p1: [[A, B, C]], p2: [[A]] } }, { source: "crm" });
  await writer.close();
  await post(service, "exporter", "/api/v1/suppressions", { phones: [`+${C}`], reason: null });
  expect(await told()).toMatchObject({ last: { run: 1 }, until: 2, count: 1, suppressed: 1 });
});

test("of a view exactly what the list shows is exported, of chosen numbers those; which they were is forgotten", async () => {
  const service = await started();
  const writer = await openWriter(service.store, "");
  await drive(writer, { "1": { p1: [[B, C]], p2: [[B]] } }, { source: "crm" });
  await writer.close();
  const listed = async (query: string) =>
    (await (await service.ask("exporter", `/api/v1/numbers?${query}`)).json()) as {
      count: number;
      items: { id: string }[];
    };
  const ask = (view: unknown) => ({ what: { kind: "view", view }, format: "csv", placeholders: true });
  const views = [
    ["", {}, 2],
    ["newSince=1", { newSince: 1 }, 1],
    ["state=gone", { state: "gone" }, 2],
    ["state=gone&placeholder=yes", { state: "gone", placeholder: "yes" }, 1],
    ["project=p2", { project: ["p2"] }, 1],
    ["minProjects=2", { minProjects: 2 }, 1],
    ["firstTo=2020-01-01T00:00:00Z", { firstTo: "2020-01-01T00:00:00Z" }, 0],
  ] as const;
  for (const [query, view, count] of views) {
    expect([query, (await listed(query)).count, (await previewed(service, ask(view))).rows]).toEqual([
      query,
      count,
      count,
    ]);
  }
  expect((await made(service, ask({ state: "gone" }))).rows).toBe(2);
  const [one] = (await listed("sort=number")).items;
  const chosen = await made(service, { what: { kind: "picked", ids: [one?.id, one?.id] }, format: "csv" });
  expect([chosen.rows, chosen.asked.what]).toEqual([1, { kind: "picked", ids: [] }]);
  const again = await post(service, "exporter", "/api/v1/exports", { what: chosen.asked.what });
  expect(again.status).toBe(400);
  const narrow = { ...ask({}), filter: { sources: ["crm"] } };
  expect((await post(service, "exporter", "/api/v1/exports", narrow)).status).toBe(400);
});

test("a file has the very bytes that the command line writes for the same choice", async () => {
  const service = await started();
  const folder = tempDir();
  for (const format of ["csv", "csv-excel", "jsonl", "parquet", "xlsx"] as const) {
    const item = await made(service, {
      what: { kind: "held" },
      of: "pairs",
      format,
      columns: ["phone", "flags", "client"],
    });
    const file = join(folder, format);
    const args = [
      "--of",
      "pairs",
      "--columns",
      "phone,flags,client",
      "--no-placeholders",
      "--format",
      format,
    ];
    expect((await ran(folder, ["export", "--db", service.store, ...args, "--out", file])).code).toBe(0);
    const [written] = item.files;
    expect(createHash("sha256").update(readFileSync(file)).digest("hex")).toBe(written?.sha256);
  }
});

test("a run that can still be continued does not count as taken", async () => {
  const service = await started();
  const writer = await openWriter(service.store, "");
  const crm = { "1": { p1: [[A, B, FAKE]], p2: [[A, C]] } };
  await drive(writer, crm, { source: "crm", stopAfterPages: 1 });
  expect((await made(service, { what: SINCE })).rows).toBe(2);
  await drive(writer, crm, { source: "crm", resume: 2 });
  await writer.close();
  expect((await made(service, { what: SINCE })).rows).toBe(1);
});

test("several files come as one archive, a difference of runs as pairs", async () => {
  const service = await started();
  const split = await made(service, { what: { kind: "held" }, format: "csv", split: "client", of: "pairs" });
  const answer = await service.ask("exporter", `/api/v1/exports/${split.id}/file`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect([split.fileCount, answer.headers.get("content-type"), bytes.subarray(0, 2).toString()]).toEqual([
    1,
    "text/csv; charset=utf-8",
    "ph",
  ]);
  const writer = await openWriter(service.store, "");
  await drive(writer, { "1": { p1: [[B, C]] }, "2": { p3: [[A]] } }, { source: "crm" });
  await writer.close();
  const two = await made(service, { what: { kind: "held" }, format: "csv", split: "client" });
  const zip = Buffer.from(
    await (await service.ask("exporter", `/api/v1/exports/${two.id}/file`)).arrayBuffer(),
  );
  expect([two.fileCount, zip.subarray(0, 4).toString("hex"), zip.includes("-2-")]).toEqual([
    2,
    "504b0304",
    true,
  ]);
  const asked = { what: { kind: "diff", from: 1, to: 2 }, of: "pairs", format: "csv" };
  const preview = await previewed(service, asked);
  const diff = await made(service, asked);
  expect(diff.rows).toBe(preview.rows);
  expect(diff.rows).toBeGreaterThan(2);
});

test("numbers that must not be called stay out; admins may take them with a reason", async () => {
  const service = await started();
  const added = await post(service, "exporter", "/api/v1/suppressions", { phones: [`+${A}`], reason: null });
  expect(await added.json()).toMatchObject({ changed: 1, count: 1 });
  const asked = { what: { kind: "held" }, includeSuppressed: true, reason: "a complaint" };
  expect((await post(service, "exporter", "/api/v1/exports", asked)).status).toBe(403);
  const { reason: _, ...without } = asked;
  expect((await post(service, "admin", "/api/v1/exports", without)).status).toBe(400);
  expect((await made(service, asked, "admin")).rows).toBe(2);
  const item = await made(service, { what: { kind: "held" } });
  expect([item.rows, item.suppressed]).toEqual([1, 1]);
  expect(await (await service.ask("viewer", "/api/v1/suppressions/facts")).json()).toEqual({
    count: 1,
    heldBack: 1,
  });
});

test("what does not go together is refused with words", async () => {
  const service = await started();
  const wrong = [
    { what: { kind: "diff", from: 1, to: 2 }, of: "numbers" },
    { what: { kind: "run", run: 1 }, of: "rejected" },
    { what: { kind: "held" }, columns: ["label"] },
    { what: { kind: "run", run: 99 } },
    { what: { kind: "held" }, columns: ["no_such"] },
    { what: { kind: "held" }, more: 1 },
  ];
  const statuses = [];
  for (const asked of wrong) {
    const answer = await post(service, "exporter", "/api/v1/exports/preview", asked);
    statuses.push(answer.status);
    expect(((await answer.json()) as { detail: string }).detail).not.toBe("");
  }
  expect(statuses).toEqual([400, 400, 400, 404, 400, 400]);
});

test("presets are kept under a name, replaced and deleted", async () => {
  const service = await started();
  const body = JSON.stringify({ of: "numbers", format: "csv", columns: ["phone"] });
  const headers = { "content-type": "application/json" };
  const path = "/api/v1/export-presets/Dialler";
  expect((await service.ask("exporter", path, { method: "PUT", headers, body })).status).toBe(200);
  const { items } = (await (await service.ask("exporter", "/api/v1/export-presets")).json()) as {
    items: unknown[];
  };
  expect(items).toMatchObject([
    { name: "Dialler", isOwn: true, asked: { columns: ["phone"], format: "csv" } },
  ]);
  expect((await service.ask("exporter", path, { method: "DELETE" })).status).toBe(204);
  expect((await service.ask("exporter", path, { method: "DELETE" })).status).toBe(404);
});

test("what waited or was being written when the process ended is begun anew", async () => {
  const service = await started();
  const item = await made(service, { what: { kind: "held" } });
  const admin = await compose({ store: service.store, log: LOG }).openAdmin("test");
  const record = admin.exports.find(item.id);
  if (record !== null) admin.exports.note({ ...record, state: "writing", files: [], rows: 0 });
  admin.close();
  const ready = new Promise<void>((resolve) => {
    const stop = service.events.listen((event: AnyEvent) => {
      if (event.name === "export.progress" && event.data.state === "ready") resolve();
    });
    onTestFinished(stop);
  });
  await service.exports.open();
  await ready;
  expect((await service.ask("exporter", `/api/v1/exports/${item.id}/file`)).status).toBe(200);
});
