import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { text as readAll } from "node:stream/consumers";
import { type Command, Option } from "commander";
import { noteConfig } from "../../app/runs/note-config.ts";
import { toSourceOptions } from "../../app/sources/source-options.ts";
import { DatamasterError } from "../../base/errors.ts";
import {
  DEFAULT_FILE,
  findVariable,
  isSourceName,
  type SourceDraft,
  tokenVariable,
  trimBaseUrl,
} from "../../config/config.ts";
import { type Messages, told } from "../../messages/messages.ts";
import { canAsk } from "../ask.ts";
import { type Cli, strongerExit } from "../cli.ts";
import { type GlobalFlags, openContext } from "../context.ts";
import { addExamples } from "../help.ts";
import { type InitPlaces, writeInitFiles } from "../init-files.ts";
import { type InitAnswers, Wizard, WRONG } from "../init-wizard.ts";
import { jobOf, type RunDocument, runJob } from "../job.ts";
import { printJson } from "../report.ts";
import { flagWords } from "../shell.ts";
import { type CheckDocument, checkStepByStep } from "./check.ts";

interface InitFlags extends GlobalFlags {
  readonly yes?: boolean;
  readonly name: string;
  readonly connector: string;
  readonly baseUrl?: string;
  readonly region?: string;
  readonly tokenStdin?: boolean;
  readonly force?: boolean;
  /** False with --no-check. */
  readonly check: boolean;
  readonly pilot?: boolean;
}

/** How many clients a pilot reads. */
const PILOT_CLIENTS = 10;
/** Where --yes finds the token, besides the source's own variable. */
const USUAL_TOKEN = "DATAMASTER_TOKEN";

/** `init`: asks what a source needs (or takes it from flags), writes the config and .env, tries it, offers a pilot. */
export function addInit(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.init;
  const command = program
    .command("init")
    .summary(texts.summary)
    .description(texts.about({ clients: PILOT_CLIENTS, variable: USUAL_TOKEN }))
    .option("--yes", texts.yes)
    .option("--name <name>", texts.name, "main-crm")
    .addOption(
      new Option("--connector <name>", texts.connector).choices(["datamaster"]).default("datamaster"),
    )
    .option("--base-url <url>", texts.baseUrl)
    .option("--region <code>", texts.region)
    .option("--token-stdin", texts.tokenStdin)
    .option("--force", texts.force)
    .option("--no-check", texts.noCheck)
    .option("--pilot", texts.pilot({ clients: PILOT_CLIENTS }))
    .action(async (_flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<InitFlags>();
      // What was asked or written is in the file now; as flags they would stand over it.
      for (const name of ["connector", "baseUrl", "region"]) self.setOptionValue(name, undefined);
      const setup = new Setup(cli, self, flags);
      await (flags.yes === true ? setup.unasked() : setup.asking());
    });
  addExamples(command, [
    ["datamaster init", texts.examples.ask],
    [
      `${USUAL_TOKEN}=... datamaster init --yes --base-url https://crm.example.com/api/v1 --region RU`,
      texts.examples.script,
    ],
    ["datamaster init --name partner --config partner.yaml", texts.examples.another],
  ]);
}

/** A check with the exit code that it asks for. */
type Checked = CheckDocument & { readonly exit: number };

class Setup {
  readonly #cli: Cli;
  readonly #command: Command;
  readonly #flags: InitFlags;
  readonly #places: InitPlaces;
  readonly #variable: string;

  constructor(cli: Cli, command: Command, flags: InitFlags) {
    this.#cli = cli;
    this.#command = command;
    this.#flags = flags;
    this.#places = {
      config: resolve(cli.cwd, flags.config ?? DEFAULT_FILE),
      dotenv: resolve(cli.cwd, ".env"),
    };
    if (!isSourceName(flags.name)) {
      throw new DatamasterError("USAGE", told("wrongSourceName", { name: flags.name }));
    }
    this.#variable = tokenVariable(flags.name);
  }

  /** Everything from flags: all that is wrong is told at once, before anything is written. */
  async unasked(): Promise<void> {
    const { force, check, pilot, baseUrl = "", region } = this.#flags;
    if (existsSync(this.#places.config) && force !== true) throw this.#exists();
    const token = await this.#givenToken();
    const found = await findVariable(this.#variable, this.#cli.cwd);
    const problems = [
      baseUrl === "" ? told("noBaseUrl") : WRONG.baseUrl(baseUrl),
      region === undefined ? undefined : WRONG.region(region),
      token === null ? found === undefined && told("noToken", { variable: USUAL_TOKEN }) : WRONG.token(token),
    ].filter((problem) => typeof problem === "object");
    if (problems.length > 0) throw new DatamasterError("USAGE", told("initLacks", { problems }));
    const answers = { connector: this.#flags.connector, baseUrl: trimBaseUrl(baseUrl), token };
    await this.#write({ ...answers, region: region ?? null });
    const checked = check ? await this.#check() : undefined;
    const isPilot = pilot === true && checked?.ok !== false;
    this.#end(checked, isPilot ? await this.#pilot() : undefined);
  }

  /** Asks at the terminal until the check goes well or the operator has had enough. */
  async asking(): Promise<void> {
    if (!canAsk(this.#cli)) {
      throw new DatamasterError("USAGE", told("initNeedsTerminal"));
    }
    const wizard = new Wizard(this.#cli);
    wizard.begin();
    const { config } = this.#places;
    const mayWrite = this.#flags.force === true || !existsSync(config) || (await wizard.mayReplace(config));
    if (!mayWrite) throw this.#exists();
    const { connector, baseUrl, region } = this.#flags;
    let before: Partial<InitAnswers> = { connector, ...(baseUrl && { baseUrl }), ...(region && { region }) };
    let checked: Checked | undefined;
    do {
      const found = await findVariable(this.#variable, this.#cli.cwd);
      const answers = await wizard.ask(before, this.#variable, found !== undefined);
      before = answers;
      wizard.note(await this.#write(answers));
      checked = this.#flags.check ? await this.#check() : undefined;
    } while (checked?.ok === false && !this.#cli.signal.aborted && (await wizard.yes(this.#words.tryAgain)));
    const isPilot = checked?.ok === true && (await wizard.yes(this.#words.pilot({ clients: PILOT_CLIENTS })));
    wizard.end(checked?.ok === false ? this.#words.notReady : this.#words.ready);
    this.#end(checked, isPilot ? await this.#pilot() : undefined);
  }

  get #words(): Messages["init"] {
    return this.#cli.words.init;
  }

  /** The token of --yes; null where none is given and one that is set already is to be used. */
  async #givenToken(): Promise<string | null> {
    if (this.#flags.tokenStdin === true) return (await readAll(this.#cli.stdin)).trim();
    return (await findVariable(USUAL_TOKEN, this.#cli.cwd))?.value ?? null;
  }

  /** Writes both files; returns what was done, a line each. */
  async #write({ connector, baseUrl, token, region }: InitAnswers): Promise<string[]> {
    const draft: SourceDraft = { name: this.#flags.name, connector, baseUrl, region };
    await writeInitFiles(this.#places, draft, token);
    const { ports } = await openContext(this.#cli, this.#command, "optional");
    await noteConfig(ports, { file: this.#places.config, ...draft, token: token !== null });
    const lines = [
      this.#words.configWritten({ file: this.#flags.config ?? DEFAULT_FILE, source: this.#flags.name }),
    ];
    if (token !== null) lines.push(this.#words.dotenvWritten({ variable: this.#variable }));
    if (this.#flags.yes === true && this.#flags.quiet !== true)
      this.#cli.stderr.write(`${lines.join("\n")}\n`);
    return lines;
  }

  /** Sets no exit code: a check that goes well later makes up for one that did not. */
  async #check(): Promise<Checked> {
    let exit = 0;
    const exiting = (code: number): void => {
      exit = strongerExit(code, exit);
    };
    const cli = { ...this.#cli, exit: exiting };
    const document = await checkStepByStep(cli, this.#command, [this.#flags.name], this.#flags.json === true);
    return { ...document, exit };
  }

  async #pilot(): Promise<RunDocument | undefined> {
    const context = await openContext(this.#cli, this.#command, "required");
    const source = context.sources.find(({ name }) => name === this.#flags.name);
    if (source === undefined) return undefined;
    const scope = { clients: [], exclude: [], limit: PILOT_CLIENTS };
    return await runJob(context, await jobOf(context, toSourceOptions(source), { scope, begin: "auto" }));
  }

  #end(checked: Checked | undefined, pilot: RunDocument | undefined): void {
    if (checked !== undefined) this.#cli.exit(checked.exit);
    const { json, quiet, name } = this.#flags;
    if (json === true) {
      const files = { config: this.#places.config, dotenv: this.#places.dotenv };
      const check = checked && { ok: checked.ok, steps: checked.steps };
      printJson(this.#cli, { source: name, variable: this.#variable, ...files, check, pilot });
    } else if (quiet !== true) {
      this.#cli.stderr.write(`\n${this.#nextLines(checked, pilot).join("\n")}\n`);
    }
  }

  #nextLines(checked: Checked | undefined, pilot: RunDocument | undefined): string[] {
    const { config, db, lang } = this.#flags;
    const call = (...words: string[]): string =>
      [this.#cli.invocation, ...words, ...flagWords({ config, db, lang })].join(" ");
    if (checked?.ok === false) return [this.#words.mend, `  ${call("check")}`];
    if (pilot !== undefined) return [this.#words.allClients, `  ${call("collect")}`];
    return [this.#words.next, `  ${call("collect")}`, `  ${call("export", "--out", "numbers.csv")}`];
  }

  #exists(): DatamasterError {
    const shown = basename(this.#places.config);
    return new DatamasterError("USAGE", told("configExists", { file: shown }));
  }
}
