import type { NamedSummary } from "../../app/insight/insight.ts";
import { explainValue } from "../../app/insight/quality.ts";
import type { insightRoutes } from "../../contract/insight.ts";
import type { Language } from "../../messages/messages.ts";
import type { RejectedRecordRow } from "../../model/insight.ts";
import type { Handlers } from "../handler.ts";

const DAY_MS = 86_400_000;
/** So many operators are told. */
const OPERATORS_TOLD = 50;

export const insightHandlers: Handlers<typeof insightRoutes> = {
  async showQuality({ who, query }, { desk }) {
    return await desk.ask(who.actor, "readQuality", query.source ?? null);
  },
  async listRejected({ who, query }, { desk }) {
    const { source = null, reason = null, client = null, cursor, limit } = query;
    const after = cursor === undefined ? null : placeOf(cursor);
    const { rows, next } = await desk.ask(
      who.actor,
      "listRejected",
      { source, reason, client },
      after,
      limit,
    );
    return { items: rows.map(toItem), next: next === null ? null : next.join(".") };
  },
  async revealRejected({ who, body }, { desk, ground }) {
    const rows = await desk.ask(who.actor, "revealRejected", body.keys.map(placeOf), ground);
    return { items: rows.map(toItem) };
  },
  explainValue({ body }) {
    return explainValue(body.text, body.region);
  },
  async showTrends({ who, query }, { desk }) {
    const { source = null, days } = query;
    const since = days === undefined ? null : new Date(Date.now() - days * DAY_MS).toISOString();
    return { items: await desk.ask(who.actor, "readTrends", source, since) };
  },
  async showSummary({ who, query, caller }, { desk }) {
    const found = await desk.ask(who.actor, "readSummary", query.source ?? null);
    return { summary: found && toSummary(found, caller.language) };
  },
  async makeSummary({ who, body, caller }, { desk }) {
    const found = await desk.ask(who.actor, "makeSummary", body.source ?? null);
    return { summary: found && toSummary(found, caller.language) };
  },
};

function placeOf(key: string): [project: number, position: number] {
  const [project = 0, position = 0] = key.split(".").map(Number);
  return [project, position];
}

function toItem({ projectKey, position, ...row }: RejectedRecordRow) {
  return { ...row, key: `${projectKey}.${position}` };
}

function toSummary({ operators, ...summary }: NamedSummary, language: Language) {
  const told = operators
    .slice(0, OPERATORS_TOLD)
    .map(({ numbers, ...names }) => ({ name: names[language], numbers }));
  return { ...summary, operators: told, operatorCount: operators.length };
}
