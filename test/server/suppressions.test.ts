import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Role } from "../../src/contract/contract.ts";
import { startService, type TestService } from "./service.ts";

const FILE = "name,phone\r\nOlga,+7 916 123 45 01\r\nIvan,+7-916-123-45-02\r\nBad,12345\r\n";

async function json(answer: Response): Promise<Record<string, unknown>> {
  return (await answer.json()) as Record<string, unknown>;
}

async function post(service: TestService, role: Role, path: string, body: unknown): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return await service.ask(role, `/api/v1/suppressions${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
}

async function sent(
  service: TestService,
  role: Role,
  path: string,
  body: string | Buffer,
): Promise<Response> {
  const bytes = new Uint8Array(Buffer.from(body));
  const headers = { "content-type": "application/octet-stream" };
  return await service.ask(role, `/api/v1/suppressions${path}`, { method: "POST", headers, body: bytes });
}

test("a file's column is guessed, its numbers are counted, added once, and shown masked", async () => {
  const service = await startService();
  const guess = await json(await sent(service, "admin", "/guess", FILE));
  expect(guess).toMatchObject({
    column: 2,
    hasHeader: true,
    columns: [
      { name: "name", numbers: 0 },
      { name: "phone", numbers: 2 },
    ],
  });
  expect(JSON.stringify(guess.rows)).not.toMatch(/\d{2}/);
  const dry = await json(await sent(service, "admin", "/import?column=2&dry=yes", FILE));
  expect(dry).toMatchObject({
    read: 3,
    changed: 2,
    unreadable: 1,
    count: 0,
    examples: [{ line: 4, text: "*****" }],
  });
  const wrong = Array.from({ length: 30 }, (_, at) => `nobody ${at}`).join("\n");
  const unread = await json(await sent(service, "admin", "/import?dry=yes", `+79161234501\n${wrong}`));
  expect([unread.unreadable, (unread.examples as unknown[]).length]).toEqual([30, 30]);
  const path = "/import?column=phone&reason=asked";
  expect(await json(await sent(service, "admin", path, gzipSync(FILE)))).toMatchObject({
    changed: 2,
    count: 2,
  });
  expect(await json(await sent(service, "admin", path, FILE))).toMatchObject({ changed: 0, unchanged: 2 });
  const list = await json(await service.ask("exporter", "/api/v1/suppressions?limit=1"));
  expect(list).toMatchObject({
    items: [{ phone: "+7 916 ***-**-02", who: "admin@example.com", reason: "asked", isHeld: false }],
    next: "1",
  });
});

test("everybody may look a number up; to take one off the list needs the right and a reason", async () => {
  const service = await startService();
  await post(service, "operator", "", { phones: ["+79161234501"], reason: "a call" });
  const found = await json(
    await post(service, "viewer", "/check", { phone: "8 (916) 123-45-01", region: "RU" }),
  );
  expect(found).toMatchObject({ phone: "+7 916 ***-**-01", found: { reason: "a call" } });
  const free = await json(await post(service, "viewer", "/check", { phone: "+79161234509" }));
  expect(free.found).toBeNull();
  const off = { phones: ["+79161234501"], reason: "by mistake" };
  expect((await post(service, "exporter", "/remove", off)).status).toBe(403);
  expect((await post(service, "admin", "/remove", { phones: off.phones })).status).toBe(400);
  expect(await json(await post(service, "admin", "/remove", off))).toMatchObject({ changed: 1, count: 0 });
});

test("what holds no number is refused, and nothing of it stays", async () => {
  const service = await startService();
  const answers = [
    await post(service, "operator", "", { phones: ["hello"], reason: null }),
    await sent(service, "admin", "/import", "name\r\nOlga\r\n"),
    await sent(service, "admin", "/import?column=9", FILE),
    await service.ask("admin", "/api/v1/suppressions?cursor=n"),
  ];
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
});
