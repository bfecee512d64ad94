import type { SeenNote } from "../access/access.ts";
import { type Desk, SERVICE } from "../app/desk.ts";
import type { PolicyOfConfig } from "../app/people/policy.ts";
import { messageOf } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import type { Authenticate } from "./guard.ts";

/**
 * Who sends a request, as the store knows them at this moment. That they were here is noted without waiting for it, one note of a
 * session at a time: at the end of a run the store may be busy for seconds.
 */
export function admitting(desk: Desk, ground: PolicyOfConfig, log: Logger): Authenticate {
  const noting = new Set<string>();
  const keep = async (note: SeenNote): Promise<void> => {
    if (noting.has(note.id)) return;
    noting.add(note.id);
    try {
      await desk.ask(SERVICE, "noteSeen", note);
    } catch (error) {
      log.warn({ why: messageOf(error) }, "that a session was used could not be noted");
    } finally {
      noting.delete(note.id);
    }
  };
  return async (facts) => {
    const admitted = await desk.ask(SERVICE, "authenticate", facts, ground);
    if (admitted !== null && admitted.note !== null) void keep(admitted.note);
    return admitted;
  };
}
