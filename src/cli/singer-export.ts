import { readFile } from "node:fs/promises";
import { exportSinger, singerColumns } from "../app/export-singer.ts";
import { DatamasterError, messageOf } from "../base/errors.ts";
import { gzipped, readSingerState, type SingerState } from "../export/export.ts";
import { told } from "../messages/messages.ts";
import type { Context } from "./context.ts";
import { type ExportFlags, exportRequest } from "./export-request.ts";
import { openFile, openStream } from "./output.ts";
import { writeExport } from "./write-export.ts";

/** Writes an export as Singer messages to stdout or to a file; tells the rows of `onRow` as every export does. */
export async function writeSinger(context: Context, flags: ExportFlags, onRow: () => void): Promise<void> {
  const { of, out, force, state: file } = flags;
  if (of === "rejected") throw new DatamasterError("USAGE", told("singerOf"));
  refuseBeside(flags);
  const state = file === undefined ? null : await readState(file);
  const columns = flags.columns ?? singerColumns(of);
  const asked = exportRequest(context, { ...flags, format: "jsonl", columns }, new Date());
  const { format: _, gzip, split: __, ...rest } = asked;
  const lines = exportSinger(context.ports, { ...rest, of, state, onRow });
  async function* files() {
    yield { part: null, chunks: gzip === true ? gzipped(lines) : lines };
  }
  await writeExport(context, files(), async () =>
    out === undefined ? openStream(context.cli.stdout) : await openFile(out, force === true),
  );
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
