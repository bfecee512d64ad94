/** Listens to how one value is read; absent but where a reading is to be explained. */
export interface Trace {
  /** The digits of some runs were read in a region: the repairs that it took, or FAILED. */
  tried(firstRun: number, lastRun: number, region: string | null, repairs: number): void;
}
