import { flushCompileCache } from "node:module";
import { takeCoverage } from "node:v8";
import { afterAll } from "vitest";
import { assertNoLeaks, watchWorkers } from "./leaks.ts";

watchWorkers();

// Vitest ends its forks by a signal, at which Node writes neither coverage nor what it compiled; so both are written here, after
// each file's own hooks. Without NODE_V8_COVERAGE the first does nothing.
afterAll(() => takeCoverage());
afterAll(() => flushCompileCache());

afterAll(() => assertNoLeaks());
