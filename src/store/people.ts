/** One who may use the dashboard, as the store keeps them. Roles and scopes are the contract's words; the store reads none. */
export interface Person {
  /** `u_…`. */
  readonly id: string;
  readonly name: string;
  /** Lower case; no two have the same. */
  readonly email: string;
  readonly role: string;
  /** Null: as the browser asks for it. */
  readonly language: string | null;
  /** IANA; null: the browser's. */
  readonly zone: string | null;
  readonly state: "active" | "disabled";
  /** The hash of the password; null where none is set yet. */
  readonly password: string | null;
  /** The second factor's secret, sealed; null where there is none. */
  readonly totp: string | null;
  /** The last time step in which a code was used: no code is taken twice. */
  readonly totpStep: number | null;
  /** JSON of what the dashboard remembers for them. */
  readonly prefs: string;
  /** ISO UTC, as all times here. */
  readonly createdAt: string;
  readonly seenAt: string | null;
}

/** What of a person may change. */
export type PersonChange = Partial<Omit<Person, "id" | "createdAt">>;

export interface PersonSummary extends Person {
  readonly sessions: number;
}

export interface UserSession {
  /** `s_…`: for lists; who has it cannot sign in with it. */
  readonly id: string;
  /** SHA-256 of what the cookie holds, in hex. */
  readonly hash: string;
  readonly person: string;
  readonly createdAt: string;
  readonly seenAt: string;
  /** The address it was last used from. */
  readonly place: string;
  /** As the browser calls itself. */
  readonly browser: string;
  readonly secondFactor: boolean;
}

/** A one-time link: for the first admin, a new person, or a new password of `person`. */
export interface Invite {
  readonly hash: string;
  readonly kind: "setup" | "invite" | "password";
  readonly person: string | null;
  readonly email: string | null;
  readonly name: string | null;
  readonly role: string | null;
  readonly madeBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

export interface ApiToken {
  /** `t_…`. */
  readonly id: string;
  readonly name: string;
  readonly hash: string;
  /** A person's id. */
  readonly owner: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  /** Null: never. */
  readonly expiresAt: string | null;
  readonly usedAt: string | null;
  readonly usedFrom: string | null;
}

/** Failed sign-ins of one account or net. */
export interface Tries {
  readonly failures: number;
  readonly lastAt: string;
}

/** The reading side of who may use the service. */
export interface PeopleReader {
  count(): number;
  /** By name. */
  list(): PersonSummary[];
  find(id: string): Person | undefined;
  findByEmail(email: string): Person | undefined;
  /** Active people of that role who have a password. */
  countOf(role: string): number;
  findSession(hash: string): { readonly session: UserSession; readonly person: Person } | undefined;
  /** Newest first. */
  listSessions(person: string): UserSession[];
  findInvite(hash: string): Invite | undefined;
  listInvites(): Invite[];
  /** Newest first. */
  listTokens(): ApiToken[];
  findToken(hash: string): { readonly token: ApiToken; readonly owner: Person } | undefined;
  tries(key: string): Tries | undefined;
  countRecoveryCodes(person: string): number;
}

/** What changes who may use the service; each call is one write transaction, or a part of the one it is called in. */
export interface People extends PeopleReader {
  /** Throws where the e-mail is taken: ask first, in the same transaction. */
  add(person: Person): void;
  /** Tells whether there is one. */
  change(id: string, change: PersonChange): boolean;
  addSession(session: UserSession): void;
  /** Later than it was; nothing where the session is gone. */
  seeSession(id: string, at: string, place: string): void;
  endSession(person: string, id: string): boolean;
  /** All of a person but one; tells how many. */
  endSessions(person: string, except: string | null): number;
  addInvite(invite: Invite): void;
  /** Tells whether it was there: it can be used once. */
  dropInvite(hash: string): boolean;
  addToken(token: ApiToken): void;
  seeToken(id: string, at: string, place: string): void;
  dropToken(id: string): boolean;
  setTries(key: string, tries: Tries): void;
  clearTries(key: string): void;
  /** In place of those there were. */
  setRecoveryCodes(person: string, hashes: readonly string[]): void;
  /** Tells whether it was one: each can be used once. */
  dropRecoveryCode(person: string, hash: string): boolean;
  /** Forgets sessions made or last seen before, tries of before, and invitations that ended. */
  sweep(before: SweptBefore): void;
}

export interface SweptBefore {
  readonly made: string;
  readonly seen: string;
  readonly tried: string;
  readonly now: string;
}
