import type { SourceOptions } from "../app/app.ts";
import { type Plan, planRun } from "../app/runs/plan-run.ts";
import type { Messages } from "../messages/messages.ts";
import type { RunScope } from "../model/run.ts";
import type { Context } from "./context.ts";
import { printJson } from "./report.ts";
import { pad, widthOf } from "./text.ts";

/** Tells what collecting each source would take, on stdout; with --json the plan, or `{plans}` of several sources. */
export async function tellPlans(
  context: Context,
  sources: readonly SourceOptions[],
  scope: RunScope,
  full: boolean,
): Promise<void> {
  const plans: Plan[] = [];
  for (const source of sources) {
    const plan = await planRun(context.ports, source, scope, full, context.cli.signal);
    plans.push(plan);
    if (!context.json) context.cli.stdout.write(`${planLines(plan, context.cli.words).join("\n")}\n`);
  }
  if (context.json) printJson(context.cli, plans.length === 1 ? plans[0] : { plans });
}

function planLines(plan: Plan, words: Messages): string[] {
  const { plan: texts, duration } = words;
  const { estimated, requestsPerSecond, shareOfDay } = plan;
  const width = Math.max(...Object.values(texts.labels).map(widthOf)) + 3;
  const line = (label: keyof typeof texts.labels, text: string): string =>
    `  ${pad(texts.labels[label], width)}${text}`;
  const limit = requestsPerSecond === null ? texts.noLimit : texts.limit({ rate: requestsPerSecond });
  const time = plan.seconds < 1 ? null : duration(plan.seconds);
  const waits = plan.waitSeconds < 60 ? null : duration(plan.waitSeconds);
  return [
    texts.title({ source: plan.source, estimated, time }),
    line("reads", plan.mode === "incremental" ? texts.readsChanges(plan) : texts.reads(plan)),
    line("requests", `${texts.requests(plan)}, ${limit}`),
    ...(shareOfDay === null ? [] : [line("quota", texts.quota({ percent: shareOfDay * 100 }))]),
    ...(waits === null ? [] : [line("waits", texts.waits({ time: waits }))]),
    ...(estimated ? [`  ${texts.estimate}`] : []),
  ];
}
