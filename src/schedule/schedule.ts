export {
  type ScheduledWork,
  Scheduler,
  type SchedulesKept,
  type WorkStarted,
} from "./scheduler.ts";
export { sentenceOf } from "./sentence.ts";
export { checkTerms, checkTiming, lateSince, nextTimes } from "./times.ts";
