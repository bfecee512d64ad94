import { expect, test } from "vitest";
import { createEvents } from "../../src/events/events.ts";
import type { AnyEvent } from "../../src/model/event.ts";

test("every listener is told, in the order of telling, until it listens no more", () => {
  const events = createEvents(() => {});
  const [first, second]: [AnyEvent[], AnyEvent[]] = [[], []];
  const stop = events.listen((event) => first.push(event));
  events.listen((event) => second.push(event));
  events.emit("schedule.changed", { schedule: 1 });
  stop();
  events.emit("run.log", { run: 4, last: 9 });
  expect(first.map(({ name }) => name)).toEqual(["schedule.changed"]);
  expect(second.map(({ name, data }) => [name, data])).toEqual([
    ["schedule.changed", { schedule: 1 }],
    ["run.log", { run: 4, last: 9 }],
  ]);
});

test("a listener that throws is reported, and disturbs neither the others nor the teller", () => {
  const faults: unknown[] = [];
  const events = createEvents((error) => faults.push(error));
  const heard: string[] = [];
  events.listen(() => {
    throw new Error("gone");
  });
  events.listen(({ name }) => heard.push(name));
  events.emit("settings.changed", { what: "limits" });
  expect(heard).toEqual(["settings.changed"]);
  expect(faults).toEqual([new Error("gone")]);
});
