import type { Told } from "../base/told.ts";

export { fillName, sourceInName } from "./file-name.ts";

/** One file to hand on: complete on this machine's disk. */
export interface ParcelFile {
  /** What it is to be called where it goes to; no path. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** In hex. */
  readonly sha256: string;
  readonly rows: number;
}

/** What is handed on of one run: the same run gives the same names, so that handing on twice leaves one of each. */
export interface Parcel {
  /** The delivery's name in the config. */
  readonly delivery: string;
  readonly source: string;
  readonly run: number;
  /** ISO UTC start of the run. */
  readonly startedAt: string;
  readonly status: "complete" | "partial";
  readonly files: readonly ParcelFile[];
}

export interface SendOptions {
  readonly signal: AbortSignal;
  /** Told while files are on their way: how many bytes of the parcel have gone; may begin anew. */
  readonly onBytes: (sent: number) => void;
}

/**
 * Where files are handed on to. Each appears there whole or not at all, and replaces one of its name. `check` and `send`
 * reject RetryableError DELIVERY_FAILED where trying again may help, DELIVERY_REFUSED where the config must change.
 */
export interface DeliveryTarget {
  /** For people: `sftp://host/folder`; holds no secret. */
  readonly place: string;
  /** Tries whether it could be sent, and leaves nothing behind. */
  check(signal: AbortSignal): Promise<Told>;
  send(parcel: Parcel, options: SendOptions): Promise<void>;
}

export interface FolderOptions {
  readonly kind: "folder";
  readonly path: string;
  /** Octal digits. */
  readonly mode: string;
}

export interface CommandOptions {
  readonly kind: "command";
  readonly run: readonly string[];
  readonly timeoutSeconds: number;
  /** What the program finds in its environment beside DATAMASTER_ variables. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface SftpOptions {
  readonly kind: "sftp";
  readonly host: string;
  readonly port: number;
  /** `SHA256:` and base64, as ssh-keygen tells it; undefined: nothing is sent, and the one that was seen is told. */
  readonly hostKey?: string | undefined;
  readonly user: string;
  readonly password?: string | undefined;
  /** Its file. */
  readonly privateKey?: string | undefined;
  readonly passphrase?: string | undefined;
  readonly path: string;
}

export interface S3Options {
  readonly kind: "s3";
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface EmailOptions {
  readonly kind: "email";
  readonly host: string;
  readonly port: number;
  readonly security: "starttls" | "tls" | "none";
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly from: string;
  readonly recipients: readonly string[];
  /** With `{source}` and the like in it. */
  readonly subject: string;
  readonly maxMegabytes: number;
  /** File of certificates (PEM) that are trusted beside the usual ones. */
  readonly ca?: string | undefined;
  /** Of the mail's text. */
  readonly language: "en" | "ru";
}

export type TargetOptions = FolderOptions | CommandOptions | SftpOptions | S3Options | EmailOptions;
