import { expect, test } from "vitest";
import { PASSWORD, startPeople } from "./people.ts";
import { startService } from "./service.ts";

const RULES = {
  idleMinutes: 30,
  lifeHours: 12,
  needsSecondFactor: false,
  revealsADay: 200,
  revealSeconds: 60,
};

test("settings tell how people sign in, what they are shown and how long things are kept, to whoever may see them", async () => {
  const { ask } = await startService();
  expect((await ask("viewer", "/api/v1/settings")).status).toBe(403);
  const answer = await ask("auditor", "/api/v1/settings");
  expect(await answer.json()).toEqual({ rules: RULES, fixed: [], changed: [], retention: [], due: [] });
});

test("what an admin sets counts from the next request on, and is in the audit log", async () => {
  const service = await startPeople();
  const anna = await service.anna();
  const set = await anna.ask("PATCH", "/settings", { idleMinutes: 5, revealsADay: 1, lifeHours: 12 });
  expect(set.body).toMatchObject({
    rules: { ...RULES, idleMinutes: 5, revealsADay: 1 },
    changed: [
      { name: "idleMinutes", who: "anna@example.com" },
      { name: "revealsADay", who: "anna@example.com" },
    ],
  });
  expect((await anna.load()).body).toMatchObject({ session: { idleSeconds: 300 } });
  const log = await anna.ask("GET", "/audit?action=settings");
  expect(log.body.items).toMatchObject([
    { detail: { setting: "revealsADay", from: 200, to: 1 } },
    { detail: { setting: "idleMinutes", from: 30, to: 5 } },
  ]);
  // A second factor that is demanded is demanded of who asks now.
  await anna.ask("PATCH", "/settings", { needsSecondFactor: true });
  expect((await anna.load()).body).toMatchObject({ needsSecondFactor: true });
  expect(await anna.ask("GET", "/runs")).toMatchObject({ status: 403, body: { code: "NOT_ALLOWED" } });
  const offer = await anna.ask("POST", "/me/second-factor/offer", { password: PASSWORD });
  expect(offer.status).toBe(200);
});

test("so many numbers are revealed as the setting says, and no more", async () => {
  const service = await startService();
  const sent = (body: unknown) => ({
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const patch = { ...sent({ revealsADay: 1, revealSeconds: 20 }), method: "PATCH" };
  expect((await service.ask("admin", "/api/v1/settings", patch)).status).toBe(200);
  const find = sent({ text: "+79161234567 +79161234568", regions: [] });
  const sought = (await (await service.ask("exporter", "/api/v1/numbers/find", find)).json()) as {
    read: { id: string }[];
  };
  const [one = "", two = ""] = sought.read.map(({ id }) => id);
  const first = await service.ask("exporter", "/api/v1/numbers/reveal", sent({ ids: [one] }));
  expect(await first.json()).toMatchObject({ revealed: 1, most: 1, seconds: 20 });
  const second = await service.ask("exporter", "/api/v1/numbers/reveal", sent({ ids: [two] }));
  expect(second.status).toBe(429);
  expect(Number(second.headers.get("retry-after"))).toBeGreaterThan(60);
});

test("what the config file sets is fixed, and what is out of bounds is refused", async () => {
  const service = await startService();
  const patch = (body: unknown) =>
    service.ask("admin", "/api/v1/settings", {
      method: "PATCH",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  expect((await patch({ lifeHours: 73 })).status).toBe(400);
  expect((await patch({ idleMinutes: 0 })).status).toBe(400);
  const ground = { rules: { idleMinutes: 7, needsSecondFactor: false }, fixed: ["idleMinutes"] } as const;
  await patch({ idleMinutes: 9 });
  expect(await service.desk.ask("test", "showRules", ground)).toMatchObject({
    rules: { idleMinutes: 7 },
    fixed: ["idleMinutes"],
    changed: [],
  });
  await expect(service.desk.ask("test", "changeRules", { idleMinutes: 8 }, ground)).rejects.toMatchObject({
    code: "CONFLICT",
  });
});

test("how long things of a source are kept is set here for one that was made here", async () => {
  const { ask } = await startService();
  const send = (method: string, body: unknown) => ({
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const settings = { connector: "datamaster", baseUrl: "https://crm.example.com", region: "RU" };
  const made = { name: "main", settings, secrets: { token: "secret-token" } };
  expect((await ask("admin", "/api/v1/sources", send("POST", made))).status).toBe(201);
  const set = (source: string, body: unknown) =>
    ask("admin", `/api/v1/settings/retention/${source}`, send("PUT", body));
  const answer = await set("main", { rejectedRaw: "30d", goneNumbers: null });
  expect(await answer.json()).toMatchObject({
    retention: [{ source: "main", origin: "made", rejectedRaw: "30d", goneNumbers: null }],
  });
  expect((await set("main", { rejectedRaw: "soon", goneNumbers: null })).status).toBe(422);
  expect((await set("other", { rejectedRaw: null, goneNumbers: null })).status).toBe(404);
});
