/**
 * Asks once for every answer of the table, as a collector does, in a process of its own: `node --expose-gc THIS URL TOKEN`.
 * Prints {asked, before, after}: resident bytes after garbage collection. Asks some first, so that code and buffers that stay are there.
 */
import { datamasterConnector as connector } from "../../src/crm/datamaster/datamaster.ts";
import { clientFor } from "./client.ts";
import { VARIANTS } from "./variants.ts";

const [url = "", token = ""] = process.argv.slice(2);
const SIDE_BY_SIDE = 8;
const WARM_UP = 30;

async function ask(index: number): Promise<void> {
  const client = clientFor(url, token, VARIANTS[index]);
  const target = { kind: "phones", projectId: String(index) } as const;
  try {
    const { body } = await client.get(connector.pageRequest(target, null), new AbortController().signal);
    connector.readPage(target, null, body);
  } catch {
    // What each answer means is another test's; here it counts what is left behind.
  } finally {
    await client.close();
  }
}

async function askAll(count: number): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await ask(next++);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
}

async function residentBytes(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    (globalThis as { gc?: () => void }).gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage.rss();
}

await askAll(WARM_UP);
const before = await residentBytes();
await askAll(VARIANTS.length);
const after = await residentBytes();
process.stdout.write(JSON.stringify({ asked: VARIANTS.length, before, after }));
