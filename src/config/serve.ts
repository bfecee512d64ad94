import { z } from "zod";
import { english } from "../messages/messages.ts";
import { isNetwork } from "./checks.ts";
import { DEFAULTS } from "./defaults.ts";
import { setting } from "./setting.ts";

/** In English: JSON Schema and reference pages have one language. */
const { allowed } = english;
const { serve } = DEFAULTS;

/** The service: `datamaster serve`, and the sources that are made in it. */
export const serveSchema = z
  .strictObject({
    port: setting(z.int().min(0).max(65_535).default(serve.port), {
      description: "The port that the service listens on.",
      allowed: allowed.port,
    }),
    host: setting(z.string().min(1).default(serve.host), {
      description:
        "The address of this machine that the service listens on; until there is an admin it is 127.0.0.1.",
      allowed: allowed.host,
    }),
    tlsCert: setting(z.string().min(1).optional(), {
      description: "The service's certificate (PEM), with those that signed it; with tlsKey it speaks https.",
      allowed: allowed.tlsCert,
    }),
    tlsKey: setting(z.string().min(1).optional(), {
      description: "The key of the service's certificate (PEM).",
      allowed: allowed.tlsKey,
    }),
    trustProxy: setting(z.boolean().default(serve.trustProxy), {
      description:
        "Whether a proxy stands before the service, whose word on address, host and https of a request is believed.",
      allowed: allowed.trustProxy,
    }),
    continueRuns: setting(z.boolean().default(serve.continueRuns), {
      description:
        "Whether runs that were running when the service ended go on by themselves when it starts.",
      allowed: allowed.continueRuns,
    }),
    sessionIdle: setting(z.int().min(1).max(720).default(serve.sessionIdle), {
      description:
        "Minutes without a request after which a session ends; where this is left out, admins set it in the dashboard.",
      allowed: allowed.sessionIdle,
    }),
    requireSecondFactor: setting(z.boolean().default(serve.requireSecondFactor), {
      description:
        "Whether admins and exporters, who may see whole numbers, need a second factor to do anything; where this is left out, admins set it in the dashboard.",
      allowed: allowed.requireSecondFactor,
    }),
    keepExports: setting(z.int().min(1).max(720).default(serve.keepExports), {
      description: "Hours after which files of exports that were made in the service are deleted.",
      allowed: allowed.keepExports,
    }),
    requestsPerSecond: setting(z.int().min(1).max(100_000).default(serve.requestsPerSecond), {
      description:
        "Requests that one person or token may send a second, and ten times as many at once; more are answered with 429.",
      allowed: allowed.requestsPerSecond,
    }),
    allowPrivateAddresses: setting(z.array(z.string().refine(isNetwork)).max(50).default([]), {
      description:
        "Private networks that sources made in the dashboard may lie in; there http:// is allowed, too. Else only public addresses by https://.",
      allowed: allowed.allowPrivateAddresses,
    }),
  })
  .meta({ description: "The service and its dashboard.", allowed: allowed.serve });
