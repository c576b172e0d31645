// What a benchmark is. It asserts the digest of its result, so that speed can never change an answer.
import type { CommandContext } from '../../config/commandContext.ts';

export interface Bench {
  /** As on the command line. */
  readonly name: string;
  /** What is measured, for the table. */
  readonly title: string;
  readonly target: BenchTarget;
  /** What every run's result must digest to. */
  readonly digest: string;
  /** One measurement; preparing belongs outside of the measured time. */
  readonly run: (context: CommandContext) => Promise<BenchResult>;
}

export interface BenchTarget {
  readonly bound: 'atLeast' | 'atMost';
  readonly value: number;
  readonly unit: string;
}

export interface BenchResult {
  /** In the target's unit. */
  readonly value: number;
  readonly digest: string;
}
