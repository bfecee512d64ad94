import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { posix } from "node:path";
import ssh2, { type ConnectConfig, type SFTPWrapper } from "ssh2";
import { DatamasterError, messageOf } from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import type { DeliveryTarget, ParcelFile, SendOptions, SftpOptions } from "./deliver.ts";
import { failed, refused } from "./failure.ts";

const READY_MS = 20_000;
/** Status codes of draft-ietf-secsh-filexfer-02. */
const NO_SUCH_FILE = 2;
const PERMISSION_DENIED = 3;

/** An SFTP server whose host key is known beforehand: each file is sent aside and renamed once it is there whole. */
export function createSftp(options: SftpOptions): DeliveryTarget {
  const { user, host, port, path } = options;
  const place = `sftp://${user}@${host}${port === 22 ? "" : `:${port}`}/${path.replace(/^\//, "")}`;
  return {
    place,
    check: (signal) =>
      connected(options, place, signal, async (sftp) => {
        const probe = posix.join(path, `.datamaster-check-${process.pid}`);
        await asked((done) => sftp.writeFile(probe, "", done));
        await asked((done) => sftp.unlink(probe, done));
        return told("deliveryWritable", { place });
      }),
    send: ({ files }, { signal, onBytes }) =>
      connected(options, place, signal, async (sftp) => {
        let before = 0;
        for (const file of files) {
          await put(sftp, file, path, { signal, onBytes: (sent) => onBytes(before + sent) });
          before += file.bytes;
        }
      }),
  };
}

async function put(
  sftp: SFTPWrapper,
  { name, path: from, bytes }: ParcelFile,
  folder: string,
  { signal, onBytes }: SendOptions,
): Promise<void> {
  const part = posix.join(folder, `.${name}.part`);
  const place = posix.join(folder, name);
  try {
    await asked((done) => sftp.fastPut(from, part, { step: onBytes }, done));
    signal.throwIfAborted();
    const { size } = await new Promise<{ size: number }>((resolve, reject) => {
      sftp.stat(part, (error, stats) => (error ? reject(error) : resolve(stats)));
    });
    if (size !== bytes) throw new Error(`${size} of ${bytes} bytes arrived`);
    await replace(sftp, part, place);
  } catch (error) {
    await asked((done) => sftp.unlink(part, done)).catch(() => {});
    throw error;
  }
}

/** OpenSSH replaces in one step; for servers that cannot, the older file goes first. */
async function replace(sftp: SFTPWrapper, part: string, place: string): Promise<void> {
  try {
    await asked((done) => sftp.ext_openssh_rename(part, place, done));
  } catch (error) {
    if (!messageOf(error).includes("does not support")) throw error;
    await asked((done) => sftp.unlink(place, done)).catch(() => {});
    await asked((done) => sftp.rename(part, place, done));
  }
}

function asked(ask: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => ask((error) => (error ? reject(error) : resolve())));
}

async function connected<T>(
  options: SftpOptions,
  place: string,
  signal: AbortSignal,
  work: (sftp: SFTPWrapper) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const config = await configOf(options);
  const client = new ssh2.Client();
  let seen = "";
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {});
  const stop = (): void => broken.reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  client
    .on("error", broken.reject)
    .on("close", () => broken.reject(new Error("the server closed the connection")));
  // The other way in which servers ask for a password.
  client.on("keyboard-interactive", (_name, _instructions, _language, prompts, answer) =>
    answer(prompts.map(() => options.password ?? "")),
  );
  try {
    const ready = new Promise<void>((resolve) => void client.once("ready", resolve));
    client.connect({
      ...config,
      hostVerifier: (key: Buffer) => {
        seen = fingerprintOf(key);
        return isSame(seen, options.hostKey);
      },
    });
    await Promise.race([ready, broken.promise]);
    const opened = new Promise<SFTPWrapper>((resolve, reject) => {
      client.sftp((error, sftp) => (error ? reject(error) : resolve(sftp)));
    });
    const sftp = await Promise.race([opened, broken.promise]);
    return await Promise.race([work(sftp), broken.promise]);
  } catch (error) {
    throw signal.aborted ? error : toError(error, options, place, seen);
  } finally {
    signal.removeEventListener("abort", stop);
    client.destroy();
  }
}

async function configOf(options: SftpOptions): Promise<ConnectConfig> {
  const { host, port, user: username, password, privateKey: file, passphrase } = options;
  const base = { host, port, username, readyTimeout: READY_MS, keepaliveInterval: 15_000, tryKeyboard: true };
  if (file === undefined) return { ...base, ...(password === undefined ? {} : { password }) };
  const privateKey = await readFile(file).catch((error) => {
    throw refused(told("deliveryKeyUnusable", { file, why: messageOf(error) }), error);
  });
  const key = ssh2.utils.parseKey(privateKey, passphrase);
  if (key instanceof Error) throw refused(told("deliveryKeyUnusable", { file, why: key.message }), key);
  return {
    ...base,
    privateKey,
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(password === undefined ? {} : { password }),
  };
}

/** As `ssh-keygen -lf` tells it. */
function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

function isSame(seen: string, wanted: string | undefined): boolean {
  return seen === wanted?.replace(/=+$/, "");
}

function toError(error: unknown, options: SftpOptions, place: string, seen: string): DatamasterError {
  if (error instanceof DatamasterError) return error;
  const { host, hostKey, path } = options;
  if (seen !== "" && !isSame(seen, hostKey)) {
    return hostKey === undefined
      ? refused(told("deliveryHostKeyUnknown", { host, seen }), error)
      : refused(told("deliveryHostKeyOther", { host, seen, hostKey }), error);
  }
  const { level, code } = error as { level?: unknown; code?: unknown };
  if (level === "client-authentication") return refused(told("deliveryLoginRefused", { place }), error);
  if (code === NO_SUCH_FILE) return refused(told("deliveryNoFolder", { path }), error);
  if (code === PERMISSION_DENIED) return refused(told("deliveryNotWritable", { place }), error);
  return failed(place, error);
}
