/** Why work ended that nobody wanted to end: the operator or the system asked the process to stop. */
export class StoppedError extends Error {
  constructor() {
    super("Stopped on request.");
    this.name = "StoppedError";
  }
}

/** What `work` gives, or the signal's reason as soon as it aborts; the work itself goes on. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
