import { DatamasterError } from "../../base/errors.ts";
import type { Owner } from "../../base/owner.ts";
import { told } from "../../messages/messages.ts";
import type { ComingSchedule, Schedule, ScheduleTerms } from "../../model/schedule.ts";
import type { OpenTurn, TurnClaim, TurnEnd } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changing, readingIfAny } from "../with-store.ts";

function noSuchSchedule(id: number): DatamasterError {
  return new DatamasterError("NO_SUCH_SCHEDULE", told("noSuchSchedule", { id }));
}

/** All schedules, in the order of their making; none where there is no database yet. */
export async function listSchedules(ports: AppPorts): Promise<Schedule[]> {
  return (await readingIfAny(ports, ({ schedules }) => schedules.list())) ?? [];
}

/** The same as the service will have it: what the config file tells now is there before it was ever taken over. */
export async function schedulesAhead(ports: AppPorts): Promise<(Schedule | ComingSchedule)[]> {
  const kept = await listSchedules(ports);
  const ofFile = schedulesOfFile(ports);
  const known = new Set(kept.filter((one) => one.ofFile).map(sameness));
  const told = new Set(ofFile.map(sameness));
  const coming = ofFile.filter((one) => !known.has(sameness(one)));
  return [
    ...kept.filter((one) => !one.ofFile || told.has(sameness(one))),
    ...coming.map((terms) => ({ ...terms, id: null, ofFile: true as const, turns: [] })),
  ];
}

/** Equal where two are the same schedule of the file. */
function sameness({ source, kind, cron, zone, overlap, missed, jitter }: ScheduleTerms): string {
  return JSON.stringify([source, kind, cron, zone, overlap, missed, jitter]);
}

/** Keeps a new schedule, whose first time is after `now` (ISO UTC); creates the database where there is none. */
export async function addSchedule(ports: AppPorts, terms: ScheduleTerms, now: string): Promise<Schedule> {
  return await changing(ports, (admin) =>
    admin.transaction(() => {
      const added = admin.schedules.add(terms, now);
      admin.audit.append({ action: "schedule", detail: { did: "added", schedule: added.id, ...terms } });
      return added;
    }),
  );
}

/** Changes a schedule; what is not named stays. Rejects NO_SUCH_SCHEDULE, CONFLICT for one of the config file. */
export async function changeSchedule(
  ports: AppPorts,
  id: number,
  change: Partial<ScheduleTerms>,
  now: string,
): Promise<Schedule> {
  return await changing(ports, (admin) =>
    admin.transaction(() => {
      const before = admin.schedules.find(id);
      refuseOfFile(ports, before);
      const changed = before && admin.schedules.change(id, { ...before, ...change }, now);
      if (changed === undefined) throw noSuchSchedule(id);
      admin.audit.append({ action: "schedule", detail: { did: "changed", schedule: id, ...change } });
      return changed;
    }),
  );
}

/** Rejects NO_SUCH_SCHEDULE, CONFLICT for one of the config file. */
export async function removeSchedule(ports: AppPorts, id: number): Promise<void> {
  await changing(ports, (admin) =>
    admin.transaction(() => {
      refuseOfFile(ports, admin.schedules.find(id));
      if (!admin.schedules.remove(id)) throw noSuchSchedule(id);
      admin.audit.append({ action: "schedule", detail: { did: "removed", schedule: id } });
    }),
  );
}

/** Schedules as the config file has them. */
export function schedulesOfFile({ configured }: AppPorts): ScheduleTerms[] {
  return configured.sources.flatMap(({ options, schedules = [] }) =>
    schedules.map((one) => ({ ...one, source: options.name, isOn: true })),
  );
}

/** Makes the schedules of the config file in the store what the file says now; noted in the audit log where they change. */
export async function keepSchedulesOfFile(ports: AppPorts, now: string): Promise<void> {
  await changing(ports, (admin) =>
    admin.transaction(() => {
      const { added, removed } = admin.schedules.setOfFile(schedulesOfFile(ports), now);
      if (added.length + removed.length > 0)
        admin.audit.append({ action: "schedule", detail: { did: "of file", added, removed } });
    }),
  );
}

function refuseOfFile({ configured }: AppPorts, schedule: Schedule | undefined): void {
  if (schedule?.ofFile === true)
    throw new DatamasterError("CONFLICT", told("scheduleOfFile", { file: configured.file ?? "" }));
}

/** For the scheduler: takes a time of a schedule; false where somebody else did. */
export async function claimTurn(ports: AppPorts, turn: TurnClaim): Promise<boolean> {
  return await changing(ports, (admin) => admin.schedules.claim(turn));
}

/** For the scheduler: notes how a time went on that it took. */
export async function noteTurn(ports: AppPorts, turn: TurnEnd): Promise<void> {
  await changing(ports, (admin) => admin.schedules.note(turn));
}

/** For the scheduler: times that somebody took and nobody ended. */
export async function openTurns(ports: AppPorts): Promise<OpenTurn[]> {
  return (await readingIfAny(ports, ({ schedules }) => schedules.open())) ?? [];
}

/** For the scheduler: takes over what another one left; false where somebody was quicker. */
export async function takeOverTurn(
  ports: AppPorts,
  turn: OpenTurn,
  owner: Owner,
  now: string,
): Promise<boolean> {
  return await changing(ports, (admin) => admin.schedules.takeOver(turn, owner, now));
}
