import { ApiProblem } from "./problem.ts";

/** The service has a newer dashboard than this page: what this one still lacks is gone. */
export class NewerDashboard extends Error {
  override readonly name = "NewerDashboard";
}

/** Whether the service gives out another dashboard than the one this page was made of. Rejects where it is not reached. */
export async function isNewerThere(): Promise<boolean> {
  const own = document.querySelector("script[type=module]")?.getAttribute("src");
  const response = await fetch("/", { cache: "no-store" });
  return own != null && response.ok && !(await response.text()).includes(own);
}

/** A part of the dashboard that is loaded when it is needed. Rejects with NewerDashboard, or ApiProblem where nothing is reached. */
export async function loaded<T>(part: Promise<T>): Promise<T> {
  try {
    return await part;
  } catch (error) {
    const isNewer = await isNewerThere().catch((cause: unknown) => {
      throw new ApiProblem(0, {}, cause);
    });
    throw isNewer ? new NewerDashboard() : error;
  }
}
