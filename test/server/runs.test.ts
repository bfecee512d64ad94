import { describe, expect, onTestFinished, test } from "vitest";
import type { SourceOptions } from "../../src/app/app.ts";
import type { Sim } from "../../src/sim/sim.ts";
import { simFor } from "../collect/here.ts";
import { sourceOf } from "../collect/setup.ts";
import { heard } from "./heard.ts";
import { startService, type TestService } from "./service.ts";

/** Few at a time, so that a run can be met. */
const slow = (sim: Sim): SourceOptions => ({ ...sourceOf(sim), concurrency: 3 });

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

async function call({ ask }: TestService, method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await ask("operator", path, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    }),
  });
  return { status: answer.status, body: (await answer.json()) as Answer["body"] };
}

/** Reads events until one fits, from after `lastId` on; the id of the last that was read. */
async function follow(
  { ask }: TestService,
  lastId: string | null,
  fits: (name: string, data: Record<string, unknown>) => boolean,
): Promise<{ readonly names: string[]; readonly lastId: string }> {
  const end = new AbortController();
  onTestFinished(() => end.abort());
  const headers = lastId === null ? {} : { "last-event-id": lastId };
  const answer = await ask("viewer", "/api/v1/events", { headers, signal: end.signal });
  const names: string[] = [];
  for await (const { id, name, data } of heard(answer)) {
    names.push(name);
    if (fits(name, data)) return { names, lastId: id };
  }
  throw new Error(`the stream ended after ${names.join(", ")}`);
}

describe("Runs over HTTP", () => {
  test("begin, are followed, stop, go on and are told with all their pages", async () => {
    const sim = await simFor({ clients: 12, seed: 5, latencyMs: 300 });
    // It cannot be done before it is to stop, however slow this test is.
    sim.configure({ holdPhones: 4 });
    const service = await startService({}, { sources: { crm: slow(sim) } });
    const started = await call(service, "POST", "/api/v1/runs", { source: "crm" });
    expect(started).toMatchObject({ status: 202, body: { source: "crm" } });
    const again = await call(service, "POST", "/api/v1/runs", { source: "crm" });
    expect(again).toMatchObject({ status: 409, body: { code: "RUN_ACTIVE" } });
    const first = await follow(
      service,
      null,
      (name, data) => name === "run.progress" && Number(data.records) > 0,
    );
    expect((await call(service, "GET", "/api/v1/runs/live")).body).toMatchObject({
      items: [{ source: "crm", live: { run: 1, inFlight: expect.any(Number) } }],
    });
    const reading = await call(service, "GET", "/api/v1/runs/1/units?state=reading");
    expect(reading.status).toBe(200);
    expect(await call(service, "POST", "/api/v1/runs/1/stop", {})).toMatchObject({
      status: 202,
      body: { state: { kind: "stopping" } },
    });
    sim.configure({ holdPhones: null });
    const missed = await follow(service, first.lastId, (name) => name === "run.ended");
    expect(missed.names).toContain("run.state");
    expect((await call(service, "GET", "/api/v1/runs/1")).body).toMatchObject({
      run: { status: "stopped", who: "operator@example.com" },
      live: null,
    });
    sim.configure({ latencyMs: 0 });
    expect(await call(service, "POST", "/api/v1/runs/1/continue")).toMatchObject({
      status: 202,
      body: { run: 1 },
    });
    await follow(service, missed.lastId, (name, data) => name === "run.ended" && data.status === "complete");
    const { body: units } = await call(service, "GET", "/api/v1/runs/1/units?limit=5");
    expect(units).toMatchObject({ next: expect.any(String) });
    const { body: more } = await call(service, "GET", `/api/v1/runs/1/units?limit=5&cursor=${units.next}`);
    expect(more).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ state: "done" })]),
    });
    const { body: log } = await call(service, "GET", "/api/v1/runs/1/log?text=READ:");
    const { body: logRu } = await service
      .ask("viewer", "/api/v1/runs/1/log?limit=1", { headers: { "accept-language": "ru" } })
      .then(async (answer) => ({ body: (await answer.json()) as Answer["body"] }));
    expect(log).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ level: "info" })]),
    });
    expect(logRu).toMatchObject({ items: [{ text: expect.stringContaining("Конец: завершён") }] });
    const { body: speed } = await call(service, "GET", "/api/v1/runs/1/speed");
    expect(speed).toMatchObject({ points: expect.arrayContaining([expect.objectContaining({ parked: 0 })]) });
    const { body: settings } = await call(service, "GET", "/api/v1/runs/1/settings");
    expect(settings).toMatchObject({ who: "operator@example.com", beforeRun: null });
    expect(JSON.stringify(settings)).not.toContain(sim.token);
    expect((await call(service, "GET", "/api/v1/runs?source=crm&status=complete")).body).toMatchObject({
      items: [{ run: 1, status: "complete" }],
      next: null,
    });
    expect((await call(service, "GET", "/api/v1/runs?status=happy")).status).toBe(400);
    expect((await call(service, "GET", "/api/v1/runs/99")).status).toBe(404);
    expect((await call(service, "GET", "/api/v1/runs/1/units?cursor=x")).status).toBe(400);
  });

  test("are compared: what came and went, by client, project, country and number, masked", async () => {
    const sim = await simFor({ clients: 10, seed: 5 });
    const service = await startService({}, { sources: { crm: slow(sim) } });
    const run = async (): Promise<void> => {
      const ended = follow(service, null, (name) => name === "run.ended");
      await call(service, "POST", "/api/v1/runs", { source: "crm" });
      await ended;
    };
    await run();
    const before = new Set(sim.truth().pairs.map(([, number]) => number));
    sim.change({ projects: 0.3, add: 3, remove: 2 });
    await run();
    const after = new Set(sim.truth().pairs.map(([, number]) => number));
    const { body } = await call(service, "GET", "/api/v1/compare?from=1&to=2");
    expect(body).toMatchObject({
      from: { run: 1, totals: { numbers: before.size } },
      totals: { numbers: { new: [...after].filter((one) => !before.has(one)).length } },
    });
    const { body: clients } = await call(service, "GET", "/api/v1/compare/clients?from=1&to=2&sort=new");
    const list = clients.items as unknown as {
      before: number;
      after: number;
      numbers: { new: number; gone: number };
    }[];
    expect(list.length).toBeGreaterThan(0);
    for (const path of ["projects", "numbers"]) {
      const { status, body: page } = await call(
        service,
        "GET",
        `/api/v1/compare/${path}?from=1&to=2&limit=3`,
      );
      expect([path, status]).toEqual([path, 200]);
      expect((page.items as unknown[]).length).toBe(3);
      const { body: next } = await call(
        service,
        "GET",
        `/api/v1/compare/${path}?from=1&to=2&limit=3&cursor=${page.next}`,
      );
      expect((next.items as unknown[])[0]).not.toEqual((page.items as unknown[])[0]);
    }
    const { body: numbers } = await call(service, "GET", "/api/v1/compare/numbers?from=1&to=2&change=new");
    const [{ id, phone } = { id: "", phone: "" }] = numbers.items as unknown as {
      id: string;
      phone: string;
    }[];
    const shown = await service.ask("exporter", "/api/v1/numbers/reveal", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ids: [id] }),
    });
    const { numbers: [{ e164 = "" } = {}] = [] } = (await shown.json()) as { numbers?: { e164: string }[] };
    expect([before.has(e164), after.has(e164), e164.slice(-2)]).toEqual([false, true, phone.slice(-2)]);
    const text = JSON.stringify(numbers);
    for (const number of after) expect(text).not.toContain(number);
    expect((await call(service, "GET", "/api/v1/compare?from=1&to=1")).status).toBeGreaterThanOrEqual(400);
  });
});
