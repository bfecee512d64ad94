import { chooseLanguage } from "../config/config.ts";
import { loadMessages } from "../messages/messages.ts";
import { createProcessCli, giveWay } from "./process-cli.ts";
import { languageFlag, onlyReads, runCli } from "./program.ts";
import { reportError } from "./report.ts";

const words = process.argv.slice(2);
if (onlyReads(words)) giveWay();
const cli = createProcessCli(await loadMessages(chooseLanguage(languageFlag(words))));

// What no command foresaw and none waits for: told like any other error, and the end of the process.
process.on("uncaughtException", (error) => {
  reportError(cli, error, { json: words.includes("--json"), stack: words.includes("debug") });
  process.exit();
});

await runCli(words, cli);
