import { expect, test } from "vitest";
import { provide } from "../../tools/verify/system-packages.ts";

/** A machine of which only these lines of shell succeed; installing makes all probes succeed. */
function machine(rights: RegExp) {
  const lines: string[] = [];
  let installed = false;
  const shell = (line: string): boolean => {
    lines.push(line);
    if (!rights.test(line)) return installed && !line.startsWith("apt-get") && !line.startsWith("test ");
    if (line.startsWith("apt-get install")) installed = true;
    return true;
  };
  return { lines, shell };
}

test("installs nothing where all is there", () => {
  const { lines, shell } = machine(/./);
  expect(provide(["strace"], shell)).toBeNull();
  expect(lines).toEqual(["strace --version"]);
});

test("installs what is missing where it may", () => {
  const { lines, shell } = machine(/^(apt-get|test)/);
  expect(provide(["strace", "faketime"], shell)).toBeNull();
  expect(lines.filter((line) => line.startsWith("apt-get"))).toEqual([
    "apt-get install -y --no-install-recommends strace faketime",
  ]);
});

test("says what to install where it may not", () => {
  const { shell } = machine(/^strace/);
  expect(provide(["strace", "faketime"], shell)).toBe(
    "not on this machine: faketime; install with: sudo apt-get install -y --no-install-recommends faketime",
  );
});
