import { readFile } from "node:fs/promises";
import { exportSinger, singerColumns } from "../app/exports/export-singer.ts";
import { DatamasterError, messageOf } from "../base/errors.ts";
import { gzipped, readSingerState, type SingerState } from "../export/export.ts";
import { told } from "../messages/messages.ts";
import type { Context } from "./context.ts";
import { type ExportFlags, exportRequest } from "./export-request.ts";

interface Counting {
  readonly onRow: () => void;
  readonly onSuppressed: () => void;
}

/** The one file of an export as Singer messages. Rejects USAGE where flags or the state are wrong. */
export async function singerFile(context: Context, flags: ExportFlags, counting: Counting) {
  const { of, state: file } = flags;
  if (of === "rejected") throw new DatamasterError("USAGE", told("singerOf"));
  refuseBeside(flags);
  const state = file === undefined ? null : await readState(file);
  const columns = flags.columns ?? singerColumns(of);
  const asked = exportRequest(context, { ...flags, columns }, new Date());
  const { format: _, gzip, split: __, ...rest } = asked;
  const lines = exportSinger(context.ports, { ...rest, ...counting, of, state });
  return (async function* () {
    yield { part: null, chunks: gzip === true ? gzipped(lines) : lines };
  })();
}

/** What a state answers by itself, and what it cannot tell the end of. */
function refuseBeside(flags: ExportFlags): void {
  const beside: Readonly<Record<string, unknown>> = {
    "--run": flags.run,
    "--new-since": flags.newSince,
    "--include-gone": flags.includeGone,
    "--min-projects": flags.minProjects,
    "--split": flags.split,
    "--split-by": flags.splitBy,
  };
  const wrong = Object.entries(beside).find(([, value]) => value !== undefined);
  if (wrong !== undefined) throw new DatamasterError("USAGE", told("singerBeside", { flag: wrong[0] }));
}

async function readState(file: string): Promise<SingerState | null> {
  const text = await readFile(file, "utf8").catch((error) => {
    throw new DatamasterError("USAGE", told("singerStateUnread", { file, why: messageOf(error) }), {
      cause: error,
    });
  });
  const state = readSingerState(text);
  if (state === undefined) throw new DatamasterError("USAGE", told("singerStateWrong", { file }));
  return state;
}
