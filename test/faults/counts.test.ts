import { describe, expect, test } from "vitest";
import { WHOLE_SOURCE } from "../../src/model/run.ts";
import { type Fault, healing, listOf, recordsOf } from "../helpers/fake-crm.ts";
import { phonesOf, soundNumbers, soundRoutes, trial } from "./crm.ts";
import { ok, status } from "./variant.ts";

const PHONES = "/projects/203/phones";
const CLIENTS = "/clients";

/** A page of phones that tells how many there are. */
const counted = (phones: readonly string[], total: number, next: string | null = null): object => ({
  ...(recordsOf(phones, next) as object),
  total,
});

/** The list of clients as it is at each time that it is asked for, the last one for ever. */
const lists =
  (...pages: readonly unknown[]): Fault =>
  (response, times, request) =>
    ok(JSON.stringify(pages[Math.min(times, pages.length) - 1]))(response, times, request);

const clientList = (...ids: readonly number[]): unknown =>
  listOf(ids.map((id) => ({ id, name: `Client ${id}` })));

describe("the phones of a project whose CRM tells how many there are", () => {
  test.concurrent("are complete where the counts agree, read once, on one page or two", async (context) => {
    const bench = await trial(context);
    const [one = "", two = ""] = phonesOf(203);
    bench.crm.routes[PHONES] = counted([one], 2, "A");
    bench.crm.routes[`${PHONES}?cursor=A`] = counted([two], 2);
    bench.crm.routes["/projects/204/phones"] = counted(phonesOf(204), 2);
    expect((await bench.collect()).run).toMatchObject({ status: "complete", totals: { records: 30 } });
    expect(bench.crm.asked.filter((path) => path.startsWith(PHONES)).length).toBe(2);
  });

  test.concurrent("are read again where they do not, and that is all where they then do", async (context) => {
    const bench = await trial(context);
    bench.crm.routes[PHONES] = healing(
      1,
      ok(JSON.stringify(counted(["+79161000203"], 2))),
      counted(phonesOf(203), 2),
    );
    const { run } = await bench.collect();
    expect(run).toMatchObject({ status: "complete", totals: { quarantined: 0 } });
    expect(await bench.numbers()).toEqual(soundNumbers());
  });

  test.concurrent("are kept and named where they never do, and nothing of before is taken for gone", async (context) => {
    const bench = await trial(context);
    await bench.collect();
    const [one = "", two = ""] = phonesOf(203);
    const came = "+79167654321";
    bench.crm.routes[PHONES] = counted([one], 4, "A");
    bench.crm.routes[`${PHONES}?cursor=A`] = counted([came], 4);
    const { run } = await bench.collect();
    expect(run).toMatchObject({ status: "partial", totals: { quarantined: 1, new: 1, gone: 0 } });
    expect(await bench.differences(run.run)).toEqual(["phones 203: 4 told, 2 listed"]);
    expect(await bench.numbers()).toEqual([...soundNumbers(), came].sort());
    bench.crm.routes[PHONES] = counted([one, two], 2);
    const again = await bench.collect();
    expect(again.run).toMatchObject({
      status: "complete",
      totals: { quarantined: 0, gone: 1, unverified: 0 },
    });
    expect(await bench.numbers()).toEqual(soundNumbers());
  });
});

describe("a list of clients that cannot be read", () => {
  const down = status(503);

  test.concurrent("is the one of the run before; it is set aside, and makes nothing gone", async (context) => {
    const bench = await trial(context);
    await bench.collect();
    bench.crm.routes[CLIENTS] = down;
    bench.crm.routes[PHONES] = recordsOf([...phonesOf(203), "+79167654321"]);
    const { run, error } = await bench.collect();
    expect(error).toBeNull();
    expect(run).toMatchObject({
      status: "partial",
      totals: { quarantined: 1, new: 1, gone: 0, records: 31 },
    });
    expect(await bench.quarantined(run.run)).toEqual(["clients  CRM_SERVER_ERROR"]);
    bench.crm.routes[CLIENTS] = clientList(1, 2);
    const again = await bench.collect({ scope: { ...WHOLE_SOURCE, failedOf: run.run } });
    expect(again.run).toMatchObject({ status: "complete", totals: { quarantined: 0, clients: 2 } });
  });

  test.concurrent("is read at the end where it then answers", async (context) => {
    const bench = await trial(context);
    await bench.collect();
    let isDown = true;
    bench.crm.routes[CLIENTS] = ((response, times, request) => {
      (isDown ? down : ok(JSON.stringify(clientList(1, 3))))(response, times, request);
    }) satisfies Fault;
    bench.crm.routes["/projects/305/phones"] = ((response, times, request) => {
      isDown = false;
      ok(JSON.stringify(recordsOf(phonesOf(305))))(response, times, request);
    }) satisfies Fault;
    const { run } = await bench.collect();
    expect(run).toMatchObject({ status: "complete", totals: { quarantined: 0, clients: 2, gone: 10 } });
  });

  test.concurrent("and parks the account lets the others go on", async (context) => {
    const bench = await trial(context);
    await bench.collect();
    const meta = { page: 1, total: 3, total_pages: 2 };
    bench.crm.routes["/clients?page=1"] = { ...(clientList(1, 2) as object), meta };
    bench.crm.routes["/clients?page=2"] = status(402);
    const { run, error } = await bench.collect();
    expect(error).toBeNull();
    expect(run).toMatchObject({
      status: "partial",
      totals: { quarantined: 1, projects: 15, gone: 0, records: 30 },
    });
  });

  test.concurrent("ends the run with what is wrong where nothing else answers either, or none is stored", async (context) => {
    const bench = await trial(context);
    bench.crm.routes[CLIENTS] = down;
    expect((await bench.collect()).error).toMatchObject({ code: "CRM_SERVER_ERROR", exitCode: 1 });
    bench.crm.routes[CLIENTS] = soundRoutes()[CLIENTS];
    await bench.collect();
    for (const path of Object.keys(bench.crm.routes)) if (path !== "/me") bench.crm.routes[path] = down;
    const { run, error } = await bench.collect();
    expect(error).toMatchObject({ code: "CRM_SERVER_ERROR", exitCode: 1 });
    expect(run).toMatchObject({ status: "failed", totals: { quarantined: 0, gone: 0 } });
  });
});

describe("the list of clients, counted again at the end of a run,", () => {
  test.concurrent("costs one request where nothing changed", async (context) => {
    const bench = await trial(context);
    expect((await bench.collect()).run.status).toBe("complete");
    expect(bench.crm.asked.filter((path) => path.startsWith("/clients?")).length).toBe(2);
    expect(bench.crm.asked.at(-1)).toMatch(/^\/clients\?/);
  });

  test.concurrent("brings a client that came meanwhile, and loses one that went", async (context) => {
    const bench = await trial(context);
    bench.crm.routes[CLIENTS] = lists(clientList(1, 2), clientList(1, 2, 3));
    expect((await bench.collect()).run).toMatchObject({ status: "complete", totals: { clients: 3 } });
    expect(await bench.numbers()).toEqual(soundNumbers());
    const asked = bench.crm.asked.filter((path) => path.startsWith("/clients?")).length;
    bench.crm.routes[CLIENTS] = lists(...Array(asked + 1).fill(clientList(1, 2, 3)), clientList(1, 2));
    const { run } = await bench.collect();
    expect(run).toMatchObject({ status: "complete", totals: { clients: 2, projects: 10, gone: 10 } });
  });

  test.concurrent("is named where it never agrees, and makes no client gone", async (context) => {
    const bench = await trial(context);
    await bench.collect();
    let clients = 3;
    bench.crm.routes[CLIENTS] = ((response, times, request) => {
      const ids = [...Array(clients++).keys()].slice(1);
      ok(JSON.stringify(clientList(...ids)))(response, times, request);
    }) satisfies Fault;
    for (let id = 4; id < 20; id++) bench.crm.routes[`/clients/${id}/projects`] = listOf([]);
    const { run } = await bench.collect();
    expect(run).toMatchObject({ status: "partial", totals: { quarantined: 1, gone: 0 } });
    expect(await bench.differences(run.run)).toEqual(["clients : 7 told, 6 listed"]);
    Object.assign(bench.crm.routes, soundRoutes());
    expect((await bench.collect()).run).toMatchObject({ status: "complete", totals: { clients: 3 } });
  });

  test.concurrent("is set aside where it cannot be asked for, and the rest is kept", async (context) => {
    const bench = await trial(context);
    const sound = bench.crm.routes[CLIENTS];
    bench.crm.routes[CLIENTS] = ((response, times, request) => {
      if (times === 1) ok(JSON.stringify(sound))(response, times, request);
      else response.writeHead(400).end("{}");
    }) satisfies Fault;
    const { run, error } = await bench.collect();
    expect(error).toBeNull();
    expect(run).toMatchObject({ status: "partial", totals: { quarantined: 1 } });
    expect(await bench.quarantined(run.run)).toEqual(["clients  CRM_REJECTED"]);
    expect(await bench.numbers()).toEqual(soundNumbers());
  });
});
