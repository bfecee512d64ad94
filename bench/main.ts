import { parseArgs } from "node:util";
import { analytics } from "./analytics.ts";
import {
  type BenchOptions,
  fullRun,
  incrementalRun,
  latencyBound,
  memoryWithSize,
  pacedRun,
  unknownLimit,
} from "./collect.ts";
import { versionDiff } from "./diff.ts";
import { exportFormats } from "./export.ts";
import { limiterTable } from "./limiter.ts";
import { normalizing } from "./normalize.ts";
import { numberLists } from "./numbers.ts";
import { phoneReading } from "./phone.ts";
import { numberRanges } from "./ranges.ts";
import { readersBeside } from "./readers.ts";
import { storeSpeed } from "./store.ts";
import { thousandStreams } from "./streams.ts";
import { dashboardInBrowsers } from "./web.ts";

/*
 * Measurements, not tests: they print figures and ratios to a baseline measured in the same run, and assert nothing.
 * npm run bench                 all
 * npm run bench -- full paced   some
 * npm run bench -- paced --minutes 5
 * npm run bench -- store --db postgres://...   into an empty database, which it fills
 */
const SCENARIOS: Record<string, (options: BenchOptions) => Promise<void>> = {
  full: fullRun,
  incremental: incrementalRun,
  memory: memoryWithSize,
  latency: latencyBound,
  paced: pacedRun,
  unknown: unknownLimit,
  limiter: limiterTable,
  readers: readersBeside,
  phone: phoneReading,
  normalize: normalizing,
  ranges: numberRanges,
  export: exportFormats,
  diff: versionDiff,
  numbers: numberLists,
  analytics,
  store: storeSpeed,
  streams: thousandStreams,
  web: dashboardInBrowsers,
};

const SHORT_MINUTES = 0.5;

const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: "string", default: String(SHORT_MINUTES) }, db: { type: "string" } },
});
const unknown = asked.filter((name) => !(name in SCENARIOS));
if (unknown.length > 0) {
  console.error(
    `There is no scenario ${unknown.join(", ")}; there are ${Object.keys(SCENARIOS).join(", ")}.`,
  );
  process.exitCode = 2;
} else {
  for (const [name, scenario] of Object.entries(SCENARIOS)) {
    if (asked.length === 0 || asked.includes(name))
      await scenario({ minutes: Number(values.minutes), db: values.db });
  }
}
