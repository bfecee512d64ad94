/** What a token endpoint gave last, as it is kept between runs and shared by processes of this machine. */
export interface KeptTokens {
  readonly refreshToken: string;
  readonly accessToken: string;
  /** ISO; null where the endpoint did not tell. */
  readonly expiresAt: string | null;
}

/** Keeps the tokens of one sign-in. */
export interface TokenKeeper {
  /**
   * Runs `work` with what was saved last, null for nothing yet, while no other process of this machine does so for the
   * same sign-in. Rejects StopRunError TOKENS_FAILED where that cannot be read or written, ParkError CRM_NO_TOKEN where
   * another process is too long at it, or with the signal's reason while it waits for that one.
   */
  alone<T>(work: (kept: KeptTokens | null) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Resolves once the tokens outlast a power cut; only within `alone`. Rejects as the file system does. */
  save(tokens: KeptTokens): Promise<void>;
}
