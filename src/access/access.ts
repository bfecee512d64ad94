/** The doorway: who may come in, who may do what, and how secrets are kept. */
export type { Admitted, PresentSession, RequestFacts, SeenNote, Who } from "./who.ts";
