import type { AppPorts } from "../../src/app/app.ts";
import { type Desk, type DeskVerb, VERBS } from "../../src/app/desk.ts";

/** A desk without threads, over the same verbs. */
export function deskHere(ports: AppPorts): Desk {
  return {
    async ask(who, verb, ...args) {
      const { load }: DeskVerb = VERBS[verb];
      const work = await load();
      const acting = { ...ports, openAdmin: (given = who) => ports.openAdmin(given) };
      return (await work(acting, ...(args as unknown as never[]))) as never;
    },
    close: async () => {},
  };
}
