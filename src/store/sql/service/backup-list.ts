import type { KnownBackup } from "../../backups.ts";
import type { Sql } from "../sql.ts";

/** Enters a copy of the store that was made; one of the same name before it was replaced by it. */
export function noteBackup(sql: Sql, { path, at, bytes, sha256, kind }: KnownBackup): void {
  sql.run(
    `INSERT INTO backups (path, at, bytes, sha256, kind) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (path) DO UPDATE SET at = excluded.at, bytes = excluded.bytes, sha256 = excluded.sha256, kind = excluded.kind`,
    path,
    at,
    bytes,
    sha256,
    kind,
  );
}

/** Every copy that was made, newest first; whether it is still there is another matter. */
export function listBackups(sql: Sql): KnownBackup[] {
  return sql.all<KnownBackup>("SELECT path, at, bytes, sha256, kind FROM backups ORDER BY at DESC, path");
}
