import type {
  ApiToken,
  Invite,
  People,
  Person,
  PersonChange,
  SweptBefore,
  Tries,
  UserSession,
} from "../../people.ts";
import type { Sql } from "../sql.ts";
import { PeopleRows } from "./people-rows.ts";

/** Runs work in a write transaction, or as a part of the one that goes on. */
type Transaction = <T>(work: () => T) => T;

/** {@link People} over a connection that writes. */
export class SqlPeople extends PeopleRows implements People {
  readonly #sql: Sql;
  readonly #transaction: Transaction;

  constructor(sql: Sql, transaction: Transaction) {
    super(sql);
    this.#sql = sql;
    this.#transaction = transaction;
  }

  add(person: Person): void {
    const { id, name, email, role, language, zone, state, password, totp, totpStep, prefs } = person;
    this.#run(
      `INSERT INTO users (id, name, email, role, language, zone, state, password, totp, totp_step, prefs, created_at, seen_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[id, name, email, role, language, zone, state, password, totp, totpStep, prefs],
      ...[person.createdAt, person.seenAt],
    );
  }

  change(id: string, change: PersonChange): boolean {
    return this.#transaction(() => {
      const found = this.find(id);
      if (found === undefined) return false;
      const { name, email, role, language, zone, state, password, totp, totpStep, prefs, seenAt } = {
        ...found,
        ...change,
      };
      this.#sql.run(
        `UPDATE users SET name = ?, email = ?, role = ?, language = ?, zone = ?, state = ?, password = ?, totp = ?,
           totp_step = ?, prefs = ?, seen_at = ? WHERE id = ?`,
        ...[name, email, role, language, zone, state, password, totp, totpStep, prefs, seenAt, id],
      );
      return true;
    });
  }

  addSession(session: UserSession): void {
    const { id, hash, person, createdAt, seenAt, place, browser, secondFactor } = session;
    this.#run(
      `INSERT INTO user_sessions (id, hash, person, created_at, seen_at, place, browser, second_factor)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[id, hash, person, createdAt, seenAt, place, browser, secondFactor ? 1 : 0],
    );
  }

  seeSession(id: string, at: string, place: string): void {
    this.#transaction(() => {
      const changed = this.#sql.run(
        "UPDATE user_sessions SET seen_at = ?, place = ? WHERE id = ? AND seen_at < ?",
        ...[at, place, id, at],
      );
      if (changed === 0) return;
      this.#sql.run(
        "UPDATE users SET seen_at = ? WHERE id = (SELECT person FROM user_sessions WHERE id = ?)",
        ...[at, id],
      );
    });
  }

  endSession(person: string, id: string): boolean {
    return this.#run("DELETE FROM user_sessions WHERE person = ? AND id = ?", person, id) > 0;
  }

  endSessions(person: string, except: string | null): number {
    return this.#run("DELETE FROM user_sessions WHERE person = ? AND id <> coalesce(?, '')", person, except);
  }

  addInvite(invite: Invite): void {
    const { hash, kind, person, email, name, role, madeBy, createdAt, expiresAt } = invite;
    this.#run(
      `INSERT INTO invites (hash, kind, person, email, name, role, made_by, created_at, expires_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[hash, kind, person, email, name, role, madeBy, createdAt, expiresAt],
    );
  }

  dropInvite(hash: string): boolean {
    return this.#run("DELETE FROM invites WHERE hash = ?", hash) > 0;
  }

  addToken(token: ApiToken): void {
    const { id, name, hash, owner, scopes, createdAt, expiresAt, usedAt, usedFrom } = token;
    this.#run(
      `INSERT INTO api_tokens (id, name, hash, owner, scopes, created_at, expires_at, used_at, used_from)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[id, name, hash, owner, scopes.join(" "), createdAt, expiresAt, usedAt, usedFrom],
    );
  }

  seeToken(id: string, at: string, place: string): void {
    this.#run("UPDATE api_tokens SET used_at = ?, used_from = ? WHERE id = ?", at, place, id);
  }

  dropToken(id: string): boolean {
    return this.#run("DELETE FROM api_tokens WHERE id = ?", id) > 0;
  }

  setTries(key: string, { failures, lastAt }: Tries): void {
    this.#run(
      `INSERT INTO sign_in_tries (key, failures, last_at) VALUES (?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at`,
      ...[key, failures, lastAt],
    );
  }

  clearTries(key: string): void {
    this.#run("DELETE FROM sign_in_tries WHERE key = ?", key);
  }

  setRecoveryCodes(person: string, hashes: readonly string[]): void {
    this.#transaction(() => {
      this.#sql.run("DELETE FROM recovery_codes WHERE person = ?", person);
      for (const hash of hashes)
        this.#sql.run("INSERT INTO recovery_codes (person, hash) VALUES (?, ?)", person, hash);
    });
  }

  dropRecoveryCode(person: string, hash: string): boolean {
    return this.#run("DELETE FROM recovery_codes WHERE person = ? AND hash = ?", person, hash) > 0;
  }

  sweep({ made, seen, tried, now }: SweptBefore): void {
    this.#transaction(() => {
      this.#sql.run("DELETE FROM user_sessions WHERE created_at < ? OR seen_at < ?", made, seen);
      this.#sql.run("DELETE FROM sign_in_tries WHERE last_at < ?", tried);
      this.#sql.run("DELETE FROM invites WHERE expires_at < ?", now);
    });
  }

  #run(sql: string, ...values: (string | number | null)[]): number {
    return this.#transaction(() => this.#sql.run(sql, ...values));
  }
}
