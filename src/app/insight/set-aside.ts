import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { RunReader, SetAside } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changing, readingIfAny } from "../with-store.ts";

const DAY_MS = 86_400_000;

/** A loss that somebody says is right. */
export interface SetAsideAsked {
  readonly source: string;
  /** The CRM's own id. */
  readonly client: string;
  readonly reason: string;
  /** So many days; null: for good. */
  readonly days: number | null;
}

/** Clients whose losses are no news now, newest first. */
export async function listSetAside(ports: AppPorts, now = Date.now()): Promise<SetAside[]> {
  return (await readingIfAny(ports, (reader) => asideNow(reader, now))) ?? [];
}

/** Warns no more of what a client loses; noted in the audit log. Rejects NOT_FOUND where the source has no such client. */
export async function setAside(
  ports: AppPorts,
  { source, client, reason, days }: SetAsideAsked,
  now = Date.now(),
): Promise<void> {
  const at = new Date(now).toISOString();
  const ends = days === null ? null : new Date(now + days * DAY_MS).toISOString();
  await changing(ports, (admin) =>
    admin.transaction(() => {
      if (!admin.setAside.put({ source, client, reason, at, ends })) throw noSuchClient(source, client);
      admin.audit.append({
        action: "anomaly",
        detail: { did: "set aside", source, client, reason, ends },
      });
    }),
  );
}

/** Warns of the client again; noted in the audit log. Rejects NOT_FOUND where nothing was set aside. */
export async function takeBackSetAside(ports: AppPorts, source: string, client: string): Promise<void> {
  await changing(ports, (admin) =>
    admin.transaction(() => {
      if (!admin.setAside.remove(source, client)) throw noSuchClient(source, client);
      admin.audit.append({ action: "anomaly", detail: { did: "taken back", source, client } });
    }),
  );
}

/** What counts now. */
export function asideNow({ setAside: aside }: RunReader, now = Date.now()): SetAside[] {
  return aside.list(new Date(now).toISOString());
}

function noSuchClient(source: string, client: string): DatamasterError {
  return new DatamasterError("NOT_FOUND", told("noSuchClient", { source, client }));
}
