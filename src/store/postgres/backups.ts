import { DatamasterError } from "../../base/errors.ts";
import { withoutPassword } from "../../base/store-address.ts";
import { told } from "../../messages/messages.ts";

/** Throws USAGE with the command that backs the database up: PostgreSQL has its own program for it. */
export function refuseBackups(store: string): never {
  const command = `pg_dump --format=custom --file=FILE '${withoutPassword(store)}'`;
  throw new DatamasterError("USAGE", told("backupElsewhere", { command }));
}
