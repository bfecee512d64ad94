import { Pool } from "undici";

/*
 * The least that any collector must do, for ratios: fetch every page with 100 requests in flight and parse its JSON.
 * No pacing, no retry, no normalising, no store. Prints one JSON line.
 */
const [base = "", token = ""] = process.argv.slice(2);
const { origin, pathname } = new URL(base);
const pool = new Pool(origin, { connections: 100 });
const headers = { authorization: `Bearer ${token}` };
const waiting: Array<() => Promise<void>> = [];
const counts = { requests: 0, records: 0 };

interface Listed {
  readonly data: readonly { readonly id: number }[];
  readonly meta?: { readonly page: number; readonly total_pages: number };
  readonly next_cursor?: string | null;
}

async function get(path: string): Promise<Listed> {
  counts.requests++;
  const answer = await pool.request({ path: pathname + path, method: "GET", headers });
  return JSON.parse(await answer.body.text()) as Listed;
}

function list(path: string, each: (id: number) => void): void {
  const read = async (page: number): Promise<void> => {
    const { data, meta } = await get(`${path}?page=${page}&per_page=200`);
    for (const { id } of data) each(id);
    if (meta !== undefined && meta.page < meta.total_pages) waiting.unshift(() => read(page + 1));
  };
  waiting.push(() => read(1));
}

function phones(project: number): void {
  const read = async (cursor: string): Promise<void> => {
    const { data, next_cursor } = await get(`/projects/${project}/phones?limit=500${cursor}`);
    counts.records += data.length;
    if (typeof next_cursor === "string")
      waiting.unshift(() => read(`&cursor=${encodeURIComponent(next_cursor)}`));
  };
  waiting.push(() => read(""));
}

const begun = performance.now();
list("/clients", (client) => list(`/clients/${client}/projects`, phones));
let working = 0;
await new Promise<void>((resolve, reject) => {
  const next = (): void => {
    if (working === 0 && waiting.length === 0) resolve();
    while (working < 100) {
      const work = waiting.shift();
      if (work === undefined) return;
      working++;
      work().then(() => {
        working--;
        next();
      }, reject);
    }
  };
  next();
});
await pool.close();
console.log(JSON.stringify({ ...counts, seconds: (performance.now() - begun) / 1000 }));
