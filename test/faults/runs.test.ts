import { describe, expect, test } from "vitest";
import { type FakeCrm, type Fault, healing, listOf, recordsOf } from "../helpers/fake-crm.ts";
import { phonesOf, soundNumbers, soundRoutes, trial } from "./crm.ts";
import { HTML_PAGE, ok, onSocket, rawBytes, status } from "./variant.ts";

const LIST = "/clients/2/projects";
const PHONES = "/projects/203/phones";

/** A route that a function answers. */
const by = (fault: Fault): Fault => fault;

/** Faults that pass: the run must hold the truth in the end, and nothing be set aside. */
const PASSING: readonly (readonly [row: number, name: string, times: number, fault: Fault])[] = [
  [1, "429 with a second", 2, status(429, { "retry-after": "1" })],
  [3, "429 without a header", 2, status(429)],
  [6, "500", 2, status(500)],
  [6, "503", 1, status(503)],
  [9, "408", 2, status(408)],
  [14, "a web page", 2, ok(HTML_PAGE)],
  [14, "a redirect elsewhere", 1, status(302, { location: "https://status.example.com/" })],
  [15, "a reset before the answer", 2, onSocket((socket) => socket.resetAndDestroy())],
  [16, "a cut body", 2, rawBytes("HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n", "{")],
  [17, "a silent cut", 2, rawBytes("HTTP/1.1 200 OK\r\n\r\n", '{"data":[')],
  [18, "no JSON", 2, ok('{"data":[')],
  [19, "nothing, by 204", 1, status(204, {}, "")],
  [19, "an empty body", 1, ok("")],
  [22, "silence", 1, () => {}],
];

describe("a run whose CRM", () => {
  for (const [row, name, times, fault] of PASSING) {
    for (const path of [LIST, PHONES]) {
      const what = path === LIST ? "a list" : "phones";
      test.concurrent(`row ${row}: gives ${name} for ${what} at first holds the truth`, async (context) => {
        const bench = await trial(context);
        bench.crm.routes[path] = healing(times, fault, bench.crm.routes[path]);
        // Only silence is waited out, and not so briefly that a busy machine would seem silent.
        const limits = name === "silence" ? { stallMs: 3_000 } : {};
        const { run, error } = await bench.collect({}, { limits });
        expect(error).toBeNull();
        expect(run).toMatchObject({ status: "complete", totals: { quarantined: 0 } });
        const { retries, throttled } = run.totals;
        expect(row < 6 ? [retries, throttled] : [throttled, retries]).toEqual([0, times]);
        expect(await bench.numbers()).toEqual(soundNumbers());
      });
    }
  }

  test.concurrent("row 1: asks to slow down is left alone by everybody until then", async (context) => {
    const bench = await trial(context);
    const sound = bench.crm.routes["/clients/1/projects"];
    const times: number[] = [];
    let until = 0;
    for (const [path, body] of Object.entries(bench.crm.routes)) {
      bench.crm.routes[path] = by((response, asked, request) => {
        times.push(performance.now());
        ok(JSON.stringify(body))(response, asked, request);
      });
    }
    bench.crm.routes["/clients/1/projects"] = healing(
      1,
      (response, asked, request) => {
        until = performance.now() + 1000;
        status(429, { "retry-after": "1" })(response, asked, request);
      },
      sound,
    );
    const { run } = await bench.collect({}, { concurrency: 1 });
    expect(run).toMatchObject({ status: "complete", totals: { throttled: 1, retries: 0, quarantined: 0 } });
    expect(times.filter((at) => at > until - 990 && at < until - 10)).toEqual([]);
  });

  test.concurrent("row 4: asks to wait for a month is not waited for: exit 5, to be continued", async (context) => {
    const bench = await trial(context);
    const sound = bench.crm.routes[PHONES];
    bench.crm.routes[PHONES] = status(429, { "retry-after": "2592000" });
    const { run, error } = await bench.collect();
    expect(error).toMatchObject({
      code: "CRM_BLOCKED",
      exitCode: 5,
      message: expect.stringMatching(/wait until \d{4}-/),
    });
    expect(run).toMatchObject({ status: "stopped", totals: { quarantined: 0 } });
    bench.crm.routes[PHONES] = sound;
    expect((await bench.collect()).run).toMatchObject({ run: run.run, status: "complete" });
    expect(await bench.numbers()).toEqual(soundNumbers());
  });

  test.concurrent("row 12: turns the account away in the middle stops with 5 and asks no more", async (context) => {
    const bench = await trial(context);
    const sound = bench.crm.routes[PHONES];
    bench.crm.routes[PHONES] = status(402);
    bench.crm.routes["/me"] = healing(1, ok('{"account":"fake","rate_limit_per_second":null}'), status(402));
    const { run, error } = await bench.collect({ patienceMs: 500 });
    expect(error).toMatchObject({ code: "CRM_BLOCKED", exitCode: 5 });
    expect(run).toMatchObject({ status: "stopped", totals: { quarantined: 0 } });
    bench.crm.routes[PHONES] = sound;
    bench.crm.routes["/me"] = soundRoutes()["/me"];
    expect((await bench.collect()).run).toMatchObject({ run: run.run, status: "complete" });
    expect(await bench.numbers()).toEqual(soundNumbers());
  });

  test.concurrent("row 10: refuses the token in the middle is asked with it no more than is in flight", async (context) => {
    const bench = await trial(context);
    for (const path of Object.keys(bench.crm.routes)) {
      if (path.endsWith("/phones")) bench.crm.routes[path] = status(401);
    }
    const { run, error } = await bench.collect({}, { concurrency: 4 });
    expect(error).toMatchObject({ code: "CRM_UNAUTHORIZED", exitCode: 2 });
    expect(run).toMatchObject({ status: "failed", totals: { quarantined: 0 } });
    expect(bench.crm.asked.filter((path) => path.includes("/phones")).length).toBeLessThanOrEqual(4);
  });

  test.concurrent("row 7: cannot give one project sets that one aside, at once", async (context) => {
    const bench = await trial(context);
    bench.crm.routes[PHONES] = status(501);
    const { run } = await bench.collect();
    expect(run).toMatchObject({ status: "partial", totals: { quarantined: 1, retries: 0 } });
    expect(await bench.quarantined(run.run)).toEqual(["phones 203 CRM_REJECTED"]);
    expect(await bench.numbers()).toEqual(soundNumbers(203));
  });

  test.concurrent("row 8: does not find a project that it lists sets it aside", async (context) => {
    const bench = await trial(context);
    bench.crm.routes[PHONES] = status(404);
    const { run } = await bench.collect();
    expect(await bench.quarantined(run.run)).toEqual(["phones 203 CRM_NOT_FOUND"]);
    expect(bench.crm.asked.filter((path) => path.startsWith(LIST)).length).toBe(2);
  });

  test.concurrent.for([404, 410])(
    "row 8: lists a project no more that it does not find (%i) has lost it, and nothing failed",
    async (code, context) => {
      const bench = await trial(context);
      await bench.collect();
      const without = listOf([201, 202, 204, 205].map((id) => ({ id, name: `${id}` })));
      const before = bench.crm.asked.length;
      bench.crm.routes[LIST] = by((response, _times, request) => {
        const again = bench.crm.asked.slice(before).filter((path) => path.startsWith(LIST)).length > 1;
        ok(JSON.stringify(again ? without : soundRoutes()[LIST]))(response, 1, request);
      });
      bench.crm.routes[PHONES] = status(code);
      const { run } = await bench.collect();
      expect(run).toMatchObject({ status: "complete", totals: { quarantined: 0, gone: 2, projects: 14 } });
      expect(await bench.numbers()).toEqual(soundNumbers(203));
    },
  );

  test.concurrent("row 8: forgets the place in a list is read from its start again", async (context) => {
    const bench = await trial(context);
    const [one = "", two = ""] = phonesOf(203);
    bench.crm.routes[PHONES] = recordsOf([one], "A");
    bench.crm.routes[`${PHONES}?cursor=A`] = healing(1, status(410), recordsOf([two]));
    const { run } = await bench.collect();
    expect(run).toMatchObject({ status: "complete", totals: { quarantined: 0 } });
    expect(await bench.numbers()).toEqual(soundNumbers());
  });

  test.concurrent("row 21: sends too much is asked twice, not six times", async (context) => {
    const bench = await trial(context);
    bench.crm.routes[PHONES] = status(200, { "content-length": "99999999" }, "{");
    const { run } = await bench.collect();
    expect(await bench.quarantined(run.run)).toEqual(["phones 203 CRM_TOO_LARGE"]);
    expect(bench.crm.asked.filter((path) => path.startsWith(PHONES)).length).toBe(2);
  });

  test.concurrent("row 32: closes idle connections costs no try", async (context) => {
    const bench = await trial(context);
    for (const [path, body] of Object.entries(bench.crm.routes)) {
      const served = new WeakSet<object>();
      bench.crm.routes[path] = by((response, times, request) => {
        const { socket } = request;
        if (path.includes("/phones") && times === 1 && served.has(socket)) socket.resetAndDestroy();
        else ok(JSON.stringify(body))(response, times, request);
        served.add(socket);
      });
    }
    const { run } = await bench.collect({}, { concurrency: 1 });
    expect(run).toMatchObject({ status: "complete", totals: { quarantined: 0 } });
    expect(await bench.numbers()).toEqual(soundNumbers());
  });
});

describe("a run that is parked", () => {
  const isPhones = (path: string): boolean => path.endsWith("/phones");
  /** A CRM that may be down for phones: `isDown` is asked for each page of them, and for `/me`. */
  const failingWhile = (crm: FakeCrm, isDown: (path: string) => boolean): void => {
    for (const [path, body] of Object.entries(crm.routes)) {
      if (!isPhones(path) && path !== "/me") continue;
      crm.routes[path] = by((response, times, request) => {
        const answer = isDown(path) ? status(503) : ok(JSON.stringify(body));
        answer(response, times, request);
      });
    }
  };

  test.concurrent("row 6: sets aside the many that go on failing while others of their kind are read", async (context) => {
    const bench = await trial(context);
    const sound = new Set([101, 203, 305]);
    const dead = [1, 2, 3].flatMap((client) =>
      [1, 2, 3, 4, 5].map((project) => client * 100 + project).filter((id) => !sound.has(id)),
    );
    for (const id of dead) bench.crm.routes[`/projects/${id}/phones`] = status(500);
    const { run, error } = await bench.collect();
    expect(error).toBeNull();
    expect(run).toMatchObject({ status: "partial", totals: { quarantined: dead.length } });
    const named = dead.map((id) => `phones ${id} CRM_SERVER_ERROR`);
    expect(await bench.quarantined(run.run)).toEqual(named);
    expect(await bench.numbers()).toEqual(soundNumbers(...dead));
  });

  test.concurrent("row 6: by a CRM that comes and goes holds the truth in the end", async (context) => {
    const bench = await trial(context);
    let left = 2;
    let falls = 0;
    failingWhile(bench.crm, (path) => {
      if (left > 0) {
        if (isPhones(path) && --left === 0) falls++;
        return false;
      }
      // It is back for the probe after this one, and for two pages more; after its second fall for good.
      if (!isPhones(path)) left = falls < 2 ? 3 : Number.POSITIVE_INFINITY;
      return true;
    });
    const { run } = await bench.collect();
    expect(falls).toBe(2);
    expect(run).toMatchObject({ status: "complete", totals: { quarantined: 0 } });
    expect(await bench.numbers()).toEqual(soundNumbers());
  });

  test.concurrent("row 14: while phones fail and the account answers asks for one page only", async (context) => {
    const bench = await trial(context);
    let read = 0;
    let probes = 0;
    const whileParked: string[] = [];
    failingWhile(bench.crm, (path) => {
      if (!isPhones(path)) {
        probes++;
        return false;
      }
      if (++read <= 3) return false;
      // The first request of a run asks for the account too.
      if (probes > 1 && probes < 4) whileParked.push(path);
      return probes < 4;
    });
    const { run } = await bench.collect();
    expect(run).toMatchObject({ status: "complete", totals: { quarantined: 0 } });
    expect(whileParked.length).toBe(2);
    expect(await bench.numbers()).toEqual(soundNumbers());
  });
});

describe("a list that", () => {
  /** Pages of one record each behind the cursors. */
  const circle = (period: number) =>
    Object.fromEntries(
      [...Array(period).keys()].map((at) => [
        `${PHONES}?cursor=${at}`,
        recordsOf([`+7916555${String(at).padStart(4, "0")}`], String((at + 1) % period)),
      ]),
    );

  test.concurrent.for([1, 2, 7])(
    "row 25: goes in a circle of %i is set aside when it closes",
    async (period, context) => {
      const bench = await trial(context, { ...soundRoutes(), ...circle(period) });
      bench.crm.routes[PHONES] = recordsOf(["+79165559999"], "0");
      const { run } = await bench.collect();
      expect(run).toMatchObject({ status: "partial", totals: { quarantined: 1 } });
      expect(await bench.quarantined(run.run)).toEqual(["phones 203 CRM_ENDLESS"]);
      expect(bench.crm.asked.filter((path) => path.startsWith(PHONES)).length).toBeLessThanOrEqual(
        period + 2,
      );
    },
  );

  test.concurrent("row 25: has ever new cursors and ever the same records is set aside", async (context) => {
    const bench = await trial(context);
    bench.crm.routes[PHONES] = by((response, _times, request) => {
      const at = Number(new URL(request.url ?? "", "http://x").searchParams.get("cursor") ?? 0);
      ok(JSON.stringify(recordsOf(["+79165550001"], String(at + 1))))(response, 1, request);
    });
    const { run } = await bench.collect();
    expect(await bench.quarantined(run.run)).toEqual(["phones 203 CRM_ENDLESS"]);
    expect(bench.crm.asked.filter((path) => path.startsWith(PHONES)).length).toBeLessThanOrEqual(10);
  });

  const emptyPages =
    (count: number): Fault =>
    (response, _times, request) => {
      const at = Number(new URL(request.url ?? "", "http://x").searchParams.get("cursor") ?? 0);
      const page = at < count ? recordsOf([], String(at + 1)) : recordsOf(phonesOf(203));
      ok(JSON.stringify(page))(response, 1, request);
    };

  test.concurrent("row 26: has empty pages is read on", async (context) => {
    const bench = await trial(context);
    bench.crm.routes[PHONES] = emptyPages(20);
    expect((await bench.collect()).run).toMatchObject({ status: "complete" });
    expect(await bench.numbers()).toEqual(soundNumbers());
  });

  test.concurrent("row 26: has only empty pages is set aside after 50", async (context) => {
    const bench = await trial(context);
    bench.crm.routes[PHONES] = emptyPages(1000);
    const { run } = await bench.collect();
    expect(await bench.quarantined(run.run)).toEqual(["phones 203 CRM_ENDLESS"]);
    expect(bench.crm.asked.filter((path) => path.startsWith(PHONES)).length).toBe(50);
  });

  /** A page of client 2's projects out of those that there are at the moment, two on each. */
  const paged = (
    now: (asked: number) => readonly number[],
    total = (ids: readonly number[]) => ids.length,
  ) => {
    let asked = 0;
    const fault: Fault = (response, _times, request) => {
      const ids = now(++asked);
      const page = Number(new URL(request.url ?? "", "http://x").searchParams.get("page"));
      const data = ids.slice(page * 2 - 2, page * 2).map((id) => ({ id, name: `${id}` }));
      const meta = { page, total: total(ids), total_pages: Math.ceil(ids.length / 2) };
      ok(JSON.stringify({ data, meta }))(response, 1, request);
    };
    return fault;
  };
  const ALL = [201, 202, 203, 204, 205];

  test.concurrent("row 30: holds fewer items a page than were asked for is read whole", async (context) => {
    const bench = await trial(context);
    bench.crm.routes[LIST] = paged(() => ALL);
    expect((await bench.collect()).run).toMatchObject({ status: "complete", totals: { projects: 15 } });
    expect(bench.crm.asked.filter((path) => path.startsWith(LIST)).length).toBe(3);
  });

  test.concurrent.for([
    ["loses an item", (asked: number) => (asked === 1 ? ALL : ALL.slice(1))],
    ["gets an item in front", (asked: number) => (asked === 1 ? ALL.slice(1) : ALL)],
    ["is sorted anew", (asked: number) => (asked === 1 ? ALL : [203, 201, 202, 204, 205])],
  ] as const)(
    "row 27: %s while it is read is read again, and nothing of it is lost",
    async ([, now], context) => {
      const bench = await trial(context);
      bench.crm.routes[LIST] = paged(now);
      const { run } = await bench.collect();
      expect(run).toMatchObject({ status: "complete", totals: { quarantined: 0 } });
      expect(await bench.numbers()).toEqual(soundNumbers());
    },
  );

  test.concurrent("row 27: tells of more than it lists is set aside, and nothing of it is taken for gone", async (context) => {
    const bench = await trial(context);
    await bench.collect();
    bench.crm.routes[LIST] = paged(
      () => ALL.slice(2),
      () => 5,
    );
    const { run } = await bench.collect();
    expect(run).toMatchObject({ status: "partial", totals: { quarantined: 1, gone: 0 } });
    expect(await bench.quarantined(run.run)).toEqual(["projects 2 CRM_LIST_MOVED"]);
    expect(await bench.numbers()).toEqual(soundNumbers());
  });

  test.concurrent("row 28: holds an item twice counts it once", async (context) => {
    const bench = await trial(context);
    bench.crm.routes[LIST] = listOf([...ALL, 203, 203].map((id) => ({ id, name: `${id}` })));
    bench.crm.routes[PHONES] = recordsOf([...phonesOf(203), ...phonesOf(203)]);
    const { run } = await bench.collect();
    expect(run).toMatchObject({ status: "complete", totals: { projects: 15, numbers: 30, pairs: 30 } });
  });
});
