export {
  type ScheduledWork,
  Scheduler,
  type SchedulerPorts,
  type SchedulesKept,
  type WorkStarted,
} from "./scheduler.ts";
export { sentenceOf } from "./sentence.ts";
export { checkTerms, lateSince, type NextTime, nextTimes } from "./times.ts";
