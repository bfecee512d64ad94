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
