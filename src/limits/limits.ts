/**
 * Paces the requests of one CRM account. Whoever sends asks first; a throttle answer told to it holds back
 * everybody.
 */
export interface Limiter {
  /** Resolves when the next request may be sent; rejects with the signal's reason. */
  acquire(signal: AbortSignal): Promise<void>;
  /** The CRM asked to slow down: nobody sends for `waitMs` milliseconds. */
  holdFor(waitMs: number): void;
  /** Requests a second that are allowed through; null when only concurrency bounds them. */
  readonly requestsPerSecond: number | null;
}
