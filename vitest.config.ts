import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/helpers/setup.ts"],
    // Test and source files are imported by Node itself: what it cannot run fails here too, and coverage that V8 takes
    // needs no mapping. Module mocks do not exist this way, and are not wanted.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    pool: "forks",
    // A file's tests run in any order; the seed is printed, and `--sequence.seed` repeats it.
    sequence: { shuffle: { files: true, tests: true } },
    // Most of these tests wait for processes, disks and timers: with as many workers as cores a quarter of the time is idle.
    maxWorkers: 3,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
