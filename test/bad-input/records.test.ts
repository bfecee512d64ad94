import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCsv } from "../helpers/csv.ts";
import { answer, type FakeClient, fakeCrm, listOf, type Routes, routesOf } from "../helpers/fake-crm.ts";
import { runHere as run } from "../helpers/run-here.ts";
import { tempDir } from "../helpers/temp.ts";
import { at, fails } from "./told.ts";

const ONE = "+79161234567";
const TWO = "+79161234568";

async function setUp(routes: Routes) {
  const crm = await fakeCrm(routes);
  const { flags, env } = at(crm);
  const cwd = tempDir();
  const collect = (...more: string[]) => run(["collect", ...flags, ...more], { cwd, env });
  const pairs = async () => {
    await run(["export", "--of", "pairs", "--out", "pairs.csv", "--force"], { cwd });
    return readCsv(join(cwd, "pairs.csv")).rows.map((row) => [row.phone, row.client_id, row.project_id]);
  };
  return { crm, flags, env, cwd, collect, pairs };
}

const client = (id: unknown, ...projects: FakeClient["projects"]): FakeClient => ({
  id,
  name: `C${id}`,
  projects,
});

describe("no clients", () => {
  it("are told of: the CRM holds none, or the token may not see them", async () => {
    const { collect, flags, env, cwd } = await setUp(routesOf([]));
    const { code, stderr } = await collect();
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /WARN: The CRM lists no client: it holds none yet, or this token may not see them\./,
    );
    const check = await run(["check", ...flags], { cwd, env });
    expect(check.code).toBe(1);
    expect(check.stdout).toMatch(
      /^FAILED +first page +the list of clients is empty\n +The CRM holds none yet/m,
    );
  });

  it("where there were some fail the run and make nothing gone, unless --allow-empty says that it is so", async () => {
    const { crm, collect, flags, env, cwd, pairs } = await setUp(
      routesOf([client(1, { id: 10, name: "P", phones: [ONE] })]),
    );
    expect((await collect("--quiet")).code).toBe(0);
    const clients = crm.routes["/clients"];
    crm.routes["/clients"] = listOf([]);
    const { error, hint } = await fails(1, ["collect", ...flags], { cwd, env });
    expect(error).toBe("The CRM lists no client, and this source held 1. Nothing was taken for gone.");
    expect(hint).toMatch(/--allow-empty/);
    expect((await fails(1, ["resume", ...flags], { cwd, env })).error).toBe(error);
    expect(await pairs()).toEqual([[ONE, "1", "10"]]);

    crm.routes["/clients"] = clients;
    expect(JSON.parse((await collect("--json")).stdout)).toMatchObject({
      run: 2,
      status: "complete",
      gone: 0,
    });
    crm.routes["/clients"] = listOf([]);
    const emptied = await collect("--json", "--allow-empty");
    expect([emptied.code, JSON.parse(emptied.stdout)]).toMatchObject([
      0,
      { status: "complete", gone: 1, numbers: 0 },
    ]);
  });

  it("of those that --client names are told of", async () => {
    const { collect } = await setUp(routesOf([client(1)]));
    const { code, stderr } = await collect("--client", "1,99");
    expect(code).toBe(0);
    expect(stderr).toMatch(/Of the 2 clients asked for, the CRM lists 1\. Look at the ids behind --client\./);
  });
});

describe("ids", () => {
  it("beyond 2^53, as text and with signs of URLs keep every character", async () => {
    const big = 2n ** 53n;
    const { collect, pairs, crm } = await setUp(
      routesOf([
        client(big, { id: 90071992547409931234n, name: "P", phones: [ONE] }),
        client(big + 1n, { id: "a/../b?c#д", name: "Q", phones: [TWO] }),
      ]),
    );
    expect((await collect("--quiet")).code).toBe(0);
    expect(await pairs()).toEqual([
      [ONE, "9007199254740992", "90071992547409931234"],
      [TWO, "9007199254740993", "a/../b?c#д"],
    ]);
    expect(crm.asked).toContain("/projects/a%2F..%2Fb%3Fc%23%D0%B4/phones?limit=500");
  });

  it("that are null set the list aside after the rest of it is read; nothing missing from it is gone", async () => {
    const { crm, collect, pairs } = await setUp(
      routesOf([
        client(1, { id: 10, name: "P", phones: [ONE] }),
        client(2, { id: 20, name: "Q", phones: [TWO] }),
      ]),
    );
    expect((await collect("--quiet")).code).toBe(0);
    crm.routes["/clients"] = listOf([
      { id: 1, name: null },
      { id: null, name: "C2" },
    ]);
    const partial = await collect("--json");
    expect([partial.code, JSON.parse(partial.stdout)]).toMatchObject([
      3,
      { status: "partial", quarantined: 1, numbers: 2, gone: 0, unverified: 1, records: 1 },
    ]);
    expect(partial.stderr).toMatch(/WARN: The CRM lists clients without an id/);
    expect(await pairs()).toHaveLength(2);
    crm.routes["/clients"] = listOf([{ id: 1, name: "C1" }]);
    expect(JSON.parse((await collect("--json")).stdout)).toMatchObject({
      status: "complete",
      gone: 1,
      unverified: 0,
    });
  });

  it("that come twice count once: a client, a project under two clients, a record", async () => {
    const record = { id: 1, phone: ONE };
    const { crm, collect, pairs } = await setUp(
      routesOf([
        client(1, { id: 10, name: "P", phones: [record, record, { id: null, phone: TWO }] }),
        client(2),
      ]),
    );
    crm.routes["/clients"] = listOf([
      { id: 1, name: "C1" },
      { id: 2, name: "C2" },
      { id: 1, name: "C1" },
    ]);
    crm.routes["/clients/2/projects"] = listOf([
      { id: 10, name: "P" },
      { id: 10, name: "P" },
    ]);
    for (const run of [1, 2]) {
      const { stdout } = await collect("--json");
      expect(JSON.parse(stdout)).toMatchObject({
        run,
        status: "complete",
        clients: 2,
        projects: 1,
        records: 3,
        numbers: 2,
        pairs: 2,
        new: run === 1 ? 2 : 0,
        gone: 0,
      });
      expect((await pairs()).map(([phone]) => phone)).toEqual([ONE, TWO]);
    }
    expect(crm.asked.filter((path) => path.startsWith("/projects/10/"))).toHaveLength(2);
  });
});

describe("control characters and escape sequences in names", () => {
  const EVIL = '\u001b[31mRED\u001b[0m\u0007\u001b]0;title\u0007\rover\nline, "q"\u202ebidi\u009b31m';
  /** All that acts on a terminal, but line feeds of our own. */
  const ACTS = /[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/u;

  it("never reach the terminal raw, in no table, log or message", async () => {
    const routes = routesOf([
      {
        id: "\u001b[31m1",
        name: EVIL,
        projects: [
          { id: "p\u001b[2J", name: EVIL, phones: [{ id: 1, phone: ONE, label: EVIL, contact: EVIL }] },
          { id: "q\u001b[2J", name: EVIL, phones: [] },
        ],
      },
    ]);
    routes["/projects/q\u001b[2J/phones"] = answer(404);
    routes["/me"] = { account: EVIL, rate_limit_per_second: null };
    const { collect, cwd, flags, env } = await setUp(routes);
    const shown = [
      await collect("--log-level", "debug"),
      await collect("--log-level", "debug", "--log-format", "json"),
      await run(["check", ...flags], { cwd, env }),
      await run(["status"], { cwd }),
      await run(["runs", "list"], { cwd }),
      await run(["runs", "show", "1"], { cwd }),
      await run(["runs", "show", "1", "--json"], { cwd }),
      await fails(2, ["collect", ...flags, `--${EVIL}`], { cwd, env }),
      await fails(2, ["collect", ...flags, "--db", EVIL], { cwd, env }),
      await fails(2, ["collect", EVIL, ...flags], { cwd, env }),
      await fails(2, ["resume", "99", ...flags], { cwd, env }),
    ];
    expect(shown.slice(0, 2).map(({ code }) => code)).toEqual([3, 3]);
    for (const { stdout, stderr } of shown) expect(`${stdout}${stderr}`).not.toMatch(ACTS);
  });

  it("are whole in exports, within the quotes of CSV", async () => {
    const { collect, cwd } = await setUp(
      routesOf([{ id: 1, name: EVIL, projects: [{ id: 10, name: `=cmd|${EVIL}`, phones: [ONE] }] }]),
    );
    expect((await collect("--quiet")).code).toBe(0);
    await run(["export", "--of", "pairs", "--out", "pairs.csv"], { cwd });
    await run(["export", "--of", "pairs", "--out", "pairs.jsonl"], { cwd });
    expect(readCsv(join(cwd, "pairs.csv")).rows).toMatchObject([{ client: EVIL, project: `'=cmd|${EVIL}` }]);
    const jsonl = await run(["export", "--of", "pairs", "--format", "jsonl"], { cwd });
    expect(JSON.parse(jsonl.stdout)).toMatchObject({ client: EVIL, project: `=cmd|${EVIL}` });
  });
});
