import { DatamasterError, messageOf } from "../../base/errors.ts";
import { maskNumbers } from "../../base/mask.ts";
import type { Told } from "../../base/told.ts";
import { english, loadMessages, say } from "../../messages/messages.ts";
import type { Spoken, SpokenError } from "../../model/event.ts";

/** Says texts in each language, numbers in them masked: for what many people hear at once. */
export interface Speaker {
  say(text: Told | string): Spoken;
  error(thrown: unknown): SpokenError;
}

/** Loads the tables of all languages. */
export async function createSpeaker(): Promise<Speaker> {
  const ru = await loadMessages("ru");
  const both = (of: (words: typeof english) => string): Spoken => ({
    en: maskNumbers(of(english)),
    ru: maskNumbers(of(ru)),
  });
  const speak = (text: Told | string): Spoken => both((words) => say(words, text).text);
  return {
    say: speak,
    error(thrown) {
      if (!(thrown instanceof DatamasterError)) {
        return { code: "INTERNAL", text: speak(messageOf(thrown)), hint: null, until: null };
      }
      const { code, told, message, hint, data } = thrown;
      const hasHint = (told?.hint ?? hint) !== undefined;
      return {
        code,
        text: speak(told ?? message),
        hint: hasHint ? both((words) => (told && say(words, told).hint) ?? hint ?? "") : null,
        until: typeof data.until === "string" ? data.until : null,
      };
    },
  };
}
