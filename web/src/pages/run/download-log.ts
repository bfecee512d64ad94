import { api } from "../../client/api.ts";

const PIECE = 1_000;

/** Saves a run's whole log as a text file. */
export async function downloadLog(run: number): Promise<void> {
  const lines: string[] = [];
  for (let after = 0; ; ) {
    const { items } = await api.listLog({ params: { run }, query: { after, limit: PIECE } });
    lines.push(...items.map(({ at, level, text }) => `${at} ${level.toUpperCase()} ${text}`));
    after = items.at(-1)?.seq ?? after;
    if (items.length < PIECE) break;
  }
  const address = URL.createObjectURL(new Blob([`${lines.join("\n")}\n`], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `run-${run}.log`;
  link.click();
  URL.revokeObjectURL(address);
}
