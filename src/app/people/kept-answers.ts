import type { KeptAnswer } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changing, reading } from "../with-store.ts";

const DAY_MS = 86_400_000;

/** What the service answered; both texts are hashes: of who asked with which key, and of what for. */
export interface NamedAnswer extends KeptAnswer {
  readonly name: string;
  readonly asked: string;
}

/** The answer that was given under this name in the last day; null where there is none. */
export async function findAnswer(
  ports: AppPorts,
  name: string,
  now = Date.now(),
): Promise<NamedAnswer | null> {
  const found = await reading(ports, ({ answers }) => answers.find(name, new Date(now).toISOString()));
  return found === undefined ? null : { ...found, name };
}

/** Keeps an answer for a day. */
export async function keepAnswer(ports: AppPorts, answer: NamedAnswer, now = Date.now()): Promise<void> {
  const ends = new Date(now + DAY_MS).toISOString();
  await changing(ports, ({ answers }) => answers.keep(answer, ends, new Date(now).toISOString()));
}
