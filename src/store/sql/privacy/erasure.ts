import { DatamasterError } from "../../../base/errors.ts";
import { told } from "../../../messages/messages.ts";
import type { Erasure, ErasureCounts, KeptFile, Sought, SubjectRecord } from "../../erasure.ts";
import { readTombstoneKey, type TombstoneKey } from "../../tombstone-key.ts";
import { refuseActive } from "../run/resuming.ts";
import type { Sql } from "../sql.ts";
import { eraseEverywhere } from "./erasing.ts";
import { subjectRecord } from "./subject.ts";
import { addTombstones, erasedAt, keyToErase, removeTombstones } from "./tombstones.ts";

type Transaction = <T>(work: () => T) => T;

/** {@link Erasure} over the connection of an admin, whose transactions `within` makes. */
export class StoreErasure implements Erasure {
  readonly #sql: Sql;
  readonly #within: Transaction;
  readonly #keyFile: string;

  constructor(sql: Sql, within: Transaction, keyFile: string) {
    this.#sql = sql;
    this.#within = within;
    this.#keyFile = keyFile;
  }

  preview(sought: Sought): ErasureCounts {
    let counts: ErasureCounts | undefined;
    const undo = new DatamasterError("STOPPED", told("stopped"));
    try {
      this.#within(() => {
        counts = this.#erase(sought, readTombstoneKey(this.#keyFile));
        throw undo;
      });
    } catch (thrown) {
      if (thrown !== undo || counts === undefined) throw thrown;
    }
    if (counts === undefined) throw undo;
    return counts;
  }

  erase(sought: Sought, note: (counts: ErasureCounts) => void): ErasureCounts {
    return this.#within(() => {
      const key = keyToErase(this.#sql, this.#keyFile);
      const counts = this.#erase(sought, key);
      addTombstones(this.#sql, key, sought.numbers, new Date().toISOString());
      note(counts);
      return counts;
    });
  }

  #erase(sought: Sought, key: TombstoneKey | null): ErasureCounts {
    const sources = this.#sql.all<{ id: number }>("SELECT id FROM sources");
    for (const { id } of sources) refuseActive(this.#sql, id, null);
    const isErased = (number: bigint) => key !== null && erasedAt(this.#sql, key, number) !== null;
    const erasedBefore = sought.numbers.filter(({ number }) => isErased(number)).length;
    return { ...eraseEverywhere(this.#sql, sought), erasedBefore };
  }

  wipe(): void {
    this.#sql.wipe();
  }

  allowReturn(numbers: readonly bigint[]): number {
    return this.#within(() => removeTombstones(this.#sql, keyToErase(this.#sql, this.#keyFile), numbers));
  }

  subject(sought: Sought): SubjectRecord {
    return subjectRecord(this.#sql, sought, keyToErase(this.#sql, this.#keyFile));
  }

  erasedAt(number: bigint): string | null {
    const key = readTombstoneKey(this.#keyFile);
    return key === null ? null : erasedAt(this.#sql, key, number);
  }

  aliases(numbers: readonly bigint[]): string[] {
    const key = keyToErase(this.#sql, this.#keyFile);
    return numbers.map((number) => key.mac("number", number));
  }

  files(): KeptFile[] {
    return this.#sql.all<KeptFile & Record<string, never>>(
      `SELECT path, kind, at FROM written_files UNION ALL SELECT path, 'backup' AS kind, at FROM backups ORDER BY at, path`,
    );
  }

  noteFile({ path, kind, at }: KeptFile): void {
    this.#sql.run(
      `INSERT INTO written_files (path, kind, at) VALUES (?, ?, ?)
       ON CONFLICT (path) DO UPDATE SET kind = excluded.kind, at = excluded.at`,
      path,
      kind,
      at,
    );
  }

  forgetFile(path: string): void {
    this.#sql.run("DELETE FROM written_files WHERE path = ?", path);
    this.#sql.run("DELETE FROM backups WHERE path = ?", path);
    this.#sql.run("DELETE FROM backups WHERE path = ?", path);
  }
}
