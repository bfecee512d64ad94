const ZONES: Readonly<Record<string, string>> = { "Europe/Moscow": "Moscow time", UTC: "UTC" };

/** What schedules are told with. */
export const schedules = {
  sentence: {
    weekdays: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
    and: (p: { most: string; last: string }) => `${p.most} and ${p.last}`,
    nicknames: {
      "@hourly": "Every hour at :00",
      "@daily": "Every day at 00:00",
      "@midnight": "Every day at 00:00",
      "@weekly": "Every Sunday at 00:00",
      "@monthly": "On day 1 of every month at 00:00",
      "@yearly": "Every year on 1 January at 00:00",
      "@annually": "Every year on 1 January at 00:00",
    },
    hourly: (p: { minute: number }) => `Every hour at :${String(p.minute).padStart(2, "0")}`,
    daily: (p: { time: string }) => `Every day at ${p.time}`,
    workdays: (p: { time: string }) => `Every working day, Monday to Friday, at ${p.time}`,
    weekly: (p: { time: string; days: string }) => `Every ${p.days} at ${p.time}`,
    monthly: (p: { time: string; day: number }) =>
      p.day > 28
        ? `On day ${p.day} of every month that has one, at ${p.time}`
        : `On day ${p.day} of every month at ${p.time}`,
    inZone: (p: { times: string; zone: string }) => `${p.times} ${ZONES[p.zone] ?? `(${p.zone})`}`,
    alsoInZone: (p: { times: string; zone: string }) =>
      p.zone in ZONES ? `${p.times}, ${ZONES[p.zone]}` : `${p.times} (${p.zone})`,
  },
  none: "Nothing runs by itself yet.",
  heads: { id: "NO", source: "SOURCE", kind: "DOES", times: "WHEN", next: "NEXT", last: "LAST", on: "ON" },
  kinds: { run: "run", sweep: "full run", retention: "clean up" },
  all: "all",
  on: "on",
  coming: "once serve runs",
  ofFile: "on (config file)",
  off: "off",
  states: {
    due: "beginning",
    waiting: "waiting",
    started: "started",
    done: "done",
    skipped: "skipped",
    missed: "missed",
    failed: "failed",
  },
  late: (p: { by: string }) => `late by ${p.by}`,
  run: (p: { run: number; status: string }) => `run ${p.run} ${p.status}`,
  added: (p: { id: number; sentence: string }) => `Schedule ${p.id}: ${p.sentence}.`,
  changed: (p: { id: number; sentence: string; on: string }) => `Schedule ${p.id}: ${p.sentence}; ${p.on}.`,
  removed: (p: { id: number }) => `Schedule ${p.id} is gone.`,
  clocksMoved: (p: { minutes: number }) =>
    p.minutes > 0 ? `clocks go forward by ${p.minutes} min` : `clocks go back by ${-p.minutes} min`,
  needsServe: "They begin while `datamaster serve` runs.",
};

export const scheduleFaults = {
  noSuchSchedule: (p: { id: number }) => [
    `There is no schedule ${p.id}.`,
    "`datamaster schedules list` shows them.",
  ],
  scheduleOfFile: (p: { file: string }) => [
    "This schedule stands in the config file.",
    `Change it in ${p.file} and start the service again.`,
  ],
  scheduleOfFileWrong: (p: { source: string; why: string }) => [
    `A schedule of the source ${p.source} in the config file cannot be kept: ${p.why}`,
    "Correct it under `schedules:` of that source.",
  ],
  scheduleCron: (p: { cron: string }) => [
    `"${p.cron}" is no time that comes again.`,
    "Write minute, hour, day, month and weekday: 0 2 * * * is every day at 02:00.",
  ],
  scheduleNever: (p: { cron: string }) => [
    `"${p.cron}" names a time that never comes.`,
    "Look at the day and the month: no month has that day.",
  ],
  scheduleZone: (p: { zone: string }) => [
    `There is no time zone "${p.zone}".`,
    "Write it like Europe/Moscow or UTC.",
  ],
  scheduleNoSource: () => ["A run needs a source.", "Only retention may be for all of them: name one."],
  scheduleJitter: (p: { most: number }) => [
    "That is no span by which a start may be put off.",
    `Give whole seconds, 0 to ${p.most}.`,
  ],
} satisfies Record<string, (p: never) => readonly [string, string?]>;

/** Help of the verbs. */
export const scheduleVerbs = {
  schedules: {
    summary: "what begins by itself, and when",
    about: "Schedules of runs, full runs and cleaning up. They begin while `datamaster serve` runs.",
    examples: { list: "all, with when each is next", add: "every night at 02:00", off: "stop one for now" },
  },
  schedulesList: {
    summary: "all schedules with when each is next",
    about: "Lists the schedules: what each does, when it is next, and how it went last.",
    examples: { look: "for people", json: "for programs, with the next five times of each" },
  },
  schedulesAdd: {
    summary: "begin something at times that come again",
    about:
      "Adds a schedule. Times are five fields of cron (minute, hour, day, month, weekday) in a time zone, this machine's by default.",
    source: "source that is collected; left out for --kind retention of all sources",
    cron: "when: minute, hour, day, month, weekday, like '0 2 * * *'",
    zone: "time zone, like Europe/Moscow",
    kind: "what: run (only what changed), sweep (reads all), retention (deletes what is old)",
    overlap: "where the source is still being collected: skip this time, or wait",
    missed: "for times at which the program was off: run once, or never",
    jitter: "put each start off by up to so many seconds",
    examples: {
      daily: "every night at 02:00",
      sweep: "all of it, every Sunday",
      retention: "clean up by the retention of the config",
    },
  },
  schedulesOn: {
    summary: "turn a schedule on",
    about: "Turns a schedule on: its next time is the first from now on.",
    id: "number of the schedule",
    examples: { on: "it begins by itself again" },
  },
  schedulesOff: {
    summary: "turn a schedule off",
    about: "Turns a schedule off: it stays, and nothing begins by itself.",
    examples: { off: "nothing begins until it is turned on" },
  },
  schedulesRemove: {
    summary: "remove a schedule",
    about: "Removes a schedule. Its runs stay.",
    examples: { remove: "it is gone, its runs stay" },
  },
  schedulesNext: {
    summary: "the next times of a schedule, or of a cron",
    about: "Tells the next times of one schedule, or of five fields of cron before they are kept.",
    id: "number of the schedule, or five fields of cron in quotes",
    count: "so many times",
    examples: { one: "the next five times", cron: "try it first" },
  },
};
