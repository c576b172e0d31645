// How long work keeps the main thread's event loop from turning.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 10;
const NANOS = 1e6;

export class LoopWatch {
  private readonly histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  start(): void {
    this.histogram.enable();
  }

  stop(): void {
    this.histogram.disable();
  }

  /** Of the time since the last reset; the watch's own interval is not counted. */
  read(): { readonly p99Ms: number; readonly maxMs: number } {
    const beyond = (nanos: number): number => Math.max(0, nanos / NANOS - RESOLUTION_MS);
    // Before the first turn the histogram is empty, and says so with absurd numbers.
    if (this.histogram.count === 0) return { p99Ms: 0, maxMs: 0 };
    return { p99Ms: beyond(this.histogram.percentile(99)), maxMs: beyond(this.histogram.max) };
  }

  /** Begins a new span of time. */
  reset(): void {
    this.histogram.reset();
  }
}
