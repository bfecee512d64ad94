import { DatamasterError, messageOf } from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import type { SimProblem } from "../sim/sim.ts";
import { outputFailed } from "./output.ts";

/** An error of the simulator, which knows no messages, as one of the table: said in the user's language. */
export function inWords(error: unknown): unknown {
  if (!(error instanceof DatamasterError)) return error;
  const { code, cause, data } = error;
  const usage = (text: ReturnType<typeof told>) => new DatamasterError(code, text, { cause: error, data });
  switch (data.trouble) {
    case "simCannotListen":
      return usage(listenText(String(data.host), Number(data.port), cause));
    case "simTruth":
      return outputFailed(String(data.file), cause);
    case "simNoClass":
      return usage(told("simNoClass"));
    case "simUnknownClass":
      return usage(told("simUnknownClass", { name: String(data.name), known: String(data.known) }));
    case "simConfigWrong":
      return usage(
        told("simConfigWrong", { problems: (data.problems as readonly SimProblem[]).map(problemText) }),
      );
    default:
      return error;
  }
}

function listenText(host: string, port: number, cause: unknown): ReturnType<typeof told> {
  switch ((cause as NodeJS.ErrnoException | null)?.code) {
    case "EADDRINUSE":
      return told("simPortTaken", { host, port });
    case "EACCES":
      return told("simPortDenied", { host, port });
    case "ERR_SOCKET_BAD_PORT":
      return told("simNoSuchPort", { port });
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return told("simNoSuchHost", { host });
    default:
      return told("simCannotListen", { host, port, why: messageOf(cause) });
  }
}

function problemText({ path, kind, value }: SimProblem): ReturnType<typeof told> {
  switch (kind) {
    case "atMost":
      return told("simAtMost", { path, value });
    case "atLeast":
      return told("simAtLeast", { path, value });
    case "moreThan":
      return told("simMoreThan", { path, value });
    case "unknown":
      return told("simUnknown", { path, value });
    case "other":
      return told("simOther", { path, value });
  }
}
