import { z } from "zod";
import { english } from "../messages/messages.ts";
import { isNetwork } from "./checks.ts";
import { setting } from "./setting.ts";

/** In English: JSON Schema and reference pages have one language. */
const { allowed } = english;

/** The service: `datamaster serve`, and the sources that are made in it. */
export const serveSchema = z
  .strictObject({
    allowPrivateAddresses: setting(z.array(z.string().refine(isNetwork)).max(50).default([]), {
      description:
        "Private networks that sources made in the dashboard may lie in; there http:// is allowed, too. Else only public addresses by https://.",
      allowed: allowed.allowPrivateAddresses,
    }),
  })
  .meta({ description: "The service and its dashboard.", allowed: allowed.serve });
