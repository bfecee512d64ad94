import { useCallback, useEffect, useRef, useState } from "react";
import { type Answer, api } from "../../client/api.ts";
import { useLive } from "../../live/use-live.ts";

export type LogLine = Answer<"listLog">["items"][number];

export interface LogFilter {
  readonly run: number;
  readonly level: LogLine["level"];
  readonly text: string;
}

/** The browser holds no more lines; older ones are asked for. */
const MOST_LINES = 2_000;
const PAGE = 200;

export interface Log {
  /** Oldest first. */
  readonly lines: readonly LogLine[];
  readonly isLoading: boolean;
  readonly problem: unknown;
  readonly hasOlder: boolean;
  /** Lines that came while it was paused. */
  readonly missed: number;
  older(): void;
  reload(): void;
}

/** The newest lines that a filter lets through, and those that come while the run goes on; filtered by the server. */
export function useLog(filter: LogFilter, isLive: boolean, isPaused: boolean): Log {
  const { run, level, text } = filter;
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  const [isLoading, setLoading] = useState(true);
  const [problem, setProblem] = useState<unknown>(null);
  const [hasOlder, setHasOlder] = useState(false);
  const [newest, setNewest] = useState(0);
  const last = useRef(0);
  const busy = useRef(false);
  /** The newest lines of this filter are there: what comes is added to them. */
  const isLoaded = useRef(false);
  const ask = useCallback(
    async (where: { readonly after?: number; readonly before?: number }) => {
      const query = { level, limit: PAGE, ...where, ...(text !== "" && { text }) };
      return (await api.listLog({ params: { run }, query })).items;
    },
    [run, level, text],
  );
  const reload = useCallback(() => {
    let isStale = false;
    isLoaded.current = false;
    setLoading(true);
    ask({})
      .then((items) => {
        if (isStale) return;
        setLines(items.toReversed());
        setHasOlder(items.length === PAGE);
        last.current = items[0]?.seq ?? 0;
        isLoaded.current = true;
        setProblem(null);
      })
      .catch((error: unknown) => isStale || setProblem(error))
      .finally(() => isStale || setLoading(false));
    return () => {
      isStale = true;
    };
  }, [ask]);
  useEffect(() => reload(), [reload]);
  const goOn = useCallback(() => {
    if (busy.current || !isLoaded.current) return;
    busy.current = true;
    ask({ after: last.current })
      .then((items) => {
        last.current = items.at(-1)?.seq ?? last.current;
        if (items.length > 0) setLines((before) => [...before, ...items].slice(-MOST_LINES));
      })
      .catch(() => undefined)
      .finally(() => {
        busy.current = false;
      });
  }, [ask]);
  useLive(["run.log", "run.ended"], (events) => {
    const own = events.filter((event) => event.data.run === run);
    const seen = own.flatMap((event) => (event.name === "run.log" ? [event.data.last] : []));
    if (seen.length > 0) setNewest(Math.max(...seen));
    if (own.length > 0 && !isPaused) goOn();
  });
  useEffect(() => {
    if (!isPaused) goOn();
  }, [isPaused, goOn]);
  const older = (): void => {
    ask({ before: lines[0]?.seq ?? 1 })
      .then((items) => {
        setLines((now) => [...items.toReversed(), ...now]);
        setHasOlder(items.length === PAGE);
      })
      .catch((error: unknown) => setProblem(error));
  };
  const missed = isLive && isPaused ? Math.max(0, newest - last.current) : 0;
  return { lines, isLoading, problem, hasOlder, missed, older, reload: () => void reload() };
}
