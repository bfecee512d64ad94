import { describe, expect, test } from "vitest";
import { type Fault, healing, listOf, recordsOf } from "../helpers/fake-crm.ts";
import { phonesOf, soundNumbers, soundRoutes, trial } from "./crm.ts";
import { ok } from "./variant.ts";

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
