import { counts, formats } from "./counts.ts";

const { count, duration } = formats;

/** What `db copy` says. */
export const copying = {
  step: (p: { step: "copying" | "comparing"; table: string; rows: number; of: number }) =>
    `${p.step === "copying" ? "Copying" : "Comparing"} ${p.table}: ${count(p.rows)} of ${counts.rows(p.of)}`,
  done: (p: { to: string; rows: number; tables: number; time: number }) =>
    `${counts.rows(p.rows)} of ${count(p.tables)} tables copied to ${p.to} in ${duration(p.time)}, and found there as they were.`,
  hash: (p: { hash: string }) => `SHA-256 of the rows: ${p.hash}`,
  next: "To work with the copy from now on, name it with --db, or as store: in the config.",
};

export const copyFaults = {
  copySame: (p: { store: string }) => [
    `A database cannot be copied into itself (${p.store}).`,
    "Name another one after --to.",
  ],
  copyNotEmpty: (p: { path: string }) => [
    `${p.path} holds data already; nothing was written into it.`,
    "Copy into a new database: another file, or another schema of the server (?schema=NAME).",
  ],
  copyDiffers: (p: { table: string; copied: number; rows: number }) => [
    `The copy of the table ${p.table} is not what was read (${count(p.copied)} of ${counts.rows(p.rows)}); nothing of the copy was kept.`,
    "Look the database over with `datamaster doctor --full`, and try again.",
  ],
} satisfies Record<string, (p: never) => readonly [string, string?]>;
