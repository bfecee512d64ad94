import type {
  ApiToken,
  Invite,
  PeopleReader,
  Person,
  PersonSummary,
  Tries,
  UserSession,
} from "../../people.ts";
import type { Sql } from "../sql.ts";

const PERSON =
  "id, name, email, role, language, zone, state, password, totp, totp_step AS totpStep, prefs, created_at AS createdAt, seen_at AS seenAt";
const SESSION =
  "id, hash, person, created_at AS createdAt, seen_at AS seenAt, place, browser, second_factor AS secondFactor";
const INVITE =
  "hash, kind, person, email, name, role, made_by AS madeBy, created_at AS createdAt, expires_at AS expiresAt";
const TOKEN =
  "id, name, hash, owner, scopes, created_at AS createdAt, expires_at AS expiresAt, used_at AS usedAt, used_from AS usedFrom";

type SessionRow = Omit<UserSession, "secondFactor"> & { readonly secondFactor: number };
type TokenRow = Omit<ApiToken, "scopes"> & { readonly scopes: string };

/** {@link PeopleReader} over a connection. */
export class PeopleRows implements PeopleReader {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  count(): number {
    return this.#sql.count("SELECT count(*) AS n FROM users", {});
  }

  list(): PersonSummary[] {
    return this.#sql.all<PersonSummary>(
      `SELECT ${PERSON}, (SELECT count(*) FROM user_sessions s WHERE s.person = users.id) AS sessions
       FROM users ORDER BY name, id`,
    );
  }

  find(id: string): Person | undefined {
    return this.#sql.get<Person>(`SELECT ${PERSON} FROM users WHERE id = ?`, id);
  }

  findByEmail(email: string): Person | undefined {
    return this.#sql.get<Person>(`SELECT ${PERSON} FROM users WHERE email = ?`, email);
  }

  countOf(role: string): number {
    return this.#sql.count(
      "SELECT count(*) AS n FROM users WHERE role = :role AND state = 'active' AND password IS NOT NULL",
      { role },
    );
  }

  findSession(hash: string): { session: UserSession; person: Person } | undefined {
    const row = this.#sql.get<SessionRow>(`SELECT ${SESSION} FROM user_sessions WHERE hash = ?`, hash);
    const person = row === undefined ? undefined : this.find(row.person);
    return row === undefined || person === undefined ? undefined : { session: toSession(row), person };
  }

  listSessions(person: string): UserSession[] {
    return this.#sql
      .all<SessionRow>(
        `SELECT ${SESSION} FROM user_sessions WHERE person = ? ORDER BY created_at DESC, id`,
        person,
      )
      .map(toSession);
  }

  findInvite(hash: string): Invite | undefined {
    return this.#sql.get<Invite>(`SELECT ${INVITE} FROM invites WHERE hash = ?`, hash);
  }

  listInvites(): Invite[] {
    return this.#sql.all<Invite>(`SELECT ${INVITE} FROM invites ORDER BY created_at DESC, hash`);
  }

  listTokens(): ApiToken[] {
    return this.#sql
      .all<TokenRow>(`SELECT ${TOKEN} FROM api_tokens ORDER BY created_at DESC, id`)
      .map(toToken);
  }

  findToken(hash: string): { token: ApiToken; owner: Person } | undefined {
    const row = this.#sql.get<TokenRow>(`SELECT ${TOKEN} FROM api_tokens WHERE hash = ?`, hash);
    const owner = row === undefined ? undefined : this.find(row.owner);
    return row === undefined || owner === undefined ? undefined : { token: toToken(row), owner };
  }

  tries(key: string): Tries | undefined {
    return this.#sql.get<Tries>("SELECT failures, last_at AS lastAt FROM sign_in_tries WHERE key = ?", key);
  }

  countRecoveryCodes(person: string): number {
    return this.#sql.count("SELECT count(*) AS n FROM recovery_codes WHERE person = :person", { person });
  }
}

function toSession({ secondFactor, ...row }: SessionRow): UserSession {
  return { ...row, secondFactor: secondFactor === 1 };
}

function toToken({ scopes, ...row }: TokenRow): ApiToken {
  return { ...row, scopes: scopes.split(" ").filter((scope) => scope !== "") };
}
