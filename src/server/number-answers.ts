import type { NumberIds, Who } from "../access/access.ts";
import type { SoughtNumber } from "../app/numbers/find-number.ts";
import type { PlaceInList } from "../app/numbers/held-page.ts";
import type { ListedNumber } from "../app/numbers/list-numbers.ts";
import type { NumberQuery } from "../app/numbers/number-query.ts";
import type { NumberHistory } from "../app/numbers/show-number.ts";
import { DatamasterError } from "../base/errors.ts";
import { maskTyped } from "../base/mask.ts";
import type { Asked } from "../contract/contract.ts";
import type { numberRoutes } from "../contract/numbers.ts";
import { told } from "../messages/messages.ts";
import { maskForPeople, PLACEHOLDER_FLAGS } from "../phone/phone.ts";
import { InputError } from "./problem.ts";

type Filter = Asked<typeof numberRoutes.countNumbers>["query"];

/** What a route's filter asks of the list. Throws for a flag that there is not. */
export function queryOf(filter: Filter, part: string | null = null): NumberQuery {
  const flags = PLACEHOLDER_FLAGS.filter((flag) => filter.flag.includes(flag));
  if (flags.length < new Set(filter.flag).size)
    throw new InputError([{ field: "query.flag", message: PLACEHOLDER_FLAGS.join(", ") }]);
  return {
    sources: filter.source,
    regions: filter.region,
    types: filter.type,
    clients: filter.client,
    projects: filter.project,
    operators: filter.operator,
    state: filter.state ?? "held",
    newSince: filter.newSince ?? null,
    heldAfter: filter.heldAfter ?? null,
    firstFrom: timeOf(filter.firstFrom),
    firstTo: timeOf(filter.firstTo),
    lastFrom: timeOf(filter.lastFrom),
    lastTo: timeOf(filter.lastTo),
    minProjects: filter.minProjects ?? 1,
    flags,
    placeholder: answerOf(filter.placeholder),
    suppressed: answerOf(filter.suppressed),
    part,
  };
}

/** As the store writes times, so that they compare as texts. */
function timeOf(time: string | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString();
}

function answerOf(word: "yes" | "no" | undefined): boolean | null {
  return word === undefined ? null : word === "yes";
}

/** Tells nothing of the number that it stands for. */
export function cursorOf(ids: NumberIds, place: PlaceInList | null): string | null {
  return place === null ? null : `${place.key}.${ids.idOf(place.number)}`;
}

/** Throws for a text that is no cursor of ours. */
export function placeOf(ids: NumberIds, cursor: string | undefined): PlaceInList | null {
  if (cursor === undefined) return null;
  const [, key = "", id = ""] = /^(\d{1,10})\.(n_[\w-]{22})$/.exec(cursor) ?? [];
  const number = ids.numberOf(id);
  if (number === null) throw new InputError([{ field: "query.cursor", message: "?" }]);
  return { key: Number(key), number };
}

/** Throws NOT_FOUND for an id that was not made here. */
export function numberOf(ids: NumberIds, id: string): bigint {
  const number = ids.numberOf(id);
  if (number === null) throw new DatamasterError("NOT_FOUND", told("httpNothing"));
  return number;
}

export function listedAnswer(ids: NumberIds, { number, flags, place, ...row }: ListedNumber) {
  return {
    id: ids.idOf(number),
    phone: maskForPeople(`+${number}`),
    ...row,
    flags: [...flags],
    place: masked(place),
  };
}

/** People type numbers into names of projects. */
function masked<Place extends ListedNumber["place"]>(place: Place): Place {
  return { ...place, client: maskTyped(place.client), project: maskTyped(place.project) };
}

/** A number that was read from what somebody sought. */
export function soughtAnswer(
  ids: NumberIds,
  { number, region, type, ext, places, suppressed, erasedAt }: SoughtNumber,
) {
  const isHere = places.some(({ goneRun }) => goneRun === null);
  const past = erasedAt === null ? "nowhere" : "erased";
  return {
    id: ids.idOf(number),
    phone: maskForPeople(`+${number}`),
    region,
    type,
    ext,
    erasedAt,
    state: isHere
      ? ("here" as const)
      : places.length > 0
        ? ("gone" as const)
        : (past as "nowhere" | "erased"),
    suppressed,
  };
}

/** The row of a number that was found by itself; none where no source ever had it. */
export function foundAnswer(ids: NumberIds, { number, flags, suppressed, places }: SoughtNumber) {
  const firstSeen = places.map((one) => one.firstSeen).sort()[0];
  const lastSeen = places
    .map((one) => one.lastSeen)
    .sort()
    .at(-1);
  const open = places.filter(({ goneRun }) => goneRun === null);
  const [place] = open.length > 0 ? open : places;
  if (place === undefined || firstSeen === undefined || lastSeen === undefined) return [];
  const { source, clientId, client, projectId, project, region, type } = place;
  return [
    listedAnswer(ids, {
      number,
      region,
      type,
      operator: null,
      flags,
      suppressed,
      firstSeen,
      lastSeen,
      isNew: false,
      isGone: open.length === 0,
      firstRun: Math.min(...places.map(({ cameRun }) => cameRun)),
      lastRun: Math.max(...places.map(({ lastRun }) => lastRun)),
      places: new Set((open.length > 0 ? open : places).map((one) => `${one.source} ${one.projectId}`)).size,
      place: { source, clientId, client, projectId, project },
    }),
  ];
}

/** Where a number is or was; labels and contacts without the digits in them. */
export function staysAnswer(places: NumberHistory["places"]) {
  return places.map(({ label, contact, region: _, type: __, ...place }) => ({
    ...masked(place),
    label: label === null ? null : maskTyped(label),
    contact: contact === null ? null : maskTyped(contact),
  }));
}

/** Whole for who may see whole numbers, masked for others. */
export function phoneFor(who: Who, number: bigint): string {
  return who.permissions.includes("numbers.reveal") ? `+${number}` : maskForPeople(`+${number}`);
}
