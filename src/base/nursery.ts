import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** Enough for what a run has in flight. */
const MOST_BYTES = 16 * 1024 * 1024;
const LOOK_MS = 250;

/**
 * Keeps this thread's nursery at about 16 MB until what it returns is called. V8 doubles it whenever much of it is still in use, as
 * what waits for a network always is: up to 128 MB, and nothing is faster for it. Its limit is set where a process starts; how
 * fast it grows can be changed at any time, for all threads at once.
 */
export function boundNursery(): () => void {
  let factor = 0;
  const grow = (by: 1 | 2): void => {
    if (by !== factor) setFlagsFromString(`--semi-space-growth-factor=${by}`);
    factor = by;
  };
  // V8 also shrinks it, where little goes on.
  const look = (): void => grow(nurseryBytes() < MOST_BYTES ? 2 : 1);
  look();
  const looking = setInterval(look, LOOK_MS).unref();
  return () => {
    clearInterval(looking);
    grow(2);
  };
}

function nurseryBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space")?.space_size ?? 0;
}
