import type { HomeReader, StoredSource } from "../../home.ts";
import type { Sql } from "../sql.ts";

const OF_CLIENT = `SELECT count(DISTINCT m.number) AS n
  FROM sources s JOIN clients k ON k.source = s.id JOIN projects p ON p.client = k.id JOIN membership m ON m.project = p.id
  WHERE s.name = :source AND k.crm_id = :client AND m.to_run IS NULL`;

/** {@link HomeReader} over one connection. */
export function homeReader(sql: Sql): HomeReader {
  return {
    sources: () =>
      sql
        .all<Omit<StoredSource, "baseUrl"> & { readonly base_url: string }>(
          "SELECT name, connector, base_url FROM sources ORDER BY id",
        )
        .map(({ name, connector, base_url }) => ({ name, connector, baseUrl: base_url })),
    countDifferent: () =>
      sql.count("SELECT count(DISTINCT number) AS n FROM membership WHERE to_run IS NULL", {}),
    countOfClient: (source, client) => sql.count(OF_CLIENT, { source, client }),
  };
}
