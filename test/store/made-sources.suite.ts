import { describe, expect, onTestFinished, test } from "vitest";
import type { RunWriter } from "../../src/store/store.ts";
import { HELD_NOW, type StoreAdmin } from "../../src/store/store.ts";
import type { AdminStore } from "./admin.suite.ts";
import { type Crm, drive } from "./driver.ts";

export interface MadeSourcesStore extends AdminStore {
  openWriter(): Promise<RunWriter>;
}

const CRM: Crm = { "1": { p1: [[79160000001n, 79160000002n]], p2: [[79160000003n]] } };

/** What every store promises of sources that people make. */
export function madeSourcesSuite(name: string, create: () => Promise<MadeSourcesStore>): void {
  async function open(who = "olga"): Promise<MadeSourcesStore & { admin: StoreAdmin }> {
    const store = await create();
    const admin = await store.openAdmin(who);
    onTestFinished(() => admin.close());
    return { ...store, admin };
  }

  describe(`sources made in ${name}`, () => {
    test("are kept with who made and changed them, and when their secrets were put in", async () => {
      const { admin, openAdmin, openReader } = await open();
      const id = admin.madeSources.add("shop", { region: "RU", keep: ["label"] });
      admin.madeSources.setSecrets(id, "v1.sealed", true);
      const other = await openAdmin("pavel");
      onTestFinished(() => other.close());
      other.madeSources.change(id, { region: "KZ" });
      const reader = await openReader();
      onTestFinished(() => reader.close());
      const found = reader.madeSources.find("shop");
      expect(found).toMatchObject({
        id,
        name: "shop",
        settings: { region: "KZ" },
        secrets: "v1.sealed",
        createdBy: "olga",
        changedBy: "pavel",
        secretsBy: "olga",
      });
      expect(reader.madeSources.list()).toEqual([found]);
      other.madeSources.setSecrets(id, "v1.anew", false);
      expect(other.madeSources.find("shop")).toEqual({ ...found, secrets: "v1.anew" });
      other.madeSources.remove(id);
      expect(reader.madeSources.list()).toEqual([]);
    });

    test("are refused under a name that there is", async () => {
      const { admin } = await open();
      admin.madeSources.add("shop", {});
      expect(() => admin.madeSources.add("shop", {})).toThrow(
        expect.objectContaining({ code: "SOURCE_EXISTS" }),
      );
    });

    test("begin as drafts, which only who began them sees", async () => {
      const { admin, openAdmin } = await open();
      admin.madeSources.putDraft({ id: "a", content: { step: 1 }, secrets: null });
      admin.madeSources.putDraft({ id: "a", content: { step: 2 }, secrets: "v1.sealed" });
      const other = await openAdmin("pavel");
      onTestFinished(() => other.close());
      other.madeSources.putDraft({ id: "a", content: { step: 9 }, secrets: null });
      other.madeSources.dropDraft("a");
      expect(other.madeSources.draft("pavel", "a")).toBeUndefined();
      expect(admin.madeSources.drafts("olga")).toMatchObject([
        { content: { step: 2 }, secrets: "v1.sealed" },
      ]);
      expect(admin.madeSources.dropDraftsBefore("2000-01-01")).toBe(0);
      expect(admin.madeSources.dropDraftsBefore("9999-01-01")).toBe(1);
      expect(admin.madeSources.draft("olga", "a")).toBeUndefined();
    });

    test("are forgotten with all that was collected, and nothing of others", async () => {
      const { admin, openWriter, openReader } = await open();
      const writer = await openWriter();
      onTestFinished(() => writer.close());
      const first = await drive(writer, CRM, { source: "shop", rejected: { p1: ["no number"] } });
      await drive(writer, CRM, { source: "other" });
      expect(admin.madeSources.forget("nobody")).toBeNull();
      expect(admin.madeSources.forget("shop")).toEqual({ clients: 1, projects: 2, spans: 3 });
      const reader = await openReader();
      onTestFinished(() => reader.close());
      const held = (source: string) => reader.countNumbers({ ...HELD_NOW, sources: [source] });
      expect([held("shop"), held("other")]).toEqual([0, 3]);
      expect(reader.listRuns("shop", 10)).toHaveLength(1);
      expect(() => reader.countNumbers({ ...HELD_NOW, sources: ["shop"], run: first.run })).toThrow(
        expect.objectContaining({ code: "RUN_PRUNED" }),
      );
      const again = await drive(writer, CRM, { source: "shop" });
      expect(again.totals).toMatchObject({ numbers: 3, new: 3 });
      expect(held("shop")).toBe(3);
    });

    test("are not forgotten while a run of them goes on", async () => {
      const { admin, openWriter } = await open();
      const writer = await openWriter();
      onTestFinished(() => writer.close());
      const { run } = await drive(writer, CRM, { source: "shop", stopAfterPages: 1 });
      await writer.transaction(() => writer.resumeRun(run, "table-1"));
      expect(() => admin.madeSources.forget("shop")).toThrow(expect.objectContaining({ code: "RUN_ACTIVE" }));
    });
  });
}
