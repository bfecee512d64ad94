import { z } from "zod";
import { english } from "../messages/messages.ts";
import { isBaseUrl, isOneLine, isSecret } from "./checks.ts";
import { setting } from "./setting.ts";

const { allowed } = english;

/** What may stand in the name of a delivered file. */
const IN_NAME = new Set(["source", "run", "date", "time", "delivery"]);
const FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{43}=?$/;
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const ADDRESS = /^[^\s@<>",;:]+@[^\s@<>",;:]+$/;
const MODE = /^0?[0-7]{3}$/;

/** A file's name with `{source}`, `{run}`, `{date}`, `{time}` and `{delivery}` in it; no path. */
function isFileTemplate(value: string): boolean {
  const names = [...value.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
  const rest = value.replaceAll(/\{[^{}]*\}/g, "x");
  return (
    names.every((name) => IN_NAME.has(name)) && /^[\p{L}\p{N} _.,=+@-]+$/u.test(rest) && !/^\.+$/.test(rest)
  );
}

const text = z.string().refine(isOneLine);
const secret = z.string().refine(isSecret);
const path = z.string().min(1);
const port = z.int().min(1).max(65_535);
const address = z.string().refine((value) => ADDRESS.test(value));
const list = <Item extends z.ZodType>(item: Item) =>
  z.union([item.transform((one) => [one]), z.array(item).min(1)]);

const kindOf = <Kind extends string>(kind: Kind) =>
  setting(z.literal(kind), { description: "Where files are handed on to.", allowed: allowed["to.kind"] });

const folder = z.strictObject({
  kind: kindOf("folder"),
  path: setting(path, { description: "The folder.", allowed: allowed["to.path"] }),
  mode: setting(
    z
      .string()
      .refine((value) => MODE.test(value))
      .default("0600"),
    {
      description: "Who may read the files (kind folder), as chmod writes it.",
      allowed: allowed["to.mode"],
    },
  ),
});

const sftp = z.strictObject({
  kind: kindOf("sftp"),
  host: setting(text, { description: "The server.", allowed: allowed["to.host"] }),
  port: setting(port.default(22), { description: "Its port.", allowed: allowed["to.port"] }),
  hostKey: setting(
    z
      .string()
      .refine((value) => FINGERPRINT.test(value))
      .optional(),
    {
      description:
        "The fingerprint of the server's key; without it nothing is sent, and the one that was seen is told.",
      allowed: allowed["to.hostKey"],
    },
  ),
  user: setting(text, { description: "Who signs in.", allowed: allowed["to.user"] }),
  password: setting(secret.optional(), {
    description: "With which password.",
    allowed: allowed["to.password"],
  }),
  privateKey: setting(path.optional(), {
    description: "Or with which private key: its file.",
    allowed: allowed["to.privateKey"],
  }),
  passphrase: setting(secret.optional(), {
    description: "What the private key is locked with.",
    allowed: allowed["to.passphrase"],
  }),
  path: setting(path.default("."), { description: "The folder.", allowed: allowed["to.path"] }),
});

const s3 = z.strictObject({
  kind: kindOf("s3"),
  endpoint: setting(z.string().refine(isBaseUrl), {
    description: "Where the storage answers.",
    allowed: allowed["to.endpoint"],
  }),
  bucket: setting(
    z.string().refine((value) => BUCKET.test(value)),
    {
      description: "The bucket.",
      allowed: allowed["to.bucket"],
    },
  ),
  region: setting(text.default("auto"), { description: "Its region.", allowed: allowed["to.region"] }),
  prefix: setting(text.default(""), {
    description: "What keys begin with, before the file's name.",
    allowed: allowed["to.prefix"],
  }),
  accessKeyId: setting(secret, { description: "Who signs requests.", allowed: allowed["to.accessKeyId"] }),
  secretAccessKey: setting(secret, {
    description: "With which key.",
    allowed: allowed["to.secretAccessKey"],
  }),
});

const email = z.strictObject({
  kind: kindOf("email"),
  host: setting(text, { description: "The server.", allowed: allowed["to.host"] }),
  port: setting(port.default(587), { description: "Its port.", allowed: allowed["to.port"] }),
  security: setting(z.enum(["starttls", "tls", "none"]).default("starttls"), {
    description: "How the connection is encrypted; none only to this machine.",
    allowed: allowed["to.security"],
  }),
  user: setting(text.optional(), { description: "Who signs in.", allowed: allowed["to.user"] }),
  password: setting(secret.optional(), {
    description: "With which password.",
    allowed: allowed["to.password"],
  }),
  ca: setting(path.optional(), {
    description: "Certificates (PEM) that are trusted beside the usual ones.",
    allowed: allowed["to.ca"],
  }),
  from: setting(address, { description: "Who the mail is from.", allowed: allowed["to.from"] }),
  recipients: setting(list(address), { description: "Who gets it.", allowed: allowed["to.recipients"] }),
  subject: setting(text.default("{delivery}: {source}, run {run}"), {
    description: "Its subject.",
    allowed: allowed["to.subject"],
  }),
  maxMegabytes: setting(z.number().positive().max(1000).default(10), {
    description: "What its files may have together.",
    allowed: allowed["to.maxMegabytes"],
  }),
});

const command = z.strictObject({
  kind: kindOf("command"),
  run: setting(z.array(z.string().min(1)).min(1), {
    description:
      "The program and its arguments, without a shell; it finds files and run in DATAMASTER_ variables.",
    allowed: allowed["to.run"],
  }),
  timeoutSeconds: setting(z.number().positive().max(86_400).default(600), {
    description: "How long it may take.",
    allowed: allowed["to.timeoutSeconds"],
  }),
});

const targetSchema = z.discriminatedUnion("kind", [folder, sftp, s3, email, command]);

/** What is handed on after a run, and where to. */
export const deliverySchema = z.strictObject({
  preset: setting(z.string().min(1), {
    description: "Which of the exports is handed on.",
    allowed: allowed["deliveries.preset"],
  }),
  after: setting(list(z.string().min(1)).default([]), {
    description: "After runs of these sources; without it of all.",
    allowed: allowed["deliveries.after"],
  }),
  file: setting(z.string().refine(isFileTemplate).optional(), {
    description: "How the file is called; without it {source}-{run} and the ending of its format.",
    allowed: allowed["deliveries.file"],
  }),
  onlyNew: setting(z.boolean().default(false), {
    description: "Only what was not held at the run that was delivered before.",
    allowed: allowed["deliveries.onlyNew"],
  }),
  evenIfPartial: setting(z.boolean().default(false), {
    description: "Also after runs that set something aside.",
    allowed: allowed["deliveries.evenIfPartial"],
  }),
  to: targetSchema,
});

/** Keys that may stand in a delivery, or in what it goes `to`. */
export function deliveryKeys(inner: boolean): string[] {
  if (!inner) return Object.keys(deliverySchema.shape);
  return [...new Set(targetSchema.options.flatMap(({ shape }) => Object.keys(shape)))];
}
