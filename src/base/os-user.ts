import { userInfo } from "node:os";

/** The name of the user that this process runs as; its numeric id where the system knows no name for it, as in containers. */
export function osUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
