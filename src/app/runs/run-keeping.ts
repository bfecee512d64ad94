import type { Run } from "../../model/run.ts";
import type { LogLine, SpeedPoint } from "../../model/run-page.ts";
import type { ServiceRun } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changingExisting, reading } from "../with-store.ts";

/** What is kept of a run from before it goes on. */
export interface KeptOfRun {
  readonly lastLine: number;
  readonly speed: readonly SpeedPoint[];
  /** Pages of phones that are stored. */
  readonly pages: number;
}

/** Notes that the service works on a run, so that its next start lets it go on, and gives what is kept of it. */
export async function keepServiceRun(ports: AppPorts, run: ServiceRun): Promise<KeptOfRun> {
  return await changingExisting(ports, async ({ records }) => {
    records.keepServiceRun(run);
    return {
      lastLine: records.lastLine(run.run),
      speed: records.speed(run.run),
      pages: records.pages(run.run),
    };
  });
}

/** The service works on no run of the source any more. */
export async function dropServiceRun(ports: AppPorts, source: string): Promise<void> {
  await changingExisting(ports, async ({ records }) => records.dropServiceRun(source));
}

/** A run that nobody ended, and on which this process works no more, is stopped. */
export async function giveUpRun(ports: AppPorts, run: number, error: string | null): Promise<void> {
  await changingExisting(ports, async ({ records }) => records.giveUp(run, error));
}

/** Keeps lines of a run's log, and how fast it goes (null: as it is kept). */
export async function noteRun(
  ports: AppPorts,
  run: number,
  lines: readonly LogLine[],
  speed: readonly SpeedPoint[] | null,
): Promise<void> {
  await changingExisting(ports, async (admin) =>
    admin.transaction(() => {
      if (lines.length > 0) admin.records.addLines(run, lines);
      if (speed !== null) admin.records.saveSpeed(run, speed);
    }),
  );
}

/** A run that the service left unfinished when it ended. */
export interface LeftRun extends ServiceRun {
  readonly state: Run;
}

/** Those that can go on; the others are forgotten. */
export async function leftRuns(ports: AppPorts): Promise<LeftRun[]> {
  if (!(await ports.storeHoldsData())) return [];
  return await changingExisting(ports, ({ records }) =>
    reading(ports, (reader) =>
      records.serviceRuns().flatMap((kept) => {
        const state = reader.findRun(kept.run);
        if (state !== undefined && GOES_ON.has(state.status)) return [{ ...kept, state }];
        records.dropServiceRun(kept.source);
        return [];
      }),
    ),
  );
}

const GOES_ON: ReadonlySet<Run["status"]> = new Set(["running", "stopped", "failed"]);
