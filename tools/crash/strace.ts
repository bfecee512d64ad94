/** The calls by which SQLite changes files. */
export const FILE_CALLS = ["pwrite64", "fsync", "fdatasync", "ftruncate", "unlink"] as const;
export type FileCall = (typeof FILE_CALLS)[number];

/** Counts such calls into `log`. */
export function counting(log: string): string[] {
  return ["strace", "-f", "--seccomp-bpf", "-o", log, "-e", `trace=${FILE_CALLS.join(",")}`];
}

/**
 * Does something to a thread's `at`-th such call: `signal=KILL`, `error=EIO`. Strace counts each thread and call apart.
 * Without --seccomp-bpf, faster as it is: strace cannot send a signal from its stops.
 */
export function injecting(call: FileCall, what: string, at: string): string[] {
  const inject = `inject=${call}:${what}:when=${at}`;
  return ["strace", "-f", "-o", "/dev/null", "-e", `trace=${call}`, "-e", inject];
}

/** Records every byte written to files and sockets, every sync and every name that comes or goes, into `log`. */
export function recording(log: string): string[] {
  const calls = `trace=${FILE_CALLS.join(",")},openat,rename,write,writev`;
  return ["strace", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "70000", "-o", log, "-e", calls];
}

/** How often the busiest thread made each call: the one that writes the database. `log` is that of {@link counting}. */
export function countCalls(log: string): Map<FileCall, number> {
  const byThread = new Map<string, number>();
  const most = new Map<FileCall, number>();
  for (const line of log.split("\n")) {
    const [, thread, name] = /^(\d+)\s+(\w+)\(/.exec(line) ?? [];
    const call = FILE_CALLS.find((one) => one === name);
    if (call === undefined) continue;
    const count = (byThread.get(`${thread} ${call}`) ?? 0) + 1;
    byThread.set(`${thread} ${call}`, count);
    most.set(call, Math.max(most.get(call) ?? 0, count));
  }
  return most;
}
