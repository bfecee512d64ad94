import { Readable } from "node:stream";
import { DatamasterError } from "../../base/errors.ts";
import type { auditRoutes } from "../../contract/audit.ts";
import { csvTexts } from "../../export/export.ts";
import { told } from "../../messages/messages.ts";
import type { AuditEntry, AuditFilter } from "../../store/store.ts";
import type { Handlers } from "../handler.ts";

/** So many entries are read at once for a file. */
const PIECE = 1_000;
const DAY = /^\d{4}-\d\d-\d\d$/;
const DAY_MS = 24 * 60 * 60_000;
const COLUMNS = ["seq", "at", "who", "action", "detail", "hash"];

interface Asked {
  readonly action?: string | undefined;
  readonly who?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

export const auditHandlers: Handlers<typeof auditRoutes> = {
  async listAudit({ who, query }, { desk }) {
    const { cursor, limit } = query;
    const before = cursor === undefined ? null : seqOf(cursor);
    const entries = await desk.ask(who.actor, "listAudit", { ...filterOf(query), before, limit: limit + 1 });
    const items = entries.slice(0, limit);
    return {
      items: items.map(({ previous: _, ...entry }) => entry),
      next: entries.length > limit ? String(items.at(-1)?.seq) : null,
    };
  },
  async auditFacets({ who }, { desk }) {
    const { actions, people } = await desk.ask(who.actor, "auditFacets");
    return { actions: [...actions], people: [...people] };
  },
  async checkAudit({ who }, { desk }) {
    const { ok, entries, head, broken } = await desk.ask(who.actor, "verifyAudit", null);
    return { ok, entries, head, broken, at: new Date().toISOString() };
  },
  async downloadAudit({ who, query }, { desk }) {
    const { format } = query;
    await desk.ask(who.actor, "noteAuditFile", format);
    const filter = { ...filterOf(query), limit: PIECE };
    const pieces = piecesOf((after) => desk.ask(who.actor, "listAuditOn", filter, after));
    const isCsv = format === "csv";
    return {
      name: `audit-${new Date().toISOString().slice(0, 10)}.${format}`,
      type: isCsv ? "text/csv; charset=utf-8" : "application/jsonl",
      body: Readable.from(isCsv ? csvOf(pieces) : linesOf(pieces)),
    };
  },
};

function filterOf({ action, who, since, until }: Asked): Omit<AuditFilter, "limit"> {
  return {
    action: action ?? null,
    who: who ?? null,
    since: since === undefined ? null : new Date(since).toISOString(),
    until: until === undefined ? null : endOf(until),
  };
}

/** A day counts as its end. */
function endOf(until: string): string {
  return new Date(Date.parse(until) + (DAY.test(until) ? DAY_MS : 0)).toISOString();
}

function seqOf(cursor: string): number {
  if (!/^[1-9]\d{0,14}$/.test(cursor)) throw new DatamasterError("INPUT_INVALID", told("cursorWrong"));
  return Number(cursor);
}

async function* piecesOf(read: (after: number) => Promise<AuditEntry[]>): AsyncGenerator<AuditEntry[]> {
  for (let after = 0; ; ) {
    const piece = await read(after);
    const last = piece.at(-1);
    if (last === undefined) return;
    yield piece;
    after = last.seq;
  }
}

async function* csvOf(pieces: AsyncIterable<AuditEntry[]>): AsyncGenerator<string> {
  yield csvTexts(COLUMNS);
  for await (const piece of pieces)
    yield piece
      .map(({ seq, at, who, action, detail, hash }) =>
        csvTexts([String(seq), at, who, action, JSON.stringify(detail), hash]),
      )
      .join("");
}

async function* linesOf(pieces: AsyncIterable<AuditEntry[]>): AsyncGenerator<string> {
  for await (const piece of pieces) yield piece.map((entry) => `${JSON.stringify(entry)}\n`).join("");
}
