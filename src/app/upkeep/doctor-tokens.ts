import { dirname } from "node:path";
import { DatamasterError, whyOf } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { AppPorts } from "../app.ts";
import type { DoctorSource, Finding } from "./doctor.ts";
import { modeOf, OTHERS_READ } from "./doctor-files.ts";

const check = "sign-in";

/** The files that keep refresh tokens: whether they can be used, and by whom they can be read. */
export async function* examineTokens(
  ports: AppPorts,
  sources: readonly DoctorSource[],
): AsyncGenerator<Finding> {
  for (const { shown: source, oauth } of sources) {
    if (oauth?.refreshToken == null) continue;
    try {
      const { file, isThere } = await ports.inspectTokens(oauth);
      if (!isThere) {
        yield { check, state: "ok", detail: told("tokenFileNone", { source }) };
        continue;
      }
      yield { check, state: "ok", detail: told("tokenFileGood", { source, file }) };
      yield* modeOf(check, file, OTHERS_READ, "600");
      yield* modeOf(check, dirname(file), OTHERS_READ, "700");
    } catch (error) {
      if (!(error instanceof DatamasterError)) throw error;
      yield { check, state: "fail", detail: whyOf(error), code: error.code, exit: 2 };
    }
  }
}
