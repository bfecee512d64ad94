import type { z } from "zod";
import type { StartedRun } from "../../app/runs/run-manager.ts";
import { comparedSettings, fingerprintOf, settingsYaml } from "../../app/runs/run-settings.ts";
import { maskNumbers } from "../../base/mask.ts";
import type { ReadingUnit } from "../../collect/collect.ts";
import type { unitRow } from "../../contract/run-shapes.ts";
import type { runRoutes } from "../../contract/runs.ts";
import { type Language, loadMessages, type Messages, say } from "../../messages/messages.ts";
import type { FailedOnly, Run } from "../../model/run.ts";
import type { LogLine, UnitRow } from "../../model/run-page.ts";
import type { Handlers } from "../handler.ts";
import { numberCursor, pageAnswer } from "./paging.ts";

/** So many are shown of what is being read at once. */
const MOST_READING = 200;

type UnitAnswer = z.input<typeof unitRow>;

export const runHandlers: Handlers<typeof runRoutes> = {
  async listRuns({ query, who }, { desk }) {
    const { source = null, status = [], cursor, limit } = query;
    const asked = { source, statuses: status, before: numberCursor(cursor), limit };
    return pageAnswer(await desk.ask(who.actor, "listRunsPage", asked), (run) => runAnswer(run, run.who));
  },

  listLiveRuns: (_, { runs }) => ({ items: [...runs.list()] }),

  async startRun({ body, who }, { runs }) {
    const { source, fresh, full, allowEmpty, clients, exclude, limit } = body;
    return startedAnswer(
      await runs.start(who.actor, source, {
        scope: { clients, exclude, limit },
        begin: fresh ? "fresh" : "auto",
        full,
        allowEmpty,
      }),
    );
  },

  stopSource: ({ body, who }, { runs }) => ({
    stopped: runs.stopSource(who.actor, body.source, body.atOnce),
  }),

  async showRun({ params, who, caller }, { desk, runs }) {
    const { run, origin, before, units, pending, lastError, deliveries } = await desk.ask(
      who.actor,
      "runPage",
      params.run,
    );
    const words = await loadMessages(caller.language);
    return {
      run: runAnswer(run, origin?.who ?? null),
      live: runs.live(params.run),
      before: before === null ? null : runFacts(before),
      lastError:
        lastError === null
          ? null
          : { code: lastError.code ?? "INTERNAL", ...said(lastError, words), until: null },
      deliveries: deliveries.map(({ name, place, state, at, error }) => ({ name, place, state, at, error })),
      units: [...units],
      pending,
    };
  },

  stopRun: ({ params, body, who }, { runs }) => ({ state: runs.stop(who.actor, params.run, body.atOnce) }),

  continueRun: async ({ params, who }, { runs }) => startedAnswer(await runs.resume(who.actor, params.run)),

  startRunOver: async ({ params, who }, { runs }) =>
    startedAnswer(await runs.startOver(who.actor, params.run)),

  async retryRun({ params, body, who }, { runs }) {
    const { code, unit } = body;
    const only: FailedOnly | null =
      code === undefined && unit === undefined ? null : { ...(code && { code }), ...(unit && { unit }) };
    return startedAnswer(await runs.retry(who.actor, params.run, only));
  },

  async listUnits({ params, query, who }, { desk, runs }) {
    const { kind, state, client = null, text = null, cursor, limit } = query;
    const reading = new Map(
      runs
        .insight(params.run)
        ?.reading()
        .map((one) => [one.unit.id, one]),
    );
    const asked = { run: params.run, kind, client, text, after: numberCursor(cursor) ?? 0, limit };
    const which =
      state === "reading"
        ? { state: null, ids: [...reading.keys()].slice(0, MOST_READING) }
        : { state: state ?? null };
    const part = await desk.ask(who.actor, "runUnits", { ...asked, ...which });
    return pageAnswer(part, (row) => unitAnswer(row, reading.get(row.unit)));
  },

  listFailureGroups: async ({ params, who }, { desk }) => ({
    items: await desk.ask(who.actor, "failureGroups", params.run),
  }),

  async listFailures({ params, query, who }, { desk }) {
    const { code = null, cursor, limit } = query;
    const asked = { run: params.run, code, after: numberCursor(cursor) ?? 0, limit };
    return pageAnswer(await desk.ask(who.actor, "failedItemsPage", asked), (item) => item);
  },

  async listLog({ params, query, who, caller }, { desk }) {
    const { level, text = null, after = null, before = null, limit } = query;
    const asked = { run: params.run, level, text, after, before, limit };
    const lines = await desk.ask(who.actor, "runLogPage", asked);
    return { items: await inLanguage(lines, caller.language) };
  },

  async showSpeed({ params, who }, { desk, runs }) {
    const { startedAt } = await desk.ask(who.actor, "showRun", params.run);
    const points = runs.insight(params.run)?.speed() ?? (await desk.ask(who.actor, "runSpeed", params.run));
    return { startedAt, points: [...points] };
  },

  async showRunSettings({ params, who }, { desk }) {
    const { run, origin, originBefore, before } = await desk.ask(who.actor, "runPage", params.run);
    return {
      who: origin?.who ?? null,
      fingerprint: origin === null ? null : fingerprintOf(origin),
      items: comparedSettings(origin, originBefore),
      beforeRun: originBefore === null ? null : (before?.run ?? null),
      yaml: origin === null ? "" : settingsYaml(run.source, origin),
    };
  },
};

/** A run as it is told; a part of what the store knows of it. */
export function runFacts(run: Run) {
  const { run: number, source, status, mode, scope, startedAt, endedAt, totals, error, pruned } = run;
  const { repaired: _, ...counts } = totals;
  const { clients, exclude } = scope;
  return {
    run: number,
    source,
    status,
    mode,
    startedAt,
    endedAt,
    totals: counts,
    error,
    pruned,
    scope: { ...scope, clients: [...clients], exclude: [...exclude] },
  };
}

function runAnswer(run: Run, who: string | null) {
  return { ...runFacts(run), who };
}

function startedAnswer({ run, source, state }: StartedRun) {
  return { run, source, state };
}

/** A unit; where it is being read, with what was read of it so far. */
function unitAnswer(row: UnitRow, now: ReadingUnit | undefined): UnitAnswer {
  const shown = { ...row, name: maskNumbers(row.name), client: maskNumbers(row.client) };
  if (now === undefined || row.state !== "due") return shown;
  const { unit, pages, records, numbers, rejected, failures } = now;
  return {
    ...shown,
    state: "reading",
    pages: unit.pages + pages,
    records,
    numbers,
    rejected,
    attempts: failures,
  };
}

async function inLanguage(lines: readonly LogLine[], language: Language) {
  const words = await loadMessages(language);
  return lines.map(({ seq, at, level, code, ...line }) => ({
    seq,
    at,
    level,
    code,
    text: said(line, words).text,
  }));
}

function said({ text, told }: Pick<LogLine, "text" | "told">, words: Messages) {
  if (told === null) return { text, hint: null };
  const spoken = say(words, { ...told, text });
  return { text: maskNumbers(spoken.text), hint: spoken.hint ?? null };
}
