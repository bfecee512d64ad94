import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { type RouteShape, routes } from "../../src/contract/contract.ts";
import { simFor } from "../collect/here.ts";
import { postgresForFile } from "../helpers/postgres.ts";
import { type Browser, PASSWORD, type PeopleService, startPeople } from "./people.ts";
import { type Schema, sampleOf } from "./samples.ts";

const postgres = postgresForFile();
const NETWORKS = { configured: { file: null, sources: [], networks: ["127.0.0.0/8"] } };

/** Does something, and waits for the first event of that name after it that fits. */
async function until(
  { events }: PeopleService,
  name: string,
  fits: (data: Readonly<Record<string, unknown>>) => boolean,
  act: () => Promise<unknown>,
): Promise<void> {
  const bell = new EventTarget();
  const stop = events.listen((event) => {
    if (event.name === name && fits(event.data as never)) bell.dispatchEvent(new Event("rung"));
  });
  onTestFinished(stop);
  const rung = once(bell, "rung");
  await act();
  await rung;
}

async function collected(service: PeopleService, anna: Browser): Promise<void> {
  await until(
    service,
    "run.ended",
    () => true,
    async () => expect((await anna.ask("POST", "/runs", { source: "main" })).status).toBe(202),
  );
}

test("the service works over PostgreSQL: set-up, a source, runs, numbers, an export, schedules, every page", async () => {
  const sim = await simFor({ clients: 6, seed: 5 });
  const service = await startPeople({}, { store: postgres.address("service"), composed: NETWORKS });
  const anna = await service.anna();
  const again = service.browser();
  expect((await again.signIn("anna@example.com", PASSWORD)).body).toEqual({ next: "in" });
  const settings = { connector: "datamaster", baseUrl: sim.url, region: "RU" };
  const source = { name: "main", settings, secrets: { token: sim.token } };
  expect((await anna.ask("POST", "/sources", source)).status).toBe(201);
  await collected(service, anna);
  await collected(service, anna);
  const listed = await anna.ask("GET", "/numbers?limit=10");
  const [{ id = "" } = {}] = listed.body.items as { id: string }[];
  expect(listed.body).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ id })]) });
  const revealed = await anna.ask("POST", "/numbers/reveal", { ids: [id] });
  const [{ e164 = "" } = {}] = revealed.body.numbers as { e164: string }[];
  const found = await anna.ask("POST", "/numbers/find", { text: e164, regions: [] });
  expect(found.body).toMatchObject({ by: "number", found: [{ id }] });
  expect((await anna.ask("PUT", `/numbers/${id}/suppression`, { reason: "asked" })).status).toBe(200);
  const schedule = { source: "main", kind: "run", cron: "0 2 * * *", zone: "Europe/Moscow" };
  const terms = { ...schedule, overlap: "skip", missed: "once", jitter: 0, isOn: true };
  const kept = await anna.ask("POST", "/schedules", terms, { "idempotency-key": "made-once" });
  expect((await anna.ask("POST", "/schedules", terms, { "idempotency-key": "made-once" })).body).toEqual(
    kept.body,
  );
  expect((await anna.ask("PATCH", "/settings", { revealsADay: 5 })).body).toMatchObject({
    rules: { revealsADay: 5 },
  });
  const [{ place = { clientId: "" } } = {}] = listed.body.items as { place: { clientId: string } }[];
  const aside = { source: "main", client: place.clientId, reason: "cleaned", days: 30 };
  expect((await anna.ask("POST", "/set-aside", aside)).status).toBe(204);
  expect((await anna.ask("GET", "/set-aside")).body).toMatchObject({ items: [{ client: place.clientId }] });
  const made = { id: "" };
  await until(
    service,
    "export.progress",
    ({ state }) => state === "ready" || state === "failed",
    async () => {
      const asked = await anna.ask("POST", "/exports", { what: { kind: "held" }, format: "csv" });
      made.id = String(asked.body.id);
    },
  );
  const file = await anna.ask("GET", `/exports/${made.id}/file`);
  expect(file.body.text).toMatch(/^phone,region,type,first_seen,last_seen/);
  expect(file.body.text).not.toContain(e164);
  const ids = { id, source: "main", run: "2", export: made.id };
  expect(await pages(anna, ids)).toEqual([]);
  expect((await anna.ask("GET", "/audit/check")).body).toMatchObject({ ok: true, broken: null });
});

/** Asks every page that only reads; those that are not answered. */
async function pages(browser: Browser, ids: Readonly<Record<string, string>>): Promise<string[]> {
  const wrong: string[] = [];
  for (const { method, path, answer, query } of Object.values(
    routes as Readonly<Record<string, RouteShape>>,
  )) {
    if (method !== "GET" || answer === "events") continue;
    const at = path.replace("/api/v1", "").replace(/:(\w+)/g, (_, name: string) => ids[name] ?? "none");
    const given = query === undefined ? {} : sampleOf(z.toJSONSchema(query, { io: "input" }) as Schema, true);
    const sent = new URLSearchParams({ ...(given as Record<string, string>), ...compared(path) });
    const { status, body } = await browser.ask("GET", `${at}${sent.size > 0 ? `?${sent}` : ""}`);
    // Nobody made such a draft, check or sample.
    const isNone = status === 404 && at.includes("none");
    if (status !== 200 && !isNone) wrong.push(`${status} ${at} ${JSON.stringify(body)}`);
  }
  return wrong;
}

function compared(path: string): Record<string, string> {
  return path.startsWith("/api/v1/compare") ? { from: "1", to: "2" } : {};
}
