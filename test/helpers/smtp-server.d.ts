/** As much of the package, which has no types, as tests use. */
declare module "smtp-server" {
  import type { Server } from "node:net";
  import type { Readable } from "node:stream";

  type Done = (error?: Error | null) => void;

  export class SMTPServer {
    readonly server: Server;
    constructor(options: {
      readonly secure?: boolean;
      readonly key?: string;
      readonly cert?: string;
      readonly size?: number;
      readonly authOptional?: boolean;
      readonly disabledCommands?: readonly string[];
      readonly disableReverseLookup?: boolean;
      onAuth(
        auth: { readonly username?: string; readonly password?: string },
        session: unknown,
        done: (error: Error | null, response?: { readonly user: string }) => void,
      ): void;
      onRcptTo(address: { readonly address: string }, session: unknown, done: Done): void;
      onData(
        stream: Readable & { readonly sizeExceeded: boolean },
        session: { readonly secure: boolean },
        done: Done,
      ): void;
    });
    listen(port: number, host: string, done: () => void): void;
    close(done: () => void): void;
    on(event: "error", listener: (error: Error) => void): this;
  }
}
