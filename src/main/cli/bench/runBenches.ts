// Runs benchmarks, five times each after one to warm up, and judges them: the digest always, the target only when asked.
import { cpus } from 'node:os';
import type { CommandContext, CommandOutcome } from '../../config/commandContext.ts';
import { AppError } from '../../../shared/errors.ts';
import { need } from '../../../shared/assert.ts';
import { groupDigits } from '../../../shared/groupDigits.ts';
import { didYouMean } from '../../../shared/nearest.ts';
import type { Bench, BenchResult, BenchTarget } from './bench.ts';

const RUNS = 5;

export interface BenchRow {
  readonly name: string;
  readonly title: string;
  readonly target: BenchTarget;
  /** Null: it could not be measured. */
  readonly median: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly isTargetMet: boolean;
  /** Why it could not be measured. */
  readonly missing?: string;
  /** Empty when every run gave the digest that was expected. */
  readonly wrongDigests: readonly string[];
}

export interface BenchOptions {
  /** None: all. */
  readonly names: readonly string[];
  /** A missed target is a no too. */
  readonly strict: boolean;
}

export async function runBenches(
  benches: readonly Bench[],
  { names, strict }: BenchOptions,
  context: CommandContext,
): Promise<CommandOutcome> {
  const known = benches.map(({ name }) => name);
  const unknown = names.find((name) => !known.some((one) => isNamed(one, name)));
  if (unknown !== undefined) {
    const hint = didYouMean(unknown, known) || `; known are ${known.join(', ')}`;
    throw new AppError('BAD_INPUT', `unknown benchmark "${unknown}"${hint}`);
  }
  const rows: BenchRow[] = [];
  for (const bench of benches) {
    if (names.length === 0 || names.some((name) => isNamed(bench.name, name))) rows.push(await measure(bench, context));
  }
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, node ${process.version}`;
  context.out.answer(
    { machine, runs: RUNS, benches: rows },
    () => `${table(rows)}\nMedian of ${RUNS} where a row does not say otherwise; ${machine}\n`,
  );
  const isRight = rows.every(({ wrongDigests, isTargetMet }) => wrongDigests.length === 0 && (isTargetMet || !strict));
  return isRight ? 0 : 1;
}

/** `realtime` names `realtime-500` and `realtime-10000`. */
const isNamed = (bench: string, name: string): boolean => bench === name || bench.startsWith(`${name}-`);

async function measure(bench: Bench, context: CommandContext): Promise<BenchRow> {
  const { name, title, target, digest, runs = RUNS } = bench;
  const missing = bench.missing?.();
  if (missing !== undefined) {
    const none = { median: null, min: null, max: null, isTargetMet: false, wrongDigests: [] };
    return { name, title, target, missing, ...none };
  }
  const warmUps = runs === 1 ? 0 : 1;
  const results: BenchResult[] = [];
  const task = context.progress.begin(`bench ${name}`, runs + warmUps, 'runs');
  const prepared = await bench.prepare(context);
  try {
    while (results.length < runs + warmUps) {
      await context.breathe();
      results.push(await prepared.run());
      task.update(results.length);
    }
  } finally {
    await prepared.close?.();
  }
  task.end();
  const wrong = new Set(results.map((result) => result.digest).filter((found) => found !== digest));
  // The first run is for the compiler and the disk cache; its answer counts, its time does not.
  const values = results.slice(warmUps).map(({ value }) => value);
  const sorted = values.toSorted((a, b) => a - b);
  const [min, median, max] = [0, (runs - 1) >> 1, runs - 1].map((place) => need(sorted[place], 'a measurement'));
  const isTargetMet =
    target.bound === 'atLeast' ? need(median, 'a median') >= target.value : need(median, 'a median') <= target.value;
  return {
    name,
    title: runs === RUNS ? title : `${title} (${runs === 1 ? 'one run' : `median of ${String(runs)}`})`,
    target,
    median: need(median, 'a median'),
    min: need(min, 'a minimum'),
    max: need(max, 'a maximum'),
    isTargetMet,
    wrongDigests: [...wrong],
  };
}

function table(rows: readonly BenchRow[]): string {
  const cells = [
    ['bench', 'what', 'median', 'min', 'max', 'target', ''],
    ['---', '---', '---', '---', '---', '---', '---'],
    ...rows.map((row) => [
      ...[row.name, row.title, figure(row.median), figure(row.min), figure(row.max)],
      `${row.target.bound === 'atLeast' ? '>=' : '<='} ${figure(row.target.value)} ${row.target.unit}`,
      verdict(row),
    ]),
  ];
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  return cells
    .map(
      (row, line) =>
        `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0, line === 1 ? '-' : ' ')).join(' | ')} |`,
    )
    .join('\n');
}

function verdict({ missing, wrongDigests, isTargetMet }: BenchRow): string {
  if (missing !== undefined) return `not measured: ${missing}`;
  if (wrongDigests.length > 0) return `WRONG RESULT ${wrongDigests.join(' ')}`;
  return isTargetMet ? 'met' : 'missed';
}

/** Three significant digits, thousands in groups. */
function figure(value: number | null): string {
  if (value === null) return '-';
  return groupDigits(value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}
