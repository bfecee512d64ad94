import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { EventMap, EventName } from "../../../src/contract/events.ts";
import type { Operation } from "../client/api.ts";
import { type Connection, live } from "./live.ts";
import type { LiveEvent } from "./stream.ts";

/** One event as pages hear it; `at` is ISO UTC. */
export type HeardEvent<Name extends EventName> = {
  readonly [One in Name]: { readonly name: One; readonly data: EventMap[One] & { readonly at: string } };
}[Name];

/** At most two redraws a second. */
const REDRAW_MS = 500;

/**
 * Is given the events of these names (`run.progress`) in batches, at most twice a second and never in a hidden tab: what came meanwhile is
 * given when it is seen again.
 */
export function useLive<Name extends EventName>(
  names: readonly Name[],
  heard: (events: readonly HeardEvent<Name>[]) => void,
): void {
  const latest = useRef(heard);
  useEffect(() => {
    latest.current = heard;
  });
  const wanted = names.join(" ");
  useEffect(() => {
    const set = new Set(wanted.split(" "));
    let waiting: LiveEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const give = (): void => {
      timer = undefined;
      if (document.hidden || waiting.length === 0) return;
      const batch = waiting;
      waiting = [];
      latest.current(batch as unknown as HeardEvent<Name>[]);
    };
    const end = live.listen((event) => {
      if (!set.has(event.name)) return;
      waiting.push(event);
      // A tab that stays hidden for hours keeps the newest only.
      if (waiting.length > 2000) waiting = waiting.slice(-1000);
      timer ??= setTimeout(give, REDRAW_MS);
    });
    document.addEventListener("visibilitychange", give);
    return () => {
      end();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", give);
    };
  }, [wanted]);
}

/** Asks for these operations' answers again when an event of these names came. */
export function useLiveRefresh(names: readonly EventName[], operations: readonly Operation[]): void {
  const client = useQueryClient();
  useLive(names, () => {
    for (const operation of operations) void client.invalidateQueries({ queryKey: [operation] });
  });
}

/** Whether the service is reached, and since when. */
export function useConnection(): Connection {
  return useSyncExternalStore(
    (changed) => live.watch(changed),
    () => live.connection,
  );
}

/** Asks for everything anew when the stream tells that something was missed. */
export function useLiveReset(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      live.listen(({ name }) => {
        if (name === "reset") void client.invalidateQueries();
      }),
    [client],
  );
}
