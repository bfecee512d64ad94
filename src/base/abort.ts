/** Why work ended that nobody wanted to end: the operator or the system asked the process to stop. */
export class StoppedError extends Error {
  constructor() {
    super("Stopped on request.");
    this.name = "StoppedError";
  }
}
