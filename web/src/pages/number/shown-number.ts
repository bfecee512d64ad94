import type { Answer } from "../../client/api.ts";

/** The whole story of a number, as the service tells it. */
export type ShownNumber = Answer<"showNumber">;
