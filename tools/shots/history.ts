import { setTimeout as wait } from "node:timers/promises";
import type { Role } from "../../src/contract/contract.ts";
import type { Sim } from "../../src/sim/sim.ts";
import { Visitor } from "./visitor.ts";

/** Who lives there: one of each role, all with one password. */
export interface People {
  readonly address: string;
  readonly emails: Readonly<Record<Role, string>>;
  readonly password: string;
}

/**
 * What people do in a dashboard, done through the API by those who may: runs with changes between them and with projects that cannot be
 * read, schedules, a do-not-call list, a token, exports; a run of the last simulator goes on until the service ends.
 */
export async function liveIn(people: People, sims: readonly Sim[]): Promise<void> {
  const [operator, exporter, admin] = [
    await signedIn(people, "operator"),
    await signedIn(people, "exporter"),
    await signedIn(people, "admin"),
  ];
  const [main, franchise] = sims;
  await collect(operator, "main-sales");
  main?.change({ projects: 0.15, add: 24, remove: 8, edit: 3 });
  await collect(operator, "main-sales");
  franchise?.change({ projects: 0.1 });
  franchise?.configure({ deadProjects: [10_005, 10_011] });
  await collect(operator, "franchise");
  franchise?.configure({ deadProjects: 0 });
  await prepare(admin);
  await takeOut(exporter);
  await operator.post("/runs", { source: "partners" });
}

async function signedIn({ address, emails, password }: People, role: Role): Promise<Visitor> {
  const visitor = new Visitor(address);
  await visitor.signIn(emails[role], password);
  return visitor;
}

/** Collects all of a source, to the end. */
async function collect(visitor: Visitor, source: string): Promise<void> {
  await visitor.post("/runs", { source, full: true });
  for (;;) {
    await wait(300);
    const { items } = (await visitor.get("/runs/live")) as { items: readonly { source: string }[] };
    if (!items.some((run) => run.source === source)) return;
  }
}

async function prepare(admin: Visitor): Promise<void> {
  const usual = { zone: "Europe/Moscow", overlap: "skip", missed: "once", jitter: 0, isOn: true };
  await admin.post("/schedules", { ...usual, source: "main-sales", kind: "run", cron: "0 2 * * *" });
  await admin.post("/schedules", {
    ...usual,
    source: "franchise",
    kind: "run",
    cron: "30 6 * * 1-5",
  });
  await admin.post("/schedules", {
    ...usual,
    source: null,
    kind: "retention",
    cron: "0 4 * * 0",
    isOn: false,
  });
  const list = (phones: readonly string[], reason: string): Promise<unknown> =>
    admin.post("/suppressions", { phones, reason, region: "RU" });
  await list(["8 (916) 123-45-67", "+7 903 765-43-21"], "Asked by telephone not to be called");
  await list(["8 495 111-22-33"], "Written complaint 14/11");
  await admin.post("/tokens", {
    name: "Dialler, office in Kazan",
    scopes: ["runs.see", "numbers.see"],
    days: 90,
  });
}

async function takeOut(exporter: Visitor): Promise<void> {
  await exporter.post("/exports", { what: { kind: "held" }, filter: { sources: ["franchise"] } });
  await exporter.post("/exports", { what: { kind: "new", since: 3 }, format: "csv" });
}
