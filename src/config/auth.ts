import { z } from "zod";
import { english } from "../messages/messages.ts";
import { isOneLine, isSecret, isTokenUrl } from "./checks.ts";
import { setting } from "./setting.ts";

const { allowed } = english;

const ofEveryKind = {
  tokenUrl: setting(z.string().refine(isTokenUrl), {
    description: "Where access tokens are given out.",
    allowed: allowed.tokenUrl,
  }),
  clientId: setting(z.string().refine(isSecret), {
    description: "What the CRM calls this program.",
    allowed: allowed.clientId,
  }),
  scope: setting(z.string().refine(isOneLine).optional(), {
    description: "What the access token is to allow, where the CRM asks for it.",
    allowed: allowed.scope,
  }),
  audience: setting(z.string().refine(isOneLine).optional(), {
    description: "Which API the access token is for, where the CRM asks for it.",
    allowed: allowed.audience,
  }),
  clientAuth: setting(z.enum(["basic", "post"]).default("basic"), {
    description: "How client id and secret are sent: in a header or in the request's form.",
    allowed: allowed.clientAuth,
  }),
};

const clientSecret = setting(z.string().refine(isSecret), {
  description: "The secret that goes with the client id; only a public client with a refresh token has none.",
  allowed: allowed.clientSecret,
});

const kindNotes = {
  description: "How access tokens are got by themselves (OAuth2), in the place of token.",
  allowed: allowed.kind,
};

/** OAuth2, RFC 6749: client credentials (4.4) or a refresh token (6). Other kinds of signing in get their own map here. */
export const authSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: setting(z.literal("client-credentials"), kindNotes),
      clientSecret,
      ...ofEveryKind,
    }),
    z.strictObject({
      kind: setting(z.literal("refresh-token"), kindNotes),
      clientSecret: clientSecret.optional(),
      refreshToken: setting(z.string().refine(isSecret), {
        description:
          "The refresh token that a sign-in to the CRM gave (kind refresh-token); what it is exchanged for is kept by itself.",
        allowed: allowed.refreshToken,
      }),
      ...ofEveryKind,
    }),
  ])
  .meta({
    description: "How access tokens are got where the CRM gives no lasting one; in the place of token.",
    allowed: allowed.auth,
  });

/** Every key of every kind, each once; none must be given, since a source may have a token. */
export function authSettings(): [key: string, schema: z.ZodType][] {
  const shapes = authSchema.options.map(({ shape }) => shape);
  const keys = [
    "kind",
    "tokenUrl",
    "clientId",
    "clientSecret",
    "refreshToken",
    "scope",
    "audience",
    "clientAuth",
  ];
  return keys.flatMap((key) => {
    const schema: z.ZodType | undefined = shapes
      .map((shape) => Object.entries(shape).find(([name]) => name === key)?.[1])
      .find((found) => found !== undefined);
    return schema === undefined ? [] : [[key, schema] as [string, z.ZodType]];
  });
}
