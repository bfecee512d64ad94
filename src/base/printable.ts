/** C0 and C1 controls but tab and newline, and marks that turn the direction of text. */
const UNPRINTABLE = /[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/gu;

/** Text from outside, fit for a terminal or a log: control characters, escape sequences with them, become U+FFFD. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, "\ufffd");
}
