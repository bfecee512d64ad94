/** Why work ended that nobody wanted to end: the operator or the system asked the process to stop. */
export class StoppedError extends Error {
  constructor() {
    super("Stopped on request.");
    this.name = "StoppedError";
  }
}

/** What {@link withDeadline} aborts with. */
class DeadlineError extends Error {
  readonly code = "DEADLINE";

  constructor(ms: number) {
    super(`Not done within ${ms} ms.`);
    this.name = "DeadlineError";
  }
}

/**
 * Runs `work` with a signal that aborts when `signal` does or after `ms`. Unlike AbortSignal.any and .timeout it
 * leaves nothing behind when the work ends in time: no timer, no link from a signal that lives as long as the run.
 */
export async function withDeadline<T>(
  signal: AbortSignal,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const stop = (): void => controller.abort(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  const timer = setTimeout(() => controller.abort(new DeadlineError(ms)), ms);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}
