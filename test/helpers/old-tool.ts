import { DatabaseSync, type SQLInputValue } from "node:sqlite";

/** What one run of the old tool saw in one project. */
export interface OldSight {
  readonly run: number;
  readonly project: number;
  /** As they were typed. */
  readonly phones: readonly (string | null)[];
}

/**
 * The spelling of an old database: English names with keys (numbers in E.164, each run's rows are all it saw), Russian names
 * in Latin letters (integers, each pair once, with the run that found it), or raw texts with the day they were found.
 */
export type OldDialect = "english" | "russian" | "raw";

export interface OldContent {
  /** When each run began, by its number less one. */
  readonly runs: readonly string[];
  /** Clients by number with country; projects by number with their client. */
  readonly clients: Readonly<Record<number, string>>;
  readonly projects: Readonly<Record<number, number>>;
  readonly sights: readonly OldSight[];
}

const SCHEMAS: Readonly<Record<OldDialect, string>> = {
  english: `CREATE TABLE runs (id INTEGER PRIMARY KEY, started_at TEXT, finished_at TEXT, status TEXT);
    CREATE TABLE clients (id INTEGER PRIMARY KEY, name TEXT, country TEXT);
    CREATE TABLE projects (id INTEGER PRIMARY KEY, client_id INTEGER REFERENCES clients (id), name TEXT);
    CREATE TABLE phones (id INTEGER PRIMARY KEY AUTOINCREMENT, phone TEXT UNIQUE);
    CREATE TABLE project_phones (project_id INTEGER REFERENCES projects (id), phone_id INTEGER REFERENCES phones (id),
      run_id INTEGER REFERENCES runs (id), PRIMARY KEY (project_id, phone_id, run_id));
    CREATE TABLE settings (key TEXT, value TEXT);`,
  russian: `CREATE TABLE zapuski (id INTEGER PRIMARY KEY, nachalo INTEGER, konets INTEGER);
    CREATE TABLE klienty (kod INTEGER PRIMARY KEY, nazvanie TEXT, strana TEXT);
    CREATE TABLE proekty (id INTEGER PRIMARY KEY, klient INTEGER, nazvanie TEXT);
    CREATE TABLE telefony (id INTEGER PRIMARY KEY, nomer INTEGER UNIQUE);
    CREATE TABLE proekt_telefony (proekt_id INTEGER, telefon_id INTEGER, zapusk_id INTEGER, UNIQUE (proekt_id, telefon_id));`,
  raw: `CREATE TABLE projects (rowkey INTEGER PRIMARY KEY, crm_id TEXT, client_id TEXT, client_name TEXT, title TEXT);
    CREATE TABLE project_phones (project_id TEXT, phone TEXT, contact_name TEXT, created_at TEXT, updated_at TEXT);`,
};

/** Makes an old database; `break_` adds rows that cannot be taken over. */
export function oldDatabase(path: string, dialect: OldDialect, content: OldContent): void {
  const db = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  try {
    db.exec(SCHEMAS[dialect]);
    db.exec("BEGIN");
    fill(db, dialect, content);
    db.exec("COMMIT");
  } finally {
    db.close();
  }
}

function fill(db: DatabaseSync, dialect: OldDialect, { runs, clients, projects, sights }: OldContent): void {
  const insert = (table: string, ...values: SQLInputValue[]): number =>
    Number(
      db.prepare(`INSERT OR IGNORE INTO ${table} VALUES (${values.map(() => "?").join()})`).run(...values)
        .changes,
    );
  const seconds = (iso: string): number => Date.parse(iso) / 1000;
  runs.forEach((at, i) => {
    if (dialect === "english") insert("runs", i + 1, at.replace("T", " ").slice(0, 19), null, "done");
    if (dialect === "russian") insert("zapuski", i + 1, seconds(at), seconds(at) + 600);
  });
  for (const [id, country] of Object.entries(clients)) {
    if (dialect === "english") insert("clients", Number(id), `Client ${id}`, country);
    if (dialect === "russian") insert("klienty", Number(id), `Клиент ${id}`, country);
  }
  for (const [id, client] of Object.entries(projects)) {
    if (dialect === "english") insert("projects", Number(id), client, `Project ${id}`);
    if (dialect === "russian") insert("proekty", Number(id), client, `Проект ${id}`);
    if (dialect === "raw")
      insert("projects", 100 + Number(id), id, String(client), `Client ${client}`, `Project ${id}`);
  }
  const ids = new Map<string | null, number>();
  for (const { run, project, phones } of sights) {
    for (const phone of phones) {
      const at = runs[run - 1] ?? "";
      if (dialect === "raw") {
        insert(
          "project_phones",
          String(100 + project),
          phone,
          "Anna",
          at.slice(0, 10).split("-").reverse().join("."),
          null,
        );
        continue;
      }
      const id = ids.get(phone) ?? ids.size + 1;
      if (!ids.has(phone)) {
        ids.set(phone, id);
        const digits = phone?.replace(/\D/g, "") ?? "";
        insert(
          dialect === "english" ? "phones" : "telefony",
          id,
          dialect === "russian" && digits !== "" ? BigInt(digits) : phone,
        );
      }
      insert(dialect === "english" ? "project_phones" : "proekt_telefony", project, id, run);
    }
  }
}
