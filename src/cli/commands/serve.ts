import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { openContext } from "../context.ts";
import { addExamples, portNumber } from "../help.ts";
import { printJson } from "../report.ts";
import { type ServeFlags, serveUntilSignal } from "../serving.ts";

/** `serve`: the service and its dashboard, until a signal ends it. */
export function addServe(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.serve;
  const command = program
    .command("serve")
    .summary(texts.summary)
    .description(texts.about)
    .option("--port <n>", texts.port, portNumber)
    .option("--host <address>", texts.host)
    .option("--open", texts.open)
    .option("--tls-cert <file>", texts.tlsCert)
    .option("--tls-key <file>", texts.tlsKey)
    .option("--trust-proxy", texts.trustProxy)
    .option("--api-only", texts.apiOnly)
    .action(async (flags: ServeFlags, self: Command) => {
      const context = await openContext(cli, self, "optional");
      await serveUntilSignal(context, flags, (document) => {
        if (context.json) printJson(cli, document);
      });
    });
  addExamples(command, [
    ["datamaster serve --open", texts.examples.here],
    ["datamaster serve --host 0.0.0.0 --port 8443 --tls-cert cert.pem --tls-key key.pem", texts.examples.tls],
    ["datamaster serve --trust-proxy", texts.examples.proxy],
  ]);
}
