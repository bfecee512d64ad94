import type { Given } from "../../client/api.ts";

/** What the list asks the service, but for the cursor. */
export type NumberFilter = Omit<Given<"listNumbers">["query"] & object, "cursor" | "limit">;

/** Filters that may hold several values. */
export const LISTS = ["source", "region", "type", "operator", "client", "project", "flag"] as const;
export type ListName = (typeof LISTS)[number];

/** Filters of one value. */
export const SINGLES = [
  "state",
  "newSince",
  "heldAfter",
  "firstFrom",
  "firstTo",
  "lastFrom",
  "lastTo",
  "minProjects",
  "placeholder",
  "suppressed",
] as const;
export type SingleName = (typeof SINGLES)[number];

/** One narrowing, as a chip shows it. */
export interface Chip {
  readonly name: ListName | SingleName;
  readonly value: string;
}

export type SortName = "number" | "first" | "last" | "places";

export interface Sort {
  readonly by: SortName;
  readonly isDown: boolean;
}

/** The narrowings that an address has. */
export function chipsOf(address: URLSearchParams): Chip[] {
  return [...LISTS, ...SINGLES].flatMap((name) => address.getAll(name).map((value) => ({ name, value })));
}

export function sortOf(address: URLSearchParams): Sort {
  const by = address.get("sort") ?? "first";
  const isDown = (address.get("order") ?? "desc") === "desc";
  return { by: by === "number" || by === "last" || by === "places" ? by : "first", isDown };
}

/** What the service is asked for an address of the page. */
export function queryOf(address: URLSearchParams): NumberFilter {
  const { by, isDown } = sortOf(address);
  const asked: Record<string, unknown> = { sort: by, order: isDown ? "desc" : "asc" };
  for (const name of LISTS) if (address.has(name)) asked[name] = address.getAll(name);
  for (const name of SINGLES) if (address.has(name)) asked[name] = address.get(name);
  return asked as NumberFilter;
}

/** The address with other values of a filter; none takes it away. */
export function withValues(
  address: URLSearchParams,
  name: ListName | SingleName | "sort" | "order",
  values: readonly string[],
): URLSearchParams {
  const next = new URLSearchParams(address);
  next.delete(name);
  for (const value of values) if (value !== "") next.append(name, value);
  return next;
}

/** The address without filters; how it is sorted stays. */
export function withoutFilters(address: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(address);
  for (const name of [...LISTS, ...SINGLES]) next.delete(name);
  return next;
}

/** Where what the list shows is exported. */
export function exportAddress(address: URLSearchParams): string {
  const text = filterText(address);
  return `/exports/new?what=view${text === "" ? "" : `&${text}`}`;
}

/** An address as kept views and tabs compare them. */
export function filterText(address: URLSearchParams): string {
  return chipsOf(address)
    .map(({ name, value }) => `${name}=${encodeURIComponent(value)}`)
    .sort()
    .join("&");
}
