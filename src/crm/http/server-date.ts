import type { ClockReading } from "../crm.ts";
import { createSender, type SenderOptions } from "./send.ts";

/**
 * Reads the server's clock from the Date header of any answer to one GET without a token (RFC 9110, 6.6.1: whole seconds, so half a
 * second is added). Null where it sends none. Rejects where nothing answers, or with the signal's reason.
 */
export async function readServerClock(
  options: SenderOptions,
  path: string,
  signal: AbortSignal,
): Promise<ClockReading | null> {
  const sender = createSender(options);
  try {
    const sent = Date.now();
    const { headers } = await sender.send(path, null, signal);
    const here = (sent + Date.now()) / 2;
    const server = Date.parse(String(headers.date));
    return Number.isNaN(server) ? null : { server: server + 500, here };
  } finally {
    await sender.close();
  }
}
