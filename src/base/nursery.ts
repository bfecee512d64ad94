import { setFlagsFromString } from "node:v8";

/** How many keep them as they are now: the setting is one for the whole process. */
let holders = 0;

/**
 * Keeps V8's nurseries, of all threads, as large as they are until what it returns is called. V8 doubles one whenever much of it
 * is still in use, as what waits for a network always is: up to 128 MB, and nothing is faster for it.
 */
export function holdNurseries(): () => void {
  if (holders++ === 0) setFlagsFromString("--semi-space-growth-factor=1");
  let isHeld = true;
  return () => {
    if (isHeld && --holders === 0) setFlagsFromString("--semi-space-growth-factor=2");
    isHeld = false;
  };
}
