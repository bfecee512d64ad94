import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { describe, expect, onTestFinished, test } from "vitest";
import { parseCsv } from "./csv.ts";
import { assertNoLeaks, openResources } from "./leaks.ts";
import { run, start } from "./run.ts";
import { type Later, tempDir } from "./temp.ts";

/** A script in a temporary folder. */
function script(text: string): string {
  const file = join(tempDir(), "script.mjs");
  writeFileSync(file, text);
  return file;
}

/** Collects what would be done after a test, to do it now. */
function collectLater(): { later: Later; done: () => Promise<void> } {
  const tasks: Parameters<Later>[0][] = [];
  const later: Later = (task) => void tasks.push(task);
  const done = async (): Promise<void> => {
    for (const task of tasks.reverse()) await task();
  };
  return { later, done };
}

describe("tempDir", () => {
  test("makes a folder that is removed afterwards with all it holds", async () => {
    const { later, done } = collectLater();
    const folder = tempDir(later);
    writeFileSync(join(folder, "file"), "x");
    await done();
    expect(existsSync(folder)).toBe(false);
  });
});

describe("run", () => {
  test("gives output, exit code and input", async () => {
    const file = script(
      "process.stdin.on('data', (d) => process.stdout.write(d)).on('end', () => { console.error('err'); process.exit(3); });",
    );
    const end = await run([], { script: file, input: "hello" });
    expect(end).toEqual({ code: 3, signal: null, stdout: "hello", stderr: "err\n" });
  });

  test("starts in an empty folder with a bare environment", async () => {
    process.env.DATAMASTER_TOKEN = "secret";
    onTestFinished(() => void delete process.env.DATAMASTER_TOKEN);
    const file = script(
      "console.log(JSON.stringify([Object.keys(process.env), (await import('node:fs')).readdirSync('.')]))",
    );
    const end = await run([], { script: file, env: { ADDED: "1" } });
    const [names, files] = JSON.parse(end.stdout);
    expect(names).toContain("ADDED");
    expect(names.filter((name: string) => /^(DATAMASTER|VITEST|npm|NODE_ENV)/.test(name))).toEqual([]);
    expect(files).toEqual([]);
  });

  test("fails and kills a command that outlives its time limit", async () => {
    const file = script("setInterval(() => {}, 1000); console.log('up');");
    const running = start([], { script: file, timeoutMs: 300 });
    await expect(running.finished).rejects.toThrow(/did not end within 300 ms/);
    expect(running.child.signalCode).toBe("SIGKILL");
  });

  test("waits for output, and says what came instead when the command ends", async () => {
    const up = start([], { script: script("console.log('port 81'); setInterval(() => {}, 1000);") });
    expect((await up.waitFor(/port (\d+)/))[1]).toBe("81");
    const down = start([], { script: script("console.error('no port')") });
    await expect(down.waitFor(/port \d+/)).rejects.toThrow(/ended with 0 before .*no port/s);
  });

  test("ends what still runs after the test", async () => {
    const { later, done } = collectLater();
    const running = start([], { script: script("console.log('up'); setInterval(() => {}, 1000);"), later });
    await running.waitFor(/up/);
    await done();
    expect(running.child.signalCode).toBe("SIGTERM");
  });
});

describe("parseCsv", () => {
  test("reads quotes, line breaks in fields, empty fields and a byte order mark", () => {
    const csv = parseCsv('\ufeffphone,name,note\r\n+1,"a ""b"", c","two\nlines"\r\n+2,,\r\n');
    expect(csv.columns).toEqual(["phone", "name", "note"]);
    expect(csv.rows).toEqual([
      { phone: "+1", name: 'a "b", c', note: "two\nlines" },
      { phone: "+2", name: "", note: "" },
    ]);
  });

  test("reads a last record without a line end", () => {
    expect(parseCsv("a,b\n1,").rows).toEqual([{ a: "1", b: "" }]);
    expect(parseCsv("a,b\n1,2").rows).toEqual([{ a: "1", b: "2" }]);
    expect(parseCsv("a\n").rows).toEqual([]);
  });

  test("refuses records of another length and broken quotes", () => {
    expect(() => parseCsv("a,b\n1\n")).toThrow(/record 2 has 1 fields/);
    expect(() => parseCsv('a\n"x"y\n')).toThrow(/broken/);
  });
});

describe("assertNoLeaks", () => {
  test("tells of a server that is still open, and of none when it is closed", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    await expect(assertNoLeaks(0)).rejects.toThrow(/TCPServerWrap/);
    await new Promise((resolve) => void server.close(resolve));
    await assertNoLeaks();
    expect(openResources()).toEqual([]);
  });

  test("tells of a thread that still runs, and of none when it has ended", async () => {
    const worker = new Worker("setInterval(() => {}, 1000)", { eval: true });
    await expect(assertNoLeaks(0)).rejects.toThrow(/Worker/);
    await worker.terminate();
    await assertNoLeaks();
    expect(openResources()).toEqual([]);
  });
});
