import type { Desk } from "../app/desk.ts";
import type { SchedulesKept } from "../schedule/schedule.ts";

/** As the audit log names what the service does by itself. */
const SERVICE = "scheduler";

/** Schedules as the desk keeps them: for the service's scheduler. */
export function schedulesAt(desk: Desk): SchedulesKept {
  return {
    list: () => desk.ask(SERVICE, "listSchedules"),
    claim: (turn) => desk.ask(SERVICE, "claimTurn", turn),
    takeOver: (turn, owner, now) => desk.ask(SERVICE, "takeOverTurn", turn, owner, now),
    note: (turn) => desk.ask(SERVICE, "noteTurn", turn),
    open: () => desk.ask(SERVICE, "openTurns"),
  };
}
