import { DatamasterError, messageOf, RetryableError } from "../base/errors.ts";
import { maskNumbers } from "../base/mask.ts";
import type { Told } from "../base/told.ts";
import { told } from "../messages/messages.ts";

/** Something on the way failed that may be well the next time. */
export function failed(place: string, cause: unknown): RetryableError {
  if (cause instanceof RetryableError) return cause;
  return new RetryableError(
    "DELIVERY_FAILED",
    told("deliveryFailed", { place, why: maskNumbers(messageOf(cause)) }),
    { cause },
  );
}

/** What no further try can change. */
export function refused(text: Told, cause?: unknown): DatamasterError {
  return new DatamasterError("DELIVERY_REFUSED", text, cause === undefined ? {} : { cause });
}

/** Numbers go in clear to no other machine. Throws DELIVERY_REFUSED. */
export function refusePlain(place: string, host: string): void {
  if (/^(?:localhost|127(?:\.\d+){3}|\[?::1\]?)$/i.test(host)) return;
  throw refused(told("deliveryPlain", { place }));
}
