// What a benchmark is. It asserts the digest of its result, so that speed can never change an answer.
import type { CommandContext } from '../../config/commandContext.ts';

export interface Bench {
  /** As on the command line. */
  readonly name: string;
  /** What is measured, for the table. */
  readonly title: string;
  readonly target: BenchTarget;
  /** Measured runs; five where it does not say. A single one has no run to warm up. */
  readonly runs?: number;
  /** A clause that says why it cannot be measured on this machine; undefined: it can. */
  readonly missing?: () => string | undefined;
  /** What every run's result must digest to. */
  readonly digest: string;
  /** Makes everything that is not measured. */
  readonly prepare: (context: CommandContext) => Promise<PreparedBench>;
}

export interface PreparedBench {
  /** One measurement; equal from run to run but for its time. */
  readonly run: () => Promise<BenchResult>;
  /** Removes what `prepare` left on the disk. */
  readonly close?: () => Promise<void>;
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
