import { DatamasterError } from "../../base/errors.ts";
import { withoutPassword } from "../../base/store-address.ts";
import { told } from "../../messages/messages.ts";
import { readAddress } from "./address.ts";

/** Throws USAGE with the commands that back the schema up and restore it: PostgreSQL has its own programs for it. */
export function refuseBackups(store: string): never {
  const { schema } = readAddress(store);
  // It is a parameter of ours: PostgreSQL's programs refuse it.
  const database = withoutPassword(store)
    .replace(/([?&])schema=[^&]*&?/, "$1")
    .replace(/[?&]$/, "");
  const backup = `pg_dump -Fc -n ${schema} -f FILE '${database}'`;
  const restore = `pg_restore --clean --if-exists -d '${database}' FILE`;
  throw new DatamasterError("USAGE", told("backupElsewhere", { backup, restore }));
}
