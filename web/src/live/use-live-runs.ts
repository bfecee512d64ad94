import { useState } from "react";
import type { LiveRun } from "../../../src/contract/events.ts";
import { useAnswer } from "../client/queries.ts";
import { useLive, useLiveRefresh } from "./use-live.ts";

/** The runs that go on, by number: what the service told when the page came, what the page knows besides, and their events since. */
export function useLiveRuns(besides: readonly LiveRun[] = []): ReadonlyMap<number, LiveRun> {
  const { data } = useAnswer("listLiveRuns", {}, { staleMs: 10_000 });
  const known = [...(data?.items ?? []).flatMap(({ live }) => live ?? []), ...besides];
  // A page that is opened after the end has not heard of it: what it begins with must not hold the run any more.
  useLiveRefresh(["run.ended"], ["listLiveRuns"]);
  const [heard, setHeard] = useState<ReadonlyMap<number, LiveRun | null>>(new Map());
  useLive(["run.progress", "run.state", "run.ended"], (events) => {
    setHeard((before) => {
      const after = new Map(before);
      for (const event of events) {
        const { run } = event.data;
        if (run === null) continue;
        if (event.name === "run.ended") after.set(run, null);
        else if (event.name === "run.progress") after.set(run, event.data);
        else {
          const present = after.get(run) ?? known.find((one) => one.run === run);
          if (present !== undefined) after.set(run, { ...present, state: event.data.state });
        }
      }
      return after;
    });
  });
  const all = new Map<number, LiveRun>(known.map((run) => [run.run, run]));
  for (const [run, live] of heard) {
    if (live === null) all.delete(run);
    else all.set(run, live);
  }
  return all;
}

/** The word of `common:status` for what a run is about just now. */
export function liveStatus({ state }: LiveRun): "waiting" | "running" | "paused" | "stopping" {
  switch (state.kind) {
    case "opening":
      return "waiting";
    case "collecting":
    case "delivering":
      return "running";
    case "stopping":
      return "stopping";
    default:
      return "paused";
  }
}
