import { describe, expect, onTestFinished, test } from "vitest";
import { thisProcess } from "../../src/base/owner.ts";
import type { ScheduleTerms } from "../../src/model/schedule.ts";
import type { AdminStore } from "./admin.suite.ts";

const TERMS: ScheduleTerms = {
  source: "crm",
  kind: "run",
  cron: "0 2 * * *",
  zone: "Europe/Moscow",
  overlap: "skip",
  missed: "once",
  jitter: 60,
  isOn: true,
};
const NOW = "2026-11-20T12:00:00.000Z";
const LATER = "2026-11-21T12:00:00.000Z";

/** What every store's schedules promise. */
export function schedulesSuite(name: string, create: () => Promise<AdminStore>): void {
  async function open() {
    const store = await create();
    const admin = await store.openAdmin("olga");
    onTestFinished(() => admin.close());
    return { ...store, book: admin.schedules, admin };
  }
  const claim = (schedule: number, due: string) => ({
    ...({ schedule, due, state: "due", left: 2, at: LATER, owner: thisProcess() } as const),
  });

  describe(`schedules of ${name}`, () => {
    test("are kept as they were told, and readers see them", async () => {
      const { book, openReader } = await open();
      const first = book.add(TERMS, NOW);
      const second = book.add({ ...TERMS, kind: "retention", source: null, isOn: false }, NOW);
      expect(first).toEqual({
        ...TERMS,
        id: first.id,
        createdAt: NOW,
        createdBy: "olga",
        handled: NOW,
        turns: [],
        ofFile: false,
      });
      const reader = await openReader();
      onTestFinished(() => reader.close());
      expect(reader.schedules.list()).toEqual([first, second]);
      expect(reader.schedules.find(second.id)).toEqual(second);
      expect(reader.schedules.find(99)).toBeUndefined();
    });

    test("begin anew from now on where their times are changed or they are turned on", async () => {
      const { book } = await open();
      const { id } = book.add(TERMS, NOW);
      expect(book.change(id, { ...TERMS, jitter: 0 }, LATER)).toMatchObject({ jitter: 0, handled: NOW });
      expect(book.change(id, { ...TERMS, cron: "0 3 * * *" }, LATER)).toMatchObject({ handled: LATER });
      const off = { ...TERMS, cron: "0 3 * * *", isOn: false };
      expect(book.change(id, off, "2026-11-22T00:00:00.000Z")).toMatchObject({ isOn: false, handled: LATER });
      const on = book.change(id, { ...off, isOn: true }, "2026-11-23T00:00:00.000Z");
      expect(on).toMatchObject({ isOn: true, handled: "2026-11-23T00:00:00.000Z" });
      expect(book.change(99, TERMS, LATER)).toBeUndefined();
    });

    test("give a time to one who takes it, and none that is dealt with", async () => {
      const { book, openAdmin } = await open();
      const { id } = book.add(TERMS, NOW);
      const other = await openAdmin("igor");
      onTestFinished(() => other.close());
      const due = "2026-11-20T23:00:00.000Z";
      expect([book.claim(claim(id, due)), other.schedules.claim(claim(id, due))]).toEqual([true, false]);
      expect(book.claim(claim(id, NOW))).toBe(false);
      expect(book.claim(claim(99, due))).toBe(false);
      expect(book.find(id)).toMatchObject({
        handled: due,
        turns: [{ due, state: "due", left: 2, run: null }],
      });
    });

    test("tell of open turns, which one may take over, and which end", async () => {
      const { book } = await open();
      const { id } = book.add(TERMS, NOW);
      const due = "2026-11-20T23:00:00.000Z";
      book.claim(claim(id, due));
      const [turn] = book.open();
      expect(turn).toEqual({ schedule: id, due, state: "due", at: LATER, owner: thisProcess() });
      const owner = { host: "other", pid: 7, started: null };
      const at = "2026-11-21T13:00:00.000Z";
      expect([book.takeOver(turn!, owner, at), book.takeOver(turn!, owner, at)]).toEqual([true, false]);
      expect(book.open()).toEqual([{ schedule: id, due, state: "due", at, owner }]);
      book.note({ schedule: id, due, state: "failed", at, run: null, error: "STORE_FAILED" });
      expect(book.open()).toEqual([]);
      expect(book.find(id)?.turns).toEqual([
        { due, state: "failed", at, run: null, runStatus: null, left: 2, error: "STORE_FAILED" },
      ]);
    });

    test("remember their latest 20 turns", async () => {
      const { book } = await open();
      const [{ id }, other] = [book.add(TERMS, NOW), book.add(TERMS, NOW)];
      const dues = Array.from({ length: 25 }, (_, hour) =>
        new Date(Date.parse(NOW) + (hour + 1) * 3_600_000).toISOString(),
      );
      for (const due of dues) book.claim(claim(id, due));
      book.claim(claim(other.id, dues[0]!));
      expect(book.find(id)?.turns.map(({ due }) => due)).toEqual(dues.slice(5).reverse());
      expect(book.list().map(({ turns }) => turns.length)).toEqual([20, 1]);
    });

    test("are gone with their turns when they are removed, and their ids are not given again", async () => {
      const { book } = await open();
      const { id } = book.add(TERMS, NOW);
      book.claim(claim(id, LATER));
      expect([book.remove(id), book.remove(id)]).toEqual([true, false]);
      expect([book.list(), book.open()]).toEqual([[], []]);
      expect(book.add(TERMS, NOW).id).toBeGreaterThan(id);
    });
  });
}
