import type { Who } from "../../access/access.ts";
import type { SourceOptions } from "../../app/app.ts";
import { planRun } from "../../app/runs/plan-run.ts";
import { DatamasterError } from "../../base/errors.ts";
import type { sourceRoutes } from "../../contract/sources.ts";
import { loadMessages, say, told } from "../../messages/messages.ts";
import { WHOLE_SOURCE } from "../../model/run.ts";
import type { Handlers } from "../handler.ts";
import type { ServerParts } from "../parts.ts";

type Target = { readonly draft: string } | { readonly source: string };

export const sourceHandlers: Handlers<typeof sourceRoutes> = {
  listSources: async ({ who }, { desk }) => ({ items: await desk.ask(who.actor, "sourceOverview") }),
  showSource: async ({ params, who }, { desk }) => await desk.ask(who.actor, "showSource", params.source),
  createSource: async ({ body, who }, { desk, events }) => {
    await desk.ask(who.actor, "addSource", body);
    events.emit("source.changed", { source: body.name, change: "created" });
    return { name: body.name };
  },
  changeSource: async ({ params, body, who }, { desk, events }) => {
    const name = params.source;
    await desk.ask(who.actor, "changeSource", { name, ...body });
    events.emit("source.changed", { source: name, change: "edited" });
    return { name };
  },
  deleteSource: async ({ params, query, who }, { desk, events }) => {
    const deleted = await desk.ask(who.actor, "removeSource", params.source, query.numbers === "true");
    events.emit("source.changed", { source: params.source, change: "deleted" });
    return { deleted };
  },
  listSourceDrafts: async ({ who }, { desk }) => ({ items: await desk.ask(who.actor, "listDrafts") }),
  createSourceDraft: async ({ body, who }, { desk }) => {
    const { secrets, ...content } = body;
    return await desk.ask(who.actor, "saveDraft", null, content, secrets);
  },
  showSourceDraft: async ({ params, who }, { desk }) => await desk.ask(who.actor, "showDraft", params.draft),
  saveSourceDraft: async ({ params, body, who }, { desk }) => {
    const { secrets, ...content } = body;
    return await desk.ask(who.actor, "saveDraft", params.draft, content, secrets);
  },
  deleteSourceDraft: async ({ params, who }, { desk }) => {
    await desk.ask(who.actor, "dropDraft", params.draft);
    return undefined;
  },
  finishSourceDraft: async ({ params, who }, { desk, events }) => {
    const name = await desk.ask(who.actor, "finishDraft", params.draft);
    events.emit("source.changed", { source: name, change: "created" });
    return { name };
  },
  startSourceCheck: async ({ body, who }, server) => ({
    id: server.trials.start(who.id, await optionsOf(who, server, body)),
  }),
  showSourceCheck: async ({ params, who, caller }, { trials }) => {
    const words = await loadMessages(caller.language);
    const { state, steps } = trials.trial(who.id, params.check);
    return {
      state,
      steps: steps.map(({ detail, ...step }) => {
        const said = detail === null ? null : say(words, detail);
        return { ...step, text: said?.text ?? null, hint: said?.hint ?? null };
      }),
    };
  },
  takeSourceSample: async ({ body, who, caller }, server) => {
    const source = await optionsOf(who, server, body.of);
    return await server.trials.sample(who.id, source, body.skip, caller.signal);
  },
  readSourceSample: async ({ params, body, who }, { desk, trials, ground }) => {
    const { reveal } = body;
    if (reveal && !who.permissions.includes("numbers.reveal"))
      throw new DatamasterError("NOT_ALLOWED", told("httpDenied", { may: "numbers.reveal" }));
    const read = trials.read(who.id, params.sample, body);
    if (reveal) await desk.ask(who.actor, "noteSampleReveal", read.records.length, ground);
    return read;
  },
  planSource: async ({ body, who, caller }, server) => {
    const source = await optionsOf(who, server, body);
    return await planRun(server.ports, source, WHOLE_SOURCE, true, caller.signal);
  },
};

/** What a request is about, with its secrets: they stay in this process. */
async function optionsOf({ actor }: Who, { desk }: ServerParts, target: Target): Promise<SourceOptions> {
  return "draft" in target
    ? await desk.ask(actor, "draftSource", target.draft)
    : await desk.ask(actor, "findSource", target.source);
}
