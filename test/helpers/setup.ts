import { takeCoverage } from "node:v8";
import { afterAll } from "vitest";
import { assertNoLeaks, watchWorkers } from "./leaks.ts";

watchWorkers();

// Vitest ends its forks by a signal, at which Node writes no coverage; so it is written here, after each file's own
// hooks. Without NODE_V8_COVERAGE this does nothing.
afterAll(() => takeCoverage());

afterAll(() => assertNoLeaks());
