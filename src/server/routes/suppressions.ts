import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { SuppressionChange } from "../../app/privacy/suppression-list.ts";
import { DatamasterError } from "../../base/errors.ts";
import { makeFolder } from "../../base/whole-file.ts";
import type { suppressionsRoutes } from "../../contract/suppressions.ts";
import { told } from "../../messages/messages.ts";
import type { Handlers } from "../handler.ts";
import type { ServerParts } from "../parts.ts";

export const suppressionsHandlers: Handlers<typeof suppressionsRoutes> = {
  async listSuppressions({ who, query: { cursor, limit } }, { desk }) {
    const skipped = cursor === undefined ? 0 : placeOf(cursor);
    const rows = await desk.ask(who.actor, "listSuppressions", skipped, limit + 1);
    const next = rows.length > limit ? String(skipped + limit) : null;
    return { items: rows.slice(0, limit), next };
  },
  async suppressionFacts({ who }, { desk }) {
    return await desk.ask(who.actor, "suppressionFacts");
  },
  async checkSuppression({ who, body: { phone, region } }, { desk }) {
    return await desk.ask(who.actor, "checkSuppression", phone, region ?? null);
  },
  async addSuppressions({ who, body: { region = null, ...asked } }, server) {
    return changed(server, await server.desk.ask(who.actor, "addSuppressions", { ...asked, region }));
  },
  async removeSuppressions({ who, body: { region = null, ...asked } }, server) {
    return changed(server, await server.desk.ask(who.actor, "removeSuppressions", { ...asked, region }));
  },
  async guessSuppressions({ who, upload }, server) {
    const guess = await withFile(server, upload, (file) =>
      server.desk.ask(who.actor, "guessSuppressions", file, null),
    );
    return {
      ...guess,
      columns: guess.columns.map((column) => ({ ...column })),
      rows: guess.rows.map((cells) => [...cells]),
    };
  },
  async importSuppressions({ who, upload, query }, server) {
    const { column, reason = null, region = null, name = "file", dry } = query;
    const asked = { column, reason, region, name, isDry: dry === "yes" };
    const change = await withFile(server, upload, (file) =>
      server.desk.ask(who.actor, "importSuppressions", { ...asked, file }),
    );
    return asked.isDry ? answerOf(change) : changed(server, change);
  },
};

function placeOf(cursor: string): number {
  if (!/^[1-9]\d{0,9}$/.test(cursor)) throw new DatamasterError("INPUT_INVALID", told("cursorWrong"));
  return Number(cursor);
}

function changed({ events }: ServerParts, change: SuppressionChange): ReturnType<typeof answerOf> {
  if (change.changed > 0) events.emit("suppressions.changed", { count: change.count });
  return answerOf(change);
}

function answerOf({ examples, ...change }: SuppressionChange) {
  return { ...change, examples: examples.map((example) => ({ ...example })) };
}

/** Keeps what is sent in a file for as long as `use` takes: of a request nothing may stay in memory that is as large. */
async function withFile<T>(
  { exports }: ServerParts,
  upload: Readable,
  use: (file: string) => Promise<T>,
): Promise<T> {
  makeFolder(exports.root, 0o700);
  const file = join(exports.root, `${randomUUID()}.part`);
  try {
    await pipeline(upload, createWriteStream(file, { flags: "wx", mode: 0o600 }));
    return await use(file);
  } finally {
    await rm(file, { force: true });
  }
}
