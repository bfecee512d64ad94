import { createReadStream } from "node:fs";
import { access, constants, open, rename, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { DatamasterError } from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import type { DeliveryTarget, FolderOptions, ParcelFile, SendOptions } from "./deliver.ts";
import { failed, refused } from "./failure.ts";

/**
 * A folder of this machine, or one that is mounted: each file is written beside its place, synced and renamed. It is not made
 * where it is missing: then nothing may be mounted there.
 */
export function createFolder({ path: given, mode }: FolderOptions): DeliveryTarget {
  const path = resolve(given);
  return {
    place: path,
    async check() {
      await guarded(path, async () => {
        if (!(await stat(path)).isDirectory()) throw refused(told("deliveryNoFolder", { path }));
        await access(path, constants.W_OK | constants.X_OK);
      });
      return told("deliveryWritable", { place: path });
    },
    async send({ files }, options) {
      let sent = 0;
      await guarded(path, async () => {
        for (const file of files) {
          await put(file, path, Number.parseInt(mode, 8), sent, options);
          sent += file.bytes;
        }
      });
    },
  };
}

async function put(
  file: ParcelFile,
  folder: string,
  mode: number,
  before: number,
  { signal, onBytes }: SendOptions,
): Promise<void> {
  const part = join(folder, `.${file.name}.part`);
  await rm(part, { force: true });
  const out = await open(part, "wx", mode);
  try {
    // What the umask took away.
    await out.chmod(mode);
    let written = before;
    for await (const chunk of createReadStream(file.path, { signal })) {
      await out.writeFile(chunk as Uint8Array);
      written += (chunk as Uint8Array).length;
      onBytes(written);
    }
    await out.sync();
    await out.close();
    await rename(part, join(folder, file.name));
  } catch (error) {
    await out.close().catch(() => {});
    await rm(part, { force: true });
    throw error;
  }
}

async function guarded(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof DatamasterError) throw error;
    switch ((error as NodeJS.ErrnoException).code) {
      case "ENOENT":
      case "ENOTDIR":
      case "EEXIST":
        throw refused(told("deliveryNoFolder", { path }), error);
      case "EACCES":
      case "EPERM":
      case "EROFS":
        throw refused(told("deliveryNotWritable", { place: path }), error);
      default:
        throw failed(path, error);
    }
  }
}
