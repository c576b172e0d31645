// The terminal as a port: a place to write to that can be slow, be resized, be a file, or be gone.
export interface Terminal {
  readonly isTty: boolean;
  /** A terminal that has them, and no NO_COLOR. */
  readonly hasColors: boolean;
  columns(): number;
  rows(): number;
  /** Never waits and never throws. */
  write(text: string): void;
  /** What was written before has not left yet: better to say less than to let it pile up. */
  isBusy(): boolean;
  /** Returns how to stop listening; so does `onExit`. */
  onResize(listener: () => void): () => void;
  /** Runs `work` if the process ends before its time. */
  onExit(work: () => void): () => void;
}
