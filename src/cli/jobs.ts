import type { Context } from "./context.ts";
import { type Job, type RunDocument, runJob } from "./job.ts";
import { errorDocument, printError, printJson, toKnown } from "./report.ts";

/** Works jobs off one after the other; with --json prints the document of the only one, or `{"runs": [...]}`. */
export async function runJobs(context: Context, jobs: readonly Job[]): Promise<void> {
  const [only] = jobs;
  if (only !== undefined && jobs.length === 1) {
    const document = await runJob(context, only);
    if (context.json) printJson(context.cli, document);
    return;
  }
  const runs: RunDocument[] = [];
  for (const job of jobs) {
    if (context.cli.signal.aborted) break;
    runs.push(await runOneOfMany(context, job));
  }
  if (context.json) printJson(context.cli, { runs });
}

/** A source that cannot be collected does not keep the others from being collected. */
async function runOneOfMany(context: Context, job: Job): Promise<RunDocument> {
  try {
    return await runJob(context, job);
  } catch (thrown) {
    const error = toKnown(context.cli, thrown);
    context.screen.line(`${job.source.name ?? job.source.baseUrl}:`);
    printError(context.cli, error);
    context.cli.exit(error.exitCode);
    return { source: job.source.name, error: errorDocument(error) };
  }
}
