import type { FoundNumbers } from "../../app/numbers/find-number.ts";
import { ALL_HELD, type NumberQuery } from "../../app/numbers/number-query.ts";
import { maskTyped } from "../../base/mask.ts";
import type { numberRoutes } from "../../contract/numbers.ts";
import { formatNumber, maskForPeople } from "../../phone/phone.ts";
import type { Handlers } from "../handler.ts";
import {
  cursorOf,
  foundAnswer,
  listedAnswer,
  numberOf,
  phoneFor,
  placeOf,
  queryOf,
  soughtAnswer,
  staysAnswer,
} from "../number-answers.ts";

/** So many numbers that hold a part are shown. */
const FOUND = 50;

export const numberHandlers: Handlers<typeof numberRoutes> = {
  async listNumbers({ query, who, caller }, { desk, numberIds }) {
    const { sort, order, cursor, limit, ...filter } = query;
    const { items, count, next } = await desk.ask(who.actor, "listNumbers", {
      query: queryOf(filter),
      order: { by: sort, descending: order === "desc" },
      after: placeOf(numberIds, cursor),
      size: limit,
      language: caller.language,
    });
    return {
      items: items.map((item) => listedAnswer(numberIds, item)),
      count,
      next: cursorOf(numberIds, next),
    };
  },

  countNumbers: async ({ query, who }, { desk }) => ({
    count: await desk.ask(who.actor, "countNumbers", queryOf(query)),
  }),

  showNewNumbers: async ({ who }, { desk }) => await desk.ask(who.actor, "newNumbers", who.id),

  async listNumberChoices({ who, caller }, { desk }) {
    const choices = await desk.ask(who.actor, "numberChoices", caller.language);
    return {
      ...choices,
      sources: [...choices.sources],
      regions: [...choices.regions],
      types: [...choices.types],
      operators: [...choices.operators],
      runs: [...choices.runs],
    };
  },

  async findNumberPlaces({ query, who }, { desk }) {
    const { clients, projects } = await desk.ask(who.actor, "findPlaces", query.name, query.limit);
    return { clients: [...clients], projects: [...projects] };
  },

  async findNumber({ body, who, caller }, { desk, numberIds }) {
    const { numbers, digits } = await desk.ask(who.actor, "findNumber", body.text, body.regions);
    const isFound = numbers.some(({ places }) => places.length > 0);
    const mayPart = who.permissions.includes("numbers.searchPart");
    const read = numbers.map((one) => soughtAnswer(numberIds, one));
    if (numbers.length > 0) await desk.ask(who.actor, "noteLookUp", { numbers: notedOf(numbers) });
    if (isFound || digits === null || (numbers.length > 0 && !mayPart)) {
      const found = numbers.flatMap((one) => foundAnswer(numberIds, one));
      return { read, found, count: found.length, by: numbers.length > 0 ? "number" : "nothing" };
    }
    if (!mayPart) return { read, found: [], count: 0, by: "denied" };
    await desk.ask(who.actor, "noteLookUp", { partOf: digits.length });
    const { items, count } = await desk.ask(who.actor, "listNumbers", partRequest(digits, caller.language));
    const found = items.map((item) => listedAnswer(numberIds, item));
    return { read, found, count, by: read.length > 0 && count === 0 ? "number" : "part" };
  },

  async showNumber({ params, who, caller }, { desk, numberIds }) {
    const number = numberOf(numberIds, params.id);
    const isAuditor = who.permissions.includes("audit.see");
    const story = await desk.ask(who.actor, "numberStory", number, caller.language, isAuditor);
    const { place: location, timeZones, flags, suppressed: suppression, places, runs, acts } = story;
    const { valid, region, type, operator, allocated, firstSeen, lastSeen, erasedAt } = story;
    return {
      id: params.id,
      phone: maskForPeople(`+${number}`),
      valid,
      region,
      type,
      operator,
      location,
      allocated,
      suppression,
      firstSeen,
      lastSeen,
      erasedAt,
      timeZones: [...timeZones],
      flags: [...flags],
      stays: staysAnswer(places),
      runs: [...runs],
      acts: acts === null ? null : [...acts],
    };
  },

  async revealNumbers({ body, who }, { desk, numberIds, ground }) {
    const numbers = [...new Set(body.ids)].map((id) => ({ id, number: numberOf(numberIds, id) }));
    const left = await desk.ask(
      who.actor,
      "revealNumbers",
      numbers.map(({ number }) => number),
      ground,
    );
    const shown = numbers.map(({ id, number }) => ({
      id,
      phone: formatNumber(number, "international"),
      e164: `+${number}`,
    }));
    return { numbers: shown, ...left };
  },

  async suppressNumber({ params, body, who }, { desk, numberIds }) {
    const number = numberOf(numberIds, params.id);
    const { changed } = await desk.ask(who.actor, "suppressNumbers", [number], body.reason);
    return { changed: changed > 0 };
  },

  async suppressNumbers({ body, who }, { desk, numberIds }) {
    const numbers = body.ids.map((id) => numberOf(numberIds, id));
    const { changed } = await desk.ask(who.actor, "suppressNumbers", numbers, body.reason);
    return { changed };
  },

  async unsuppressNumber({ params, query, who }, { desk, numberIds }) {
    const number = numberOf(numberIds, params.id);
    const { changed } = await desk.ask(who.actor, "unsuppressNumber", number, query.reason ?? null);
    return { changed: changed > 0 };
  },

  async reportNumber({ params, who, caller }, { desk, numberIds }) {
    const number = numberOf(numberIds, params.id);
    const report = await desk.ask(who.actor, "reportNumber", number, caller.language);
    const isWhole = who.permissions.includes("numbers.reveal");
    return {
      phone: phoneFor(who, number),
      at: new Date().toISOString(),
      stays: staysAnswer(report.places),
      texts: report.texts.map((one) => ({ ...one, text: isWhole ? one.text : maskTyped(one.text) })),
      pages: report.pages,
      suppression: report.suppressed,
      files: [...report.files],
      erasedAt: report.erasedAt,
    };
  },

  async previewErasure({ params, who }, { desk, numberIds }) {
    const number = numberOf(numberIds, params.id);
    const { found, missing, ...counts } = await desk.ask(who.actor, "previewNumberErasure", number);
    return { ...counts, files: [...found], missing: missing.length };
  },

  async eraseNumber({ params, body, who }, { desk, numberIds }) {
    const number = numberOf(numberIds, params.id);
    const { deleted, left, ...counts } = await desk.ask(who.actor, "eraseNumber", number, body);
    return { ...counts, at: new Date().toISOString(), deleted: deleted.length, left: [...left] };
  },
};

function notedOf(numbers: FoundNumbers["numbers"]) {
  return numbers.map(({ number, places }) => ({ number, found: places.length > 0 }));
}

function partRequest(part: string, language: "en" | "ru") {
  const query: NumberQuery = { ...ALL_HELD, part };
  return { query, order: { by: "last", descending: true } as const, after: null, size: FOUND, language };
}
