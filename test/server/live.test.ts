import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Role } from "../../src/contract/contract.ts";
import { type Heard, heard } from "./heard.ts";
import { startService, type TestService } from "./service.ts";

/** A page that follows; `next` gives one event after the other, undefined after the end. */
interface Page {
  readonly status: number;
  next(): Promise<Heard | undefined>;
  leave(): void;
}

async function follow({ ask }: TestService, role: Role, lastId?: string): Promise<Page> {
  const end = new AbortController();
  onTestFinished(() => end.abort());
  const headers = lastId === undefined ? {} : { "last-event-id": lastId };
  const answer = await ask(role, "/api/v1/events", { headers, signal: end.signal });
  const events = answer.status === 200 ? heard(answer) : undefined;
  return {
    status: answer.status,
    next: async () => (await events?.next())?.value,
    leave: () => end.abort(),
  };
}

function tell({ events }: TestService, run: number): void {
  events.emit("run.started", { run, source: "crm", resumed: false });
}

describe("the event stream", () => {
  test("tells everything in its order, each with an id", async () => {
    const service = await startService();
    const page = await follow(service, "viewer");
    expect(await page.next()).toMatchObject({ name: "hello" });
    for (const run of [1, 2, 3]) tell(service, run);
    const all = [await page.next(), await page.next(), await page.next()];
    expect(all.map((one) => one?.data)).toMatchObject([
      { run: 1, at: expect.any(String) },
      { run: 2 },
      { run: 3 },
    ]);
    expect(new Set(all.map((one) => one?.id)).size).toBe(3);
  });

  test("goes on where a client was, and hello tells where it is now", async () => {
    const service = await startService();
    const before = await follow(service, "viewer");
    await before.next();
    tell(service, 1);
    const last = await before.next();
    before.leave();
    for (const run of [2, 3]) tell(service, run);
    const after = await follow(service, "viewer", last?.id);
    const all = [await after.next(), await after.next(), await after.next()];
    expect(all.map((one) => [one?.name, one?.data.run])).toEqual([
      ["hello", undefined],
      ["run.started", 2],
      ["run.started", 3],
    ]);
  });

  test("tells a client to load anew that was away too long, or that comes from another start", async () => {
    const service = await startService();
    const first = await follow(service, "viewer");
    const hello = await first.next();
    for (let run = 1; run <= 1_100; run++) tell(service, run);
    expect(await (await follow(service, "viewer", hello?.id)).next()).toMatchObject({ name: "reset" });
    for (const id of ["other.1", "nonsense", `${hello?.id}9999`]) {
      expect(await (await follow(service, "viewer", id)).next()).toMatchObject({ name: "reset" });
    }
  });

  test("keeps of progress the newest alone", async () => {
    const service = await startService();
    const first = await follow(service, "exporter");
    const hello = await first.next();
    for (let rows = 0; rows < 1_500; rows++) {
      service.events.emit("export.progress", { export: "a", state: "writing", rows, total: null });
    }
    const later = await follow(service, "exporter", hello?.id);
    expect(await later.next()).toMatchObject({ name: "hello" });
    expect(await later.next()).toMatchObject({ name: "export.progress", data: { rows: 1_499 } });
  });

  test("leaves out what a role may not see, also of what was missed", async () => {
    const service = await startService();
    const viewer = await follow(service, "viewer");
    const hello = await viewer.next();
    service.events.emit("export.progress", { export: "a", state: "ready", rows: 1, total: 1 });
    tell(service, 1);
    expect(await viewer.next()).toMatchObject({ name: "run.started" });
    const again = await follow(service, "viewer", hello?.id);
    expect(await again.next()).toMatchObject({ name: "hello" });
    expect(await again.next()).toMatchObject({ name: "run.started" });
    const exporter = await follow(service, "exporter", hello?.id);
    await exporter.next();
    expect(await exporter.next()).toMatchObject({ name: "export.progress" });
  });

  test("is for whoever is signed in, some streams each", async () => {
    const service = await startService({ streamsEach: 2 });
    expect((await service.ask(null, "/api/v1/events")).status).toBe(401);
    const [one, two] = [await follow(service, "viewer"), await follow(service, "viewer")];
    expect([one.status, two.status]).toEqual([200, 200]);
    const refused = await service.ask("viewer", "/api/v1/events");
    expect(await refused.json()).toMatchObject({ status: 429, code: "TOO_MANY" });
    expect((await follow(service, "operator")).status).toBe(200);
  });

  test("lets a client go that does not read, and others hear on", async () => {
    const service = await startService();
    const { host, port } = service.server.place;
    const deaf = connect({ host, port });
    onTestFinished(() => void deaf.destroy());
    deaf.write("GET /api/v1/events HTTP/1.1\r\nhost: x\r\ncookie: datamaster=viewer\r\n\r\n");
    await once(deaf, "readable");
    const page = await follow(service, "viewer");
    await page.next();
    const source = "x".repeat(60_000);
    const closed = once(deaf, "close");
    for (let run = 1; run <= 400; run++) {
      service.events.emit("run.started", { run, source, resumed: false });
      // What is written leaves with the next turn of the loop.
      expect(await page.next()).toMatchObject({ data: { run } });
    }
    deaf.on("error", () => {});
    deaf.resume();
    await closed;
  });

  test("tells at the end that it ends", async () => {
    const service = await startService();
    const page = await follow(service, "viewer");
    await page.next();
    await service.server.close();
    expect(await page.next()).toMatchObject({ name: "server.draining" });
    expect(await page.next()).toBeUndefined();
  });
});
