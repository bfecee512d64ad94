import type { ComponentType } from "react";
import { createBrowserRouter, type RouteObject } from "react-router";
import { loaded } from "./client/newer.ts";
import { Frame } from "./frame/frame.tsx";
import { NotFound } from "./frame/not-found.tsx";
import { PageProblem } from "./frame/page-problem.tsx";
import { Stand } from "./frame/stand.tsx";
import { loadWords } from "./i18n/i18n.ts";

interface PageModule {
  readonly Page: ComponentType;
}

/** A page in a chunk of its own, its words beside it: `words` is the name of its file of texts, `also` those of parts in it. */
function page(
  path: string,
  words: string,
  load: () => Promise<PageModule>,
  also: readonly string[] = [],
): RouteObject {
  const lazy = async (): Promise<{ Component: ComponentType }> => {
    const [{ Page }] = await loaded(Promise.all([load(), ...[words, ...also].map(loadWords)]));
    return { Component: Page };
  };
  return path === "" ? { index: true, lazy } : { path, lazy };
}

/** A page that also says what another one does. */
async function withWords(words: string, load: Promise<PageModule>): Promise<PageModule> {
  const [module] = await Promise.all([load, loadWords(words)]);
  return module;
}

const PAGES: readonly RouteObject[] = [
  page("", "home", () => import("./pages/home/home.tsx")),
  page("runs", "runs", () => import("./pages/runs/runs.tsx")),
  page("runs/compare", "compare", () => import("./pages/compare/compare.tsx")),
  page("runs/:run", "run", () => import("./pages/run/run.tsx")),
  page("numbers", "numbers", () => withWords("number", import("./pages/numbers/numbers.tsx"))),
  page("numbers/:number", "number", () => withWords("numbers", import("./pages/number/number.tsx"))),
  page("exports", "exports", () => import("./pages/exports/exports.tsx")),
  page("exports/new", "new-export", () => import("./pages/new-export/new-export.tsx")),
  page("quality", "quality", () => import("./pages/quality/quality.tsx")),
  page("analytics", "analytics", () => import("./pages/analytics/analytics.tsx")),
  page("sources", "sources", () => import("./pages/sources/sources.tsx")),
  // The wizard's last step asks when, with the words of schedules.
  page("sources/new", "wizard", () => import("./pages/wizard/wizard.tsx"), ["schedules"]),
  // The forms and the test of a source are those of the wizard.
  page("sources/:source", "source", () => import("./pages/source/source.tsx"), ["wizard"]),
  page("schedules", "schedules", () => import("./pages/schedules/schedules.tsx")),
  page("suppressions", "suppressions", () => import("./pages/suppressions/suppressions.tsx")),
  page("settings/:tab?", "settings", () => import("./pages/settings/settings.tsx"), ["second-factor"]),
  { path: "*", Component: NotFound },
];

/** Pages inside of a frame. What cannot be loaded is told there: the router draws nothing of a page that is not loaded, its own boundary too. */
function inside(frame: ComponentType, pages: readonly RouteObject[]): RouteObject {
  return {
    Component: frame,
    ErrorBoundary: PageProblem,
    HydrateFallback: () => null,
    children: [{ ErrorBoundary: PageProblem, children: [...pages] }],
  };
}

/** All addresses of the dashboard: the pages in the frame, set-up and login alone. */
export function newRouter(): ReturnType<typeof createBrowserRouter> {
  return createBrowserRouter([
    inside(Stand, [
      page("login", "login", () => import("./pages/login/login.tsx")),
      page("setup", "setup", () => import("./pages/setup/setup.tsx"), ["second-factor"]),
    ]),
    inside(Frame, PAGES),
  ]);
}
