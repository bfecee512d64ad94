import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ROLES, type Role } from "../../src/contract/contract.ts";
import { type Sim, startSim } from "../../src/sim/sim.ts";
import { liveIn } from "./history.ts";
import { Visitor } from "./visitor.ts";

/** A service over a store of real runs, with a person of each role. */
export interface Scene {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  /** The link that makes the first admin; used up where people were let in. */
  readonly setup: string;
  readonly sims: readonly Sim[];
  /** Of the service's process. */
  readonly pid: number;
  /** Everybody's password. */
  readonly password: string;
  readonly emails: Readonly<Record<Role, string>>;
  close(): Promise<void>;
}

export interface SceneOptions {
  /** Made anew. */
  readonly folder: string;
  readonly root: string;
  readonly clients: number;
  /** With sources, several runs of them and a person of each role; else there is nothing and nobody yet. */
  readonly isLivedIn: boolean;
  /** A person of each role all the same. */
  readonly hasPeople?: boolean;
  /** Two sources all the same, not yet collected. */
  readonly hasSources?: boolean;
  readonly onStep: (text: string) => void;
}

const PASSWORD = "correct horse battery 7";
const NAMES: Readonly<Record<Role, string>> = {
  viewer: "Ivan Orlov",
  operator: "Anna Petrova",
  exporter: "Maria Sokolova",
  auditor: "Olga Lebedeva",
  admin: "Pavel Smirnov",
};

/** Requests a second that the CRM allows whose run goes on while pictures are taken. */
const SLOW_RPS = 4;

/** Collects from two simulators, starts `serve` over the result, lets people in, and has them do what people do. */
export async function openScene(options: SceneOptions): Promise<Scene> {
  const { folder, clients, onStep } = options;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const slow = { perSecond: SLOW_RPS, windowMs: 1000, kind: "sliding", retryAfter: "seconds" } as const;
  const sims = [
    await startSim({ clients, seed: 3 }),
    await startSim({ clients: Math.ceil(clients / 3), seed: 7 }),
    ...(options.isLivedIn ? [await startSim({ clients: clients * 10, seed: 11, rateLimit: slow })] : []),
  ];
  const opened: { close(): Promise<unknown> }[] = [...sims];
  const close = async (): Promise<void> => {
    for (const one of opened.toReversed()) await one.close();
  };
  try {
    writeConfig(folder, options.isLivedIn || options.hasSources === true ? sims : []);
    if (options.isLivedIn) {
      onStep("collecting");
      await collectHistory(options, sims);
    }
    onStep("serving");
    const served = await serve(options);
    opened.push(served);
    onStep("letting people in");
    const emails = emailsOf();
    if (options.isLivedIn || options.hasPeople === true) await letIn(served.address, served.setup, emails);
    if (options.isLivedIn) {
      onStep("living");
      await liveIn({ address: served.address, emails, password: PASSWORD }, sims);
    }
    const { address, setup, pid } = served;
    return { address, setup, pid, sims, password: PASSWORD, emails, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function writeConfig(folder: string, [main, franchise, partners]: readonly Sim[]): void {
  const source = (sim: Sim): string =>
    `{ connector: datamaster, baseUrl: "${sim.url}", token: "\${SIM_TOKEN}", region: RU }`;
  const sources = { "main-sales": main, franchise, partners };
  const named = Object.entries(sources).flatMap(([name, sim]) =>
    sim === undefined ? [] : [`  ${name}: ${source(sim)}`],
  );
  const lines = [
    "store: sqlite:./datamaster.db",
    // So that simulators can be made sources in the browser.
    "serve: { allowPrivateAddresses: [127.0.0.0/8] }",
    ...(named.length === 0 ? [] : ["sources:", ...named]),
  ];
  writeFileSync(join(folder, "datamaster.yaml"), `${lines.join("\n")}\n`);
  writeFileSync(join(folder, ".env"), `SIM_TOKEN=${main?.token ?? "none"}\n`, { mode: 0o600 });
}

/** Some runs of the command line, so that there is something before. */
async function collectHistory(options: SceneOptions, [main]: readonly Sim[]): Promise<void> {
  for (let round = 0; round < 2; round++) {
    await datamaster(options, ["collect", "main-sales", "--quiet", "--full"]);
    main?.change({ projects: 0.15, add: 24, remove: 8, edit: 3 });
  }
  await datamaster(options, ["collect", "franchise", "--quiet"]);
}

function command(options: SceneOptions, args: readonly string[]): ReturnType<typeof spawn> {
  return spawn(process.execPath, [join(options.root, "bin", "datamaster.js"), ...args], {
    cwd: options.folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function datamaster(options: SceneOptions, args: readonly string[]): Promise<void> {
  const child = command(options, args);
  const [code] = (await once(child, "exit")) as [number | null];
  // 3: complete, with quarantined items.
  if (code !== 0 && code !== 3) throw new Error(`datamaster ${args.join(" ")} ended with ${code}`);
}

interface Served {
  readonly address: string;
  readonly setup: string;
  readonly pid: number;
  close(): Promise<void>;
}

async function serve(options: SceneOptions): Promise<Served> {
  const child = command(options, ["serve", "--port", "0", "--json", "--quiet"]);
  const ended = once(child, "exit");
  const close = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
  };
  if (child.stdout === null) throw new Error("serve has no output");
  let text = "";
  for await (const line of createInterface(child.stdout)) {
    text += line;
    const told = parsed(text);
    if (told !== undefined) return { ...told, pid: child.pid ?? 0, close };
  }
  throw new Error(`serve ended and said: ${text}`);
}

/** The document, once it is whole. */
function parsed(text: string): Omit<Served, "close" | "pid"> | undefined {
  try {
    const { address, setup } = JSON.parse(text) as { address: string; setup: string };
    return { address, setup };
  } catch {
    return undefined;
  }
}

/** Makes the first admin by the set-up link, and one person of each other role by an invitation. */
export async function letIn(
  address: string,
  setup: string,
  emails: Readonly<Record<Role, string>>,
): Promise<Visitor> {
  const admin = new Visitor(address);
  await admin.post("/links", {
    secret: secretOf(setup),
    name: NAMES.admin,
    email: emails.admin,
    password: PASSWORD,
  });
  await admin.signIn(emails.admin, PASSWORD);
  for (const role of ROLES) {
    if (role === "admin") continue;
    const invite = { email: emails[role], name: NAMES[role], role };
    const { path } = (await admin.post("/users/invites", invite)) as { path: string };
    await new Visitor(address).post("/links", { secret: secretOf(path), password: PASSWORD });
  }
  return admin;
}

function emailsOf(): Record<Role, string> {
  return Object.fromEntries(ROLES.map((role) => [role, `${role}@example.com`])) as Record<Role, string>;
}

const secretOf = (link: string): string => link.split("#")[1] ?? "";
