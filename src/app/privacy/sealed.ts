import { DatamasterError } from "../../base/errors.ts";
import type { MasterKey } from "../../base/master-key.ts";
import { open, type SealedPlace } from "../../base/sealing.ts";
import { told } from "../../messages/messages.ts";

/** Opens a sealed text; `of` names whose it is. Throws SECRET_KEY: sealed under another key, or damaged. */
export function openSealed(master: MasterKey, sealed: string, place: SealedPlace, of: string): string {
  const opened = open(master, sealed, place);
  if ("text" in opened) return opened.text;
  const why =
    opened.wrong === "key"
      ? told("secretKeyOther", { of, sealed: opened.keyId, key: master.id })
      : told("secretDamaged", { of });
  throw new DatamasterError("SECRET_KEY", why);
}
