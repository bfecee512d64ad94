import { type Plan, planRun, type SourceOptions } from "../app/app.ts";
import type { RunScope } from "../model/run.ts";
import type { Context } from "./context.ts";
import { printJson } from "./report.ts";
import { count, counted, duration } from "./text.ts";

/** Tells what collecting each source would take, on stdout; with --json the plan, or `{plans}` of several sources. */
export async function tellPlans(
  context: Context,
  sources: readonly SourceOptions[],
  scope: RunScope,
): Promise<void> {
  const plans: Plan[] = [];
  for (const source of sources) {
    const plan = await planRun(context.ports, source, scope, context.cli.signal);
    plans.push(plan);
    if (!context.json) context.cli.stdout.write(`${planLines(plan).join("\n")}\n`);
  }
  if (context.json) printJson(context.cli, plans.length === 1 ? plans[0] : { plans });
}

function planLines(plan: Plan): string[] {
  const about = plan.estimated ? "about " : "";
  const limit =
    plan.requestsPerSecond === null ? "no known limit" : `at most ${count(plan.requestsPerSecond)} a second`;
  const share =
    plan.shareOfDay === null ? [] : [`  quota      ${percent(plan.shareOfDay)} of what a day allows`];
  return [
    `Collecting ${plan.source} would take ${about}${duration(plan.seconds)}:`,
    `  reads      ${counted(plan.clients, "client")}, ${about}${counted(plan.projects, "project")}`,
    `  requests   ${about}${count(plan.requests)}, ${limit}`,
    ...share,
    ...(plan.estimated
      ? ["  An estimate from some of the clients; long lists of phones take more requests."]
      : []),
  ];
}

function percent(share: number): string {
  return share < 0.001 ? "less than 0.1%" : `${(share * 100).toFixed(1)}%`;
}
