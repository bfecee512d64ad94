import { readdirSync, readFileSync } from "node:fs";

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

const FOLDER = new URL("../migrations/", import.meta.url);

/** The numbered SQL files in order. */
export function readMigrations(): Migration[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => ({
      version: Number(name.slice(0, 4)),
      name,
      sql: readFileSync(new URL(name, FOLDER), "utf8"),
    }));
}

/** The version of a database that all of them were applied to. */
export function schemaVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}
