import { BODIES } from "./bodies.ts";
import { REDIRECTS } from "./redirects.ts";
import { STATUSES } from "./statuses.ts";
import { THROTTLING } from "./throttling.ts";
import { TRANSPORT } from "./transport.ts";
import type { Variant } from "./variant.ts";

/** All ways in which a single answer goes wrong. */
export const VARIANTS: readonly Variant[] = [
  ...THROTTLING,
  ...STATUSES,
  ...TRANSPORT,
  ...BODIES,
  ...REDIRECTS,
];
