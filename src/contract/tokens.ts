import { z } from "zod";
import { time } from "./page.ts";
import { TOKEN_SCOPES } from "./permissions.ts";
import { route } from "./route.ts";

const scopes = z.array(z.enum(TOKEN_SCOPES));

const tokenRow = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  scopes,
  /** Of the scopes, what the owner's role still has. */
  scopesNow: scopes,
  createdAt: time,
  expiresAt: time.nullable(),
  usedAt: time.nullable(),
  usedFrom: z.string().nullable(),
});

export const tokenRoutes = {
  listTokens: route({
    method: "GET",
    path: "/api/v1/tokens",
    summary: "The tokens of programs, newest first.",
    may: "tokens.manage",
    answer: z.object({ items: z.array(tokenRow) }),
  }),
  makeToken: route({
    method: "POST",
    path: "/api/v1/tokens",
    summary: "Makes a token of one's own for a program; it is shown once.",
    may: "tokens.manage",
    body: z.strictObject({
      name: z.string().trim().min(1).max(100),
      scopes: scopes.min(1).max(TOKEN_SCOPES.length),
      /** Days until it ends; null for never. */
      days: z.int().min(1).max(3650).nullable(),
    }),
    status: 201,
    answer: z.object({ token: z.string(), row: tokenRow }),
  }),
  dropToken: route({
    method: "DELETE",
    path: "/api/v1/tokens/:token",
    summary: "Ends a token at once.",
    may: "tokens.manage",
    params: z.strictObject({ token: z.string().min(1).max(40) }),
    answer: null,
  }),
} as const;
