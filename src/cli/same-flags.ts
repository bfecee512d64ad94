import { withoutPassword } from "../base/store-address.ts";
import type { Context } from "./context.ts";
import { flagWords } from "./shell.ts";

/** The flags by which another command finds the same config and database. */
export function sameStore({ flags }: Pick<Context, "flags">): string[] {
  const { config, db, lang } = flags;
  return flagWords({ config, db: shownStore(db), lang });
}

/** The exact command line that continues a run: same config, database and source. Never the token. */
export function resumeLine(context: Pick<Context, "cli" | "flags">, run: number): string {
  return sameSource(context, "resume", String(run));
}

/** The command line of another verb about the same source. Never the token. */
export function sameSource({ cli, flags }: Pick<Context, "cli" | "flags">, ...verb: string[]): string {
  const { config, db, lang, connector, baseUrl, region, concurrency, rps, skipSuppressed } = flags;
  const source = { connector, baseUrl, region, concurrency, rps, skipSuppressed };
  const words = flagWords({ config, db: shownStore(db), lang, ...source });
  return [cli.invocation, ...verb, ...words].join(" ");
}

/** What is printed is kept by terminals and logs: the password comes from PGPASSWORD, ~/.pgpass, or is typed again. */
function shownStore(db: string | undefined): string | undefined {
  return db === undefined ? undefined : withoutPassword(db);
}
