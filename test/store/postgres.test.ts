import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import {
  checkPostgres,
  openPostgresAdmin,
  openPostgresReader,
  openPostgresWriter,
  postgresHoldsData,
} from "../../src/store/postgres/postgres.ts";
import type { SqlRunWriter } from "../../src/store/sql/run/run-writer.ts";
import { HELD_NOW } from "../../src/store/store.ts";
import { openResources } from "../helpers/leaks.ts";
import { postgresForFile } from "../helpers/postgres.ts";
import { tempDir } from "../helpers/temp.ts";
import { adminSuite } from "./admin.suite.ts";
import { diffSuite } from "./diff.suite.ts";
import { type Crm, drive } from "./driver.ts";
import { erasureSuite } from "./erasure.suite.ts";
import { homeSuite } from "./home.suite.ts";
import { insightSuite } from "./insight.suite.ts";
import { madeSourcesSuite } from "./made-sources.suite.ts";
import { numbersSuite } from "./numbers.suite.ts";
import { peopleSuite } from "./people.suite.ts";
import { runRecordsSuite } from "./run-records.suite.ts";
import { schedulesSuite } from "./schedules.suite.ts";
import { storeSuite } from "./store.suite.ts";
import { versionsSuite } from "./versions.suite.ts";

const server = postgresForFile();
/** Nothing was erased, so that no key is asked for. */
const NO_KEY = "";
let places = 0;

// A connection is waited for, so that these tests need no turn of the event loop; its ended thread is noticed in one.
afterEach(() => turn());

function openWriter(address: string): SqlRunWriter {
  return openPostgresWriter(address, NO_KEY);
}

for (const suite of [storeSuite, homeSuite]) {
  suite("PostgreSQL", async () => {
    const address = server.address();
    return { writer: openWriter(address), openReader: () => openPostgresReader(address) };
  });
}

diffSuite("PostgreSQL", 3, async () => {
  const schema = `diff_${++places}`;
  const address = server.address(schema);
  return {
    writer: openWriter(address),
    openReader: () => openPostgresReader(address),
    dropIndex: () => void server.psql(`DROP INDEX ${schema}.membership_of_number`),
  };
});

runRecordsSuite("PostgreSQL", async () => {
  const address = server.address(`records_${++places}`);
  const writer = openWriter(address);
  const admin = openPostgresAdmin(address, "anna", NO_KEY);
  const reader = openPostgresReader(address);
  const close = async (): Promise<void> => {
    reader.close();
    admin.close();
    await writer.close();
  };
  return { writer, admin, reader, close };
});

insightSuite("PostgreSQL", 3, async () => {
  const address = server.address(`insight_${++places}`);
  return {
    writer: openWriter(address),
    openAdmin: async () => openPostgresAdmin(address, "olga", NO_KEY),
  };
});

const postgresStore = async () => {
  const address = server.address();
  return {
    openAdmin: async (who: string) => openPostgresAdmin(address, who, NO_KEY),
    openReader: async () => openPostgresReader(address),
  };
};

numbersSuite("PostgreSQL", 3, async () => {
  const address = server.address(`numbers_${++places}`);
  const key = join(tempDir(), "tombstone.key");
  return {
    writer: openWriter(address),
    openReader: () => openPostgresReader(address),
    openAdmin: async () => openPostgresAdmin(address, "test", key),
  };
});

adminSuite("PostgreSQL", postgresStore);
peopleSuite("PostgreSQL", postgresStore);
schedulesSuite("PostgreSQL", postgresStore);

madeSourcesSuite("PostgreSQL", async () => {
  const address = server.address();
  return {
    openAdmin: async (who) => openPostgresAdmin(address, who, NO_KEY),
    openReader: async () => openPostgresReader(address),
    openWriter: async () => openWriter(address),
  };
});

const CRM: Crm = { "1": { p1: [[79160000001n, 79160000002n]] } };

describe("a schema on a PostgreSQL server", () => {
  test("is made where there is none, and then holds data", async () => {
    const address = server.address("made");
    expect(postgresHoldsData(address)).toBe(false);
    expect(checkPostgres(address).text).toContain("will be created");
    expect(() => openPostgresReader(address)).toThrow(expect.objectContaining({ code: "STORE_MISSING" }));
    await openWriter(address).close();
    expect(postgresHoldsData(address)).toBe(true);
    expect(checkPostgres(address).text).toContain("can be read and written");
  });

  test("is reached by one thread for all connections, which ends after the last and is started anew", async () => {
    const address = server.address("threads");
    const threads = () => openResources().filter((kind) => kind === "Worker").length;
    const [one, other] = [openWriter(address), openPostgresReader(address)];
    // A thread tells that it is there, or has ended, in a turn of the event loop.
    await vi.waitFor(() => expect(threads()).toBe(1), 30_000);
    other.close();
    await one.close();
    await vi.waitFor(() => expect(threads()).toBe(0), 30_000);
    expect(postgresHoldsData(address)).toBe(true);
  });

  test("with tables of another program is refused and left as it was", async () => {
    server.psql("CREATE SCHEMA theirs; CREATE TABLE theirs.notes (text text)");
    const foreign = expect.objectContaining({ code: "STORE_FOREIGN", exitCode: 2 });
    expect(() => openWriter(server.address("theirs"))).toThrow(foreign);
    expect(() => openPostgresReader(server.address("theirs"))).toThrow(foreign);
    expect(server.psql("SELECT tablename FROM pg_tables WHERE schemaname = 'theirs'")).toBe("notes");
  });

  test("of a newer program is refused", async () => {
    const address = server.address("newer");
    await openWriter(address).close();
    server.psql("UPDATE newer.datamaster_version SET version = 9999");
    expect(() => openWriter(address)).toThrow(expect.objectContaining({ code: "STORE_NEWER" }));
  });

  test("knows by its connection whether a run is worked on, whichever machine it is of", async () => {
    const address = server.address("claimed");
    const first = openWriter(address);
    const { run } = await drive(first, CRM, { stopAfterPages: 0 });
    // As another machine whose clock is far behind would have left it.
    const owner = JSON.stringify({ host: "elsewhere", pid: 1, started: null });
    server.psql(
      `UPDATE claimed.runs SET status = 'running', owner = '${owner}', heartbeat_at = '2020-01-01'`,
    );
    const second = openWriter(address);
    onTestFinished(() => second.close());
    const resumed = () => second.transaction(() => second.resumeRun(run, "table-1"));
    await expect(resumed()).rejects.toMatchObject({ code: "RUN_ACTIVE" });
    await first.close();
    await expect(resumed()).resolves.toMatchObject({ run, status: "running" });
  });

  test("is read in pieces, two exports at a time, while others write", async () => {
    const address = server.address("pieces");
    const writer = openWriter(address);
    onTestFinished(() => writer.close());
    const many = Array.from({ length: 12_000 }, (_, at) => 79160000000n + BigInt(at));
    await drive(writer, { "1": { p1: [many] } });
    const reader = openPostgresReader(address);
    onTestFinished(() => reader.close());
    const [one, other] = [reader.iterateNumbers(HELD_NOW), reader.iteratePairs(HELD_NOW)];
    const both = [one[Symbol.iterator](), other[Symbol.iterator]()] as const;
    let seen = 0;
    for (; ; seen++) {
      const [a, b] = [both[0].next(), both[1].next()];
      expect(a.value?.number).toBe(b.value?.number);
      if (a.done || b.done) break;
      if (seen === 6_000) await drive(writer, { "1": { p1: [many.slice(1)] } });
    }
    expect(seen).toBe(12_000);
    expect([...reader.iterateNumbers(HELD_NOW)]).toHaveLength(11_999);
  });

  test("gives up what a reader did not read to its end", async () => {
    const address = server.address("half");
    const writer = openWriter(address);
    onTestFinished(() => writer.close());
    await drive(writer, CRM);
    const reader = openPostgresReader(address);
    onTestFinished(() => reader.close());
    for (const row of reader.iterateNumbers(HELD_NOW)) {
      expect(row.region).toBe("RU");
      break;
    }
    expect(reader.listRuns(null, 5)).toHaveLength(1);
    expect(server.psql("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'")).toBe(
      "0",
    );
  });

  test("keeps texts with quotes, backslashes and what PostgreSQL has no character for", async () => {
    const address = server.address("texts");
    const writer = openWriter(address);
    onTestFinished(() => writer.close());
    const label = 'a "b", {c}\\ \u0000 NULL';
    await drive(writer, CRM, { label: () => label });
    const reader = openPostgresReader(address);
    onTestFinished(() => reader.close());
    expect([...reader.iteratePairs(HELD_NOW)].map((row) => row.label)).toEqual([
      label.replace("\u0000", "\ufffd"),
      label.replace("\u0000", "\ufffd"),
    ]);
  });

  test("refuses to change or delete what was noted, with any tool", () => {
    const admin = openPostgresAdmin(server.address("noted"), "olga", NO_KEY);
    onTestFinished(() => admin.close());
    admin.audit.append({ action: "prune", detail: {} });
    expect(() => server.psql("UPDATE noted.audit SET who = 'nobody'")).toThrow("only added to");
    expect(() => server.psql("DELETE FROM noted.audit")).toThrow("only added to");
  });

  test("that cannot be reached or entered is told so, without the password", () => {
    const nobody = "postgres://olga:hunter2@127.0.0.1:9/db";
    expect(() => openWriter(nobody)).toThrow(
      expect.objectContaining({
        code: "STORE_FAILED",
        message: expect.stringContaining("postgres://olga@127.0.0.1:9/db"),
      }),
    );
    const address = `postgres://postgres@/nothere?host=${server.folder}`;
    expect(() => openWriter(address)).toThrow(/no such database/);
  });
});

erasureSuite("PostgreSQL", async () => {
  const address = server.address();
  return {
    folder: null,
    openWriter: async (keyFile) => openPostgresWriter(address, keyFile),
    openAdmin: async (keyFile) => openPostgresAdmin(address, "anna", keyFile),
    openReader: async () => openPostgresReader(address),
  };
});

versionsSuite(
  "PostgreSQL",
  async () => {
    const address = server.address();
    const writer = openPostgresWriter(address, "");
    const admin = openPostgresAdmin(address, "anna", "");
    const reader = openPostgresReader(address);
    const close = async (): Promise<void> => {
      reader.close();
      admin.close();
      await writer.close();
    };
    // Runs are some round trips to the server apart as it is.
    return { writer, admin, reader, apart: () => {}, close };
  },
  2,
);
