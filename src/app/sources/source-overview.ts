import { HELD_NOW } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { reading } from "../with-store.ts";
import type { KnownSource } from "./source-list.ts";
import { listSources } from "./sources.ts";

/** A run in few words. Times are ISO UTC. */
export interface RunLine {
  readonly run: number;
  readonly status: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
}

/** A source with how it stands. */
export interface SourceLine extends KnownSource {
  /** Numbers that it holds now. */
  readonly numbers: number;
  /** Newest first. */
  readonly runs: readonly RunLine[];
}

const RUNS = 12;

/** All sources with what they hold and their last runs. */
export async function sourceOverview(ports: AppPorts): Promise<SourceLine[]> {
  const sources = await listSources(ports);
  if (sources.length === 0) return [];
  if (!(await ports.storeHoldsData())) return sources.map((source) => ({ ...source, numbers: 0, runs: [] }));
  return await reading(ports, (reader) =>
    sources.map((source) => {
      const runs = reader.listRuns(source.name, RUNS);
      const last = runs.find(({ status }) => status === "complete" || status === "partial");
      return {
        ...source,
        // What the last finished run told; counting a million anew would take a second.
        numbers: last?.totals.numbers ?? reader.countNumbers({ ...HELD_NOW, sources: [source.name] }),
        runs: runs.map(({ run, status, startedAt, endedAt }) => ({ run, status, startedAt, endedAt })),
      };
    }),
  );
}
