import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { sleep } from "../../base/clock.ts";
import { DatamasterError, messageOf, RetryableError } from "../../base/errors.ts";
import { maskNumbers } from "../../base/mask.ts";
import {
  type DeliveryTarget,
  fillName,
  type Parcel,
  type ParcelFile,
  sourceInName,
  type TargetOptions,
} from "../../deliver/deliver.ts";
import { told } from "../../messages/messages.ts";
import { isPilot, type Run } from "../../model/run.ts";
import type {
  AuditDetail,
  DeliveredFile,
  DeliveryRecord,
  DeliveryState,
  StoreAdmin,
} from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { partNames } from "../runs/part-names.ts";
import { changing } from "../with-store.ts";
import type { ExportRequest } from "./export-held.ts";
import { exportDetail } from "./note-export.ts";
import { makeOutgoing, pack } from "./outgoing.ts";

/** What is handed on after a run, and where to. */
export interface DeliveryPlan {
  readonly name: string;
  readonly preset: string;
  /** After runs of these sources; empty for all. */
  readonly after: readonly string[];
  /** The file's name, to be filled in. */
  readonly file: string;
  readonly onlyNew: boolean;
  readonly evenIfPartial: boolean;
  /** The export, by the time at which its run began. Throws USAGE where the preset is wrong. */
  readonly requestAt: (time: Date) => ExportRequest;
  readonly to: TargetOptions;
}

/** Where one delivery stands while it goes. */
export type DeliveryProgress =
  | { readonly name: string; readonly doing: "writing"; readonly rows: number }
  | { readonly name: string; readonly doing: "sending"; readonly sent: number; readonly bytes: number }
  | {
      readonly name: string;
      readonly doing: "waiting";
      readonly error: DatamasterError;
      readonly attempt: number;
    };

export interface DeliverOptions {
  /** A person asked for this run: what was delivered is so again, and nothing is held back. */
  readonly byHand: boolean;
  /** Makes the files and says what would be sent. */
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  readonly watch: (progress: DeliveryProgress) => void;
  /** Milliseconds to wait before each further try. */
  readonly pauses?: readonly number[];
}

/** How a delivery ended; `already`: this run was delivered before; `dry`: nothing was sent, as asked. */
export interface DeliveryOutcome {
  readonly name: string;
  readonly run: number;
  readonly place: string;
  readonly state: Exclude<DeliveryState, "sending"> | "already" | "dry";
  readonly files: readonly DeliveredFile[];
  readonly attempts: number;
  readonly error: DatamasterError | null;
}

const PAUSES_MS = [1_000, 5_000, 20_000];
/** Files beyond these are told of as a number in the audit log. */
const LISTED = 100;

/** The plans that are for runs of this source. */
export function plansFor(plans: readonly DeliveryPlan[], source: string): DeliveryPlan[] {
  return plans.filter(({ after }) => after.length === 0 || after.includes(source));
}

/**
 * Hands on what a finished run found, plan by plan: one that fails does not keep the others back. A run is handed on once by
 * itself; a process that dies while it sends leaves that to a person. Each is in the audit log before it is sent. Rejects where the store
 * cannot be written.
 */
export async function deliverRun(
  ports: AppPorts,
  run: Run,
  plans: readonly DeliveryPlan[],
  options: DeliverOptions,
): Promise<DeliveryOutcome[]> {
  const outcomes: DeliveryOutcome[] = [];
  const own = plansFor(plans, run.source);
  if (own.length === 0) return outcomes;
  await changing(ports, async (admin) => {
    for (const plan of own) outcomes.push(await new Delivery(ports, admin, run, plan, options).run());
  });
  return outcomes;
}

/** One plan for one run. */
class Delivery {
  readonly #ports: AppPorts;
  readonly #admin: StoreAdmin;
  readonly #run: Run;
  readonly #plan: DeliveryPlan;
  readonly #options: DeliverOptions;
  #place = "";
  #attempts: number;
  #files: readonly ParcelFile[] = [];
  /** The audit log's entry of what is sent; null before. */
  #begun: number | null = null;
  #asked: AuditDetail = {};

  constructor(ports: AppPorts, admin: StoreAdmin, run: Run, plan: DeliveryPlan, options: DeliverOptions) {
    this.#ports = ports;
    this.#admin = admin;
    this.#run = run;
    this.#plan = plan;
    this.#options = options;
    this.#attempts = this.#known()?.attempts ?? 0;
  }

  async run(): Promise<DeliveryOutcome> {
    const { byHand, dryRun } = this.#options;
    const known = this.#known();
    try {
      const target = await this.#ports.openTarget(this.#plan.to);
      this.#place = target.place;
      if (!byHand && known?.state === "delivered")
        return { ...this.#outcome("already"), files: known.files ?? [] };
      if (!byHand && this.#isHeld()) return this.#end("held");
      return await this.#inFolder(async (folder) => {
        this.#files = await this.#pack(folder);
        if (dryRun) return this.#outcome("dry");
        await this.#send(target);
        return this.#end("delivered");
      });
    } catch (thrown) {
      const error = toFailure(thrown, this.#place);
      return dryRun ? { ...this.#outcome("failed"), error } : this.#end("failed", error);
    }
  }

  #known(): DeliveryRecord | null {
    return this.#admin.deliveries.find(this.#run.run, this.#plan.name);
  }

  /** A pilot's run holds less than its source does, and a partial one may. */
  #isHeld(): boolean {
    const { status, scope } = this.#run;
    return isPilot(scope) || (status !== "complete" && !this.#plan.evenIfPartial);
  }

  async #inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const own = makeOutgoing(this.#ports.outgoing);
    const folder = join(own, this.#plan.name);
    try {
      mkdirSync(folder, { mode: 0o700 });
      return await work(folder);
    } finally {
      rmSync(own, { recursive: true, force: true });
    }
  }

  async #pack(folder: string): Promise<ParcelFile[]> {
    const { run, source, startedAt } = this.#run;
    const { name, file, onlyNew, requestAt } = this.#plan;
    const { signal, watch } = this.#options;
    const request = requestAt(new Date(startedAt));
    const before = onlyNew ? this.#admin.deliveries.deliveredBefore(run, name) : null;
    // Records that gave no number have no history: they are as the last reading left them.
    const { sources: named } = request.filter;
    const ofSource = { ...request.filter, sources: named.length > 0 ? named : [source] };
    const filter =
      request.of === "rejected"
        ? ofSource
        : { ...ofSource, run, ...(before === null ? {} : { newSince: before }) };
    this.#asked = exportDetail({ ...request, filter });
    let rows = 0;
    return await pack(
      this.#ports,
      { ...request, filter },
      {
        folder,
        nameOf: partNames(fillName(file, { delivery: name, source: sourceInName(source), run, startedAt })),
        signal,
        onRow: () => watch({ name, doing: "writing", rows: ++rows }),
      },
    );
  }

  async #send(target: DeliveryTarget): Promise<void> {
    const { run, source, startedAt, status } = this.#run;
    const { name } = this.#plan;
    const { signal, watch, pauses = PAUSES_MS } = this.#options;
    const bytes = this.#files.reduce((sum, file) => sum + file.bytes, 0);
    const parcel: Parcel = {
      delivery: name,
      source,
      run,
      startedAt,
      files: this.#files,
      status: status === "complete" ? status : "partial",
    };
    for (let attempt = 1; ; attempt++) {
      this.#attempts++;
      this.#begin();
      try {
        return await target.send(parcel, {
          signal,
          onBytes: (sent) => watch({ name, doing: "sending", sent, bytes }),
        });
      } catch (error) {
        const pause = pauses[attempt - 1];
        if (!(error instanceof RetryableError) || pause === undefined || signal.aborted) throw error;
        watch({ name, doing: "waiting", error, attempt });
        await sleep(pause, signal);
      }
    }
  }

  #note(state: DeliveryState, error: string | null): void {
    const { name, preset } = this.#plan;
    const at = new Date().toISOString();
    const files = state === "held" || this.#files.length === 0 ? null : this.#facts();
    const [run, place, attempts] = [this.#run.run, this.#place, this.#attempts];
    this.#admin.deliveries.note({ run, name, preset, place, state, at, attempts, files, error });
  }

  /** Files on this machine are told of when a person is erased. */
  #noteFiles(folder: string): void {
    const at = new Date().toISOString();
    for (const { name } of this.#files) {
      this.#admin.erasure.noteFile({ path: join(folder, name), kind: "export", at });
    }
  }

  #facts(): DeliveredFile[] {
    return this.#files.map(({ path: _, ...file }) => file);
  }

  /** What cannot be noted in the audit log is not sent. */
  #begin(): void {
    const { name, preset } = this.#plan;
    const { run, source } = this.#run;
    const files =
      this.#files.length <= LISTED ? this.#facts().map((file) => ({ ...file })) : this.#files.length;
    const detail = { ...this.#asked, delivery: name, preset, run, source, place: this.#place, files };
    this.#admin.transaction(() => {
      this.#note("sending", null);
      this.#begun ??= this.#admin.audit.append({ action: "deliver", detail }).seq;
    });
  }

  /** Notes how it ended, and in the audit log by the entry of what was sent. */
  #end(state: "delivered" | "held" | "failed", error: DatamasterError | null = null): DeliveryOutcome {
    this.#admin.transaction(() => {
      this.#note(state, error === null ? null : maskNumbers(error.message));
      if (this.#begun === null) return;
      if (state === "delivered" && this.#plan.to.kind === "folder") this.#noteFiles(this.#place);
      const detail = { ends: this.#begun, state, attempts: this.#attempts };
      this.#admin.audit.append({ action: "deliver", detail });
    });
    return { ...this.#outcome(state), error };
  }

  #outcome(state: DeliveryOutcome["state"]): DeliveryOutcome {
    const [name, run, place] = [this.#plan.name, this.#run.run, this.#place];
    return { name, run, place, state, files: this.#facts(), attempts: this.#attempts, error: null };
  }
}

function toFailure(thrown: unknown, place: string): DatamasterError {
  if (thrown instanceof DatamasterError) return thrown;
  const why = maskNumbers(messageOf(thrown));
  return new DatamasterError("DELIVERY_FAILED", told("deliveryFailed", { place, why }), { cause: thrown });
}
