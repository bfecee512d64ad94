import { join } from "node:path";
import { Writable } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import type { Desk } from "../../src/app/desk.ts";
import { DeskThreads } from "../../src/app/desk-threads.ts";
import { createLogger, type Logger } from "../../src/base/log.ts";
import { compose } from "../../src/compose.ts";
import { tempDir } from "../helpers/temp.ts";

function collectLog(): { log: Logger; logged: () => string } {
  let logged = "";
  const stream = new Writable({
    write(chunk, _, done) {
      logged += String(chunk);
      done();
    },
  });
  const log = createLogger({ level: "info", format: "json", stream, color: false });
  return { log, logged: () => logged };
}

async function deskOver(store: string): Promise<{ desk: Desk }> {
  const desk = await compose({ store, log: collectLog().log }).startDesk();
  onTestFinished(() => desk.close());
  return { desk };
}

/** An empty database. */
async function emptyStore(): Promise<string> {
  const store = `sqlite:${join(tempDir(), "desk.db")}`;
  const { log } = collectLog();
  (await compose({ store, log }).openAdmin("test")).close();
  return store;
}

test("a verb is worked off in a thread, with its arguments and its answer", async () => {
  const { desk } = await deskOver(await emptyStore());
  const answers = await Promise.all([
    desk.ask("anna", "listRuns", null, 10),
    desk.ask("anna", "listRuns", "nobody", 10),
  ]);
  expect(answers).toEqual([[], []]);
});

test("an error of a verb arrives as the same error, and the thread goes on", async () => {
  const { desk } = await deskOver(await emptyStore());
  await expect(desk.ask("anna", "showRun", 7)).rejects.toMatchObject({
    code: "NO_SUCH_RUN",
    told: { key: "noSuchRun", params: { run: 7 } },
    httpStatus: 404,
  });
  expect(await desk.ask("anna", "listRuns", null, 10)).toEqual([]);
});

test("closing answers what was asked before, and refuses what is asked later", async () => {
  const { desk } = await deskOver(await emptyStore());
  const asked = desk.ask("anna", "listRuns", null, 10);
  const closed = desk.close();
  expect(await asked).toEqual([]);
  await closed;
  await expect(desk.ask("anna", "listRuns", null, 10)).rejects.toMatchObject({ code: "CLOSING" });
});

test("what cannot cross threads fails alone", async () => {
  const { desk } = await deskOver(await emptyStore());
  await expect(desk.ask("anna", "listRuns", (() => {}) as never, 10)).rejects.toThrow("could not be cloned");
  expect(await desk.ask("anna", "listRuns", null, 10)).toEqual([]);
});

test("a thread that falls over fails what it was asked, is logged, and the next question starts another", async () => {
  const { log, logged } = collectLog();
  const desk = new DeskThreads(new URL("failing-thread.js", import.meta.url), {}, log);
  for (const time of [1, 2]) {
    await expect(desk.ask("anna", "listRuns", null, 10)).rejects.toMatchObject({ code: "INTERNAL" });
    expect(logged().match(/the thread fell over/g)?.length).toBeGreaterThanOrEqual(time);
  }
  await desk.close();
});
