import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { LongFirst } from "./test/helpers/long-first.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/helpers/setup.ts"],
    // As the program itself: threads that tests start take it over, and compiling is a quarter of such tests' time.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/datamaster", import.meta.url)) },
    // Test and source files are imported by Node itself: what it cannot run fails here too, and coverage that V8 takes
    // needs no mapping. Module mocks do not exist this way, and are not wanted.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    pool: "forks",
    // A worker takes one file after the other: to start a process and to load the program anew took a fifth of the time.
    // So what a test changes of its process, it puts back.
    isolate: false,
    // A file's tests run in any order, and so do the files but for those that take longest; the seed is printed, and
    // `--sequence.seed` repeats it.
    sequence: { shuffle: { files: true, tests: true }, sequencer: LongFirst },
    // Most of these tests wait for processes, disks and timers: with as many workers as cores a quarter of the time is idle.
    maxWorkers: 3,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What is awaited comes by itself; on a busy machine it may take longer than the second that is the default.
    expect: { poll: { timeout: 30_000 } },
  },
});
