import { Allowance, type AllowanceOptions } from "./allowance.ts";

/** A job that never ends within this time is told to take at least so long. */
const MOST_STEPS = 5_000;

/** When so many requests are done that begin now, quotas and hours considered (milliseconds since 1970). */
export function forecast(
  requests: number,
  perSecond: number,
  options: AllowanceOptions,
  now: number,
): number {
  const allowance = new Allowance(options, now);
  let left = requests;
  let at = now;
  for (let step = 0; step < MOST_STEPS && left > 0; step++) {
    const block = allowance.blockAt(at);
    if (block !== null) {
      if (block.until === Infinity) return Infinity;
      at = block.until;
      continue;
    }
    const room = allowance.roomAt(at);
    const inHours = Math.max(1, Math.floor(((room.until - at) / 1000) * perSecond));
    const sent = Math.min(left, room.requests, inHours);
    allowance.spend(at, sent);
    left -= sent;
    at = sent === inHours ? Math.max(at + 1, room.until) : at + (sent / perSecond) * 1000;
  }
  return at;
}
