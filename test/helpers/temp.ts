import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Registers what is to be done later: `onTestFinished` inside a test, or what a file's own `afterAll` works off. */
export type Later = (task: () => void | Promise<void>) => void;

/** Makes an empty folder that is removed with all it holds after the test. */
export function tempDir(later: Later = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), "datamaster-test-"));
  later(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
