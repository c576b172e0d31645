// Every benchmark of the performance table, in its order.
import { backtestBench } from './backtestBench.ts';
import { backtestCommandBench } from './backtestCommandBench.ts';
import type { Bench } from './bench.ts';
import { indicationsBench } from './indicationsBench.ts';
import { memoryBench } from './memoryBench.ts';
import { realtimeBenches } from './realtimeBench.ts';
import { signalsBench } from './signalsBench.ts';
import { startBench } from './startBench.ts';

export const BENCHES: readonly Bench[] = [
  ...[backtestBench, backtestCommandBench, indicationsBench, signalsBench],
  ...realtimeBenches,
  ...[memoryBench, startBench],
];
