// Every benchmark of the performance table, in its order.
import { backtestBench } from './backtestBench.ts';
import { backtestCommandBenches } from './backtestCommandBench.ts';
import type { Bench } from './bench.ts';
import { featuresBench } from './featuresBench.ts';
import { indicationsBench } from './indicationsBench.ts';
import { inferenceBenches } from './inferenceBench.ts';
import { journalBenches } from './journalBench.ts';
import { liveBenches } from './liveBenches.ts';
import { marksBenches } from './marksBench.ts';
import { memoryBench } from './memoryBench.ts';
import { modelsMemoryBench } from './modelsMemoryBench.ts';
import { realtimeBenches } from './realtimeBench.ts';
import { signalsBench } from './signalsBench.ts';
import { startBench } from './startBench.ts';
import { windowBenches } from './windowBenches.ts';

export const BENCHES: readonly Bench[] = [
  ...[backtestBench, ...backtestCommandBenches, indicationsBench, featuresBench, signalsBench],
  ...[...inferenceBenches, modelsMemoryBench],
  ...realtimeBenches,
  ...journalBenches,
  ...marksBenches,
  ...[memoryBench, startBench],
  ...liveBenches,
  ...windowBenches,
];
