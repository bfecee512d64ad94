import type { Permission, Role } from "../contract/contract.ts";
import type { Language } from "../messages/messages.ts";

/** Who asks: a person in a browser, or a program with a token of theirs. */
export interface Who {
  /** Of the person, or of the token. */
  readonly id: string;
  /** For people to read: the person's, or the token's. */
  readonly name: string;
  /** As the audit log names them: the person's e-mail, with the token's name where it is one. */
  readonly actor: string;
  /** The person's, or that of the token's owner. */
  readonly role: Role;
  /** What they may do now: of a token its scopes, as far as its owner's role still has them. */
  readonly permissions: readonly Permission[];
  readonly kind: "person" | "token";
}

/** What a request tells of who sends it; plain data. */
export interface RequestFacts {
  /** The session cookie's value; null where there is none. */
  readonly session: string | null;
  /** What follows `Authorization: Bearer `; null where there is none. */
  readonly bearer: string | null;
  /** The address it came from. */
  readonly place: string;
}

/** A session as its own request sees it. */
export interface PresentSession {
  readonly id: string;
  /** The header `x-datamaster-csrf` of everything but GET must have this value. */
  readonly csrf: string;
  /** ISO UTC: when it ends, whatever happens. */
  readonly endsAt: string;
  /** It ends after so long without a request. */
  readonly idleMs: number;
}

/** Who was let in, and how. */
export interface Admitted {
  readonly who: Who;
  /** Null for a token: it needs no CSRF header. */
  readonly session: PresentSession | null;
  /** The person's language; null for a token. */
  readonly language: Language | null;
  /** Their role needs a second factor that they have not set up: until they do, they may only do that. */
  readonly needsSecondFactor: boolean;
  /** That they were here is to be kept: ask for the verb `noteSeen` without waiting for it. Null where it was kept lately. */
  readonly note: SeenNote | null;
}

/** That a session or token was used. */
export interface SeenNote {
  readonly of: "session" | "token";
  readonly id: string;
  readonly place: string;
}

/** A token as the audit log names it: as its owner. */
export function actorOfToken(owner: string, token: string): string {
  return `${owner} (${token})`;
}

/** The person behind an actor: what a token does counts as its owner's. */
export function ownerOf(actor: string): string {
  return actor.replace(/ \(.*\)$/s, "");
}
