import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { SourceOptions } from "../../src/app/app.ts";
import { DatamasterError } from "../../src/base/errors.ts";
import { createLogger } from "../../src/base/log.ts";
import type { ConfigSchedule } from "../../src/config/config.ts";
import { createEvents } from "../../src/events/events.ts";
import { Scheduling } from "../../src/server/scheduling.ts";
import { tempDir } from "../helpers/temp.ts";
import { FakeClock } from "../schedule/fake-clock.ts";
import { startService, type TestService } from "./service.ts";

const NIGHTLY = {
  source: "main-crm",
  kind: "run",
  cron: "0 2 * * *",
  zone: "Europe/Moscow",
  overlap: "skip",
  missed: "once",
  jitter: 0,
  isOn: true,
};
const CRM: SourceOptions = {
  name: "crm",
  connector: "datamaster",
  baseUrl: "https://crm.example.com",
  token: "t",
  region: "RU",
  otherRegions: "auto",
  rps: "auto",
  concurrency: 1,
  keep: [],
};
const json = (method: string, body: unknown): RequestInit => ({
  method,
  body: JSON.stringify(body),
  headers: { "content-type": "application/json" },
});

describe("schedules over HTTP", () => {
  it("are kept, shown with their sentence and next times in the asker's language, changed and removed", async () => {
    const { ask } = await startService();
    const made = await ask("admin", "/api/v1/schedules", json("POST", NIGHTLY));
    expect([made.status, await made.json()]).toMatchObject([
      201,
      { id: 1, sentence: "Every day at 02:00 Moscow time", createdBy: "admin@example.com", lateSince: null },
    ]);
    const russian = { headers: { "accept-language": "ru" } };
    const listed = await (await ask("viewer", "/api/v1/schedules", russian)).json();
    const atTwo = { local: expect.stringMatching(/T02:00\+03:00$/), clocksMoved: null };
    expect(listed).toMatchObject({
      items: [{ sentence: "Каждый день в 02:00 по Москве", next: Array(5).fill(atTwo) }],
    });
    const off = await ask("admin", "/api/v1/schedules/1", json("PATCH", { isOn: false }));
    expect(await off.json()).toMatchObject({ isOn: false, cron: "0 2 * * *", next: [] });
    expect((await ask("admin", "/api/v1/schedules/1", { method: "DELETE" })).status).toBe(204);
    expect((await ask("admin", "/api/v1/schedules/1", { method: "DELETE" })).status).toBe(404);
  });

  it("of the config file are shown beside them, changed there alone, and go with it", async () => {
    const folder = tempDir();
    const store = `sqlite:${join(folder, "file.db")}`;
    const nightly = { cron: "0 2 * * *", zone: "Europe/Moscow", kind: "run" } as const;
    const more = { overlap: "wait", missed: "once", jitter: 0 } as const;
    const composed = (schedules: readonly ConfigSchedule[]) => ({
      configured: {
        file: "datamaster.yaml",
        networks: [],
        sources: [{ options: CRM, settings: {}, schedules }],
      },
    });
    const first = await startService({}, { store, composed: composed([{ ...nightly, ...more }]) });
    const listed = async ({ ask }: TestService) =>
      ((await (await ask("viewer", "/api/v1/schedules")).json()) as { items: { id: number }[] }).items;
    first.beginSchedules();
    await expect
      .poll(() => listed(first))
      .toMatchObject([{ source: "crm", ofFile: true, overlap: "wait", isOn: true }]);
    const [{ id = 0 } = {}] = await listed(first);
    for (const init of [json("PATCH", { isOn: false }), { method: "DELETE" }]) {
      const answer = await first.ask("admin", `/api/v1/schedules/${id}`, init);
      expect(await answer.json()).toMatchObject({
        status: 409,
        hint: expect.stringContaining("datamaster.yaml"),
      });
    }
    await first.server.close();
    const same = await startService({}, { store, composed: composed([{ ...nightly, ...more, jitter: 60 }]) });
    same.beginSchedules();
    await expect.poll(() => listed(same)).toMatchObject([{ id, jitter: 60 }]);
    await same.server.close();
    const none = await startService({}, { store, composed: composed([]) });
    none.beginSchedules();
    await expect.poll(() => listed(none)).toEqual([]);
    const never = composed([{ ...nightly, ...more, cron: "0 2 30 2 *" }]);
    await expect(startService({}, { composed: never })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });

  it("are changed by those who may alone", async () => {
    const { ask } = await startService();
    for (const role of ["viewer", "operator", "exporter", "auditor"] as const)
      expect((await ask(role, "/api/v1/schedules", json("POST", NIGHTLY))).status).toBe(403);
  });

  it("are refused where they make no sense, in words", async () => {
    const { ask } = await startService();
    const answer = await ask("viewer", "/api/v1/schedules/preview", {
      ...json("POST", { cron: "0 2 30 2 *", zone: "UTC" }),
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { detail: '"0 2 30 2 *" names a time that never comes.' },
    ]);
    const wrong = await ask("admin", "/api/v1/schedules/1", json("PATCH", { isOn: true }));
    expect(wrong.status).toBe(404);
  });

  it("tell what a cron means before it is kept", async () => {
    const { ask } = await startService();
    const answer = await ask("viewer", "/api/v1/schedules/preview", {
      ...json("POST", { cron: "0 4 * * 0", zone: "Europe/Berlin" }),
    });
    expect(await answer.json()).toMatchObject({
      sentence: "Every Sunday at 04:00 (Europe/Berlin)",
      next: { length: 5 },
    });
  });

  it("begin runs, full ones and cleaning up through the desk of the service, and wait where a run goes on", async () => {
    const { desk } = await startService();
    const log = createLogger({ level: "silent", format: "json", stream: process.stderr, color: false });
    const clock = new FakeClock("2026-11-20T22:30:00Z");
    const terms = { ...NIGHTLY, kind: "sweep", overlap: "wait", missed: "never" } as const;
    const made = "2026-11-20T22:30:00.000Z";
    await desk.ask("olga", "addSchedule", terms, made);
    await desk.ask("olga", "addSchedule", { ...terms, kind: "retention", source: null }, made);
    const asked: unknown[] = [];
    let isBusy = true;
    const runs = {
      start: async (...args: unknown[]) => {
        asked.push(args);
        if (isBusy) throw new DatamasterError("RUN_ACTIVE", "busy");
        return { run: 1, source: "main-crm", state: { kind: "collecting" } as const };
      },
    };
    const events = createEvents(() => {});
    const scheduling = new Scheduling({ desk, events, log, runs, clock });
    await scheduling.begin();
    onTestFinished(() => scheduling.close());
    await clock.pass("2026-11-20T23:00:00Z");
    const turns = async () =>
      (await desk.ask("olga", "listSchedules")).map(({ turns: [turn] }) => [turn?.state, turn?.run]);
    await expect.poll(turns, { timeout: 60_000 }).toEqual([
      ["waiting", null],
      ["done", null],
    ]);
    isBusy = false;
    events.emit("schedule.changed", { schedule: 1 });
    await expect.poll(turns, { timeout: 60_000 }).toMatchObject([
      ["started", 1],
      ["done", null],
    ]);
    expect(asked.at(-1)).toEqual(["scheduler", "main-crm", { full: true }]);
  });
});
