// The work of `data import`, `data check`, `data export` and `data list`: the store does it, these say what came of it.
import type { CommandContext, CommandOutcome } from '../../config/commandContext.ts';
import { ensureFolder } from '../../config/paths.ts';
import type { SeriesOptions } from '../../store/candleFiles/candleFileName.ts';
import type { CandleReport } from '../../store/commands/candleReport.ts';
import { checkCandleFile, checkStoredCandles } from '../../store/commands/checkCandles.ts';
import { exportCandles } from '../../store/commands/exportCandles.ts';
import { importCandles, type ImportReport } from '../../store/commands/importCandles.ts';
import { withMarketStore } from '../../store/marketStore.ts';
import type { SeriesKey, StoredSeries } from '../../store/ports/candleStore.ts';
import type { EpochMs } from '../../../shared/domain/ids.ts';
import { isSimulatedSource, SIMULATED } from '../../../shared/domain/simulated.ts';
import { groupDigits } from '../../../shared/groupDigits.ts';
import { isoUtc } from '../../../shared/time.ts';
import { textTable } from '../textTable.ts';
import { valueOf } from '../../config/valueOf.ts';
import { seriesText } from './seriesText.ts';
import { withStoreProgress } from './storeWork.ts';

const LISTED = 20;

export type ImportFlags = SeriesOptions & { readonly overwrite?: true };

export async function runDataImport(
  file: string,
  flags: ImportFlags,
  context: CommandContext,
): Promise<CommandOutcome> {
  const { overwrite, ...series } = flags;
  const dataDir = ensureFolder(context.dataDir, '--data-dir');
  const options = { ...series, file, dataDir, isOverwriting: overwrite === true };
  const report = valueOf(await withStoreProgress(context, (work) => importCandles(options, work)));
  context.out.answer(labelled(report), () => importText(report));
  return report.revised.length > 0 && !report.isOverwriting ? 1 : 0;
}

function importText({ series, file, inserted, unchanged, revised, isOverwriting }: ImportReport): string {
  const differing = isOverwriting
    ? `${revised.length} stored candles replaced`
    : `${revised.length} candles differ from what is stored and were left out; --overwrite replaces them`;
  return [
    ...reportLines(series, file),
    `stored: ${groupDigits(inserted)} new, ${groupDigits(unchanged)} known already`,
    ...(revised.length > 0 ? [`${differing}: ${first(revised.map(isoUtc)).join(', ')}`] : []),
  ].join('\n');
}

export async function runDataCheck(
  file: string | undefined,
  series: SeriesOptions,
  context: CommandContext,
): Promise<CommandOutcome> {
  const { dataDir } = context;
  const checked = valueOf(
    file === undefined
      ? await checkStoredCandles({ ...series, dataDir: ensureFolder(dataDir, '--data-dir') })
      : await withStoreProgress(context, (work) => checkCandleFile({ ...series, file }, work)),
  );
  context.out.answer({ ...checked.report, simulated: isSimulatedSource(checked.series.source) }, () =>
    reportLines(checked.series, checked.report).join('\n'),
  );
  return checked.report.invalid.length > 0 ? 1 : 0;
}

export type ExportFlags = SeriesOptions & { readonly out?: string; readonly from?: EpochMs; readonly to?: EpochMs };

export async function runDataExport(flags: ExportFlags, context: CommandContext): Promise<CommandOutcome> {
  const { out, ...rest } = flags;
  const options = { ...rest, file: out, dataDir: ensureFolder(context.dataDir, '--data-dir') };
  const report = valueOf(await withStoreProgress(context, (work) => exportCandles(options, work)));
  context.out.answer(
    labelled(report),
    () => `${seriesText(report.series)}: ${groupDigits(report.candles)} candles written to ${report.file}`,
  );
  return 0;
}

/** The answer with the label of made-up candles. */
const labelled = <T extends { readonly series: SeriesKey }>(report: T) => ({
  ...report,
  simulated: isSimulatedSource(report.series.source),
});

export async function runDataList(context: CommandContext): Promise<CommandOutcome> {
  const dataDir = ensureFolder(context.dataDir, '--data-dir');
  const stored = await withMarketStore(dataDir, ({ candles }) => candles.list());
  const series = stored.map((one) => ({ ...one, simulated: isSimulatedSource(one.source) }));
  context.out.answer({ series }, () => listText(stored));
  return 0;
}

function listText(stored: readonly StoredSeries[]): string {
  if (stored.length === 0) return 'No candles are stored yet: foredeck data import FILE stores some.';
  const rows = stored.map(({ source, symbol, timeframe, candles, from, to }) => [
    source,
    symbol,
    timeframe,
    groupDigits(candles),
    isoUtc(from),
    isoUtc(to),
    isSimulatedSource(source) ? SIMULATED : '',
  ]);
  return textTable(['source', 'symbol', 'timeframe', 'candles', 'first', 'last', ''], rows);
}

function reportLines(series: SeriesKey, report: CandleReport): readonly string[] {
  const { rows, accepted, from, to, gaps, duplicates, invalid, zeroVolume } = report;
  const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0);
  return [
    `${seriesText(series)}: ${groupDigits(accepted)} of ${groupDigits(rows)} rows accepted${from === null || to === null ? '' : `, ${isoUtc(from)} to ${isoUtc(to)}`}`,
    `gaps: ${gaps.length} (${groupDigits(missing)} candles), duplicates: ${duplicates}, without volume: ${zeroVolume}, rejected: ${invalid.length}`,
    ...first(invalid.map(({ line, reason }) => `  line ${line}: ${reason}`)),
    ...first(gaps.map((gap) => `  gap at ${isoUtc(gap.from)}: ${gap.missing} candles`)),
  ];
}

const first = (lines: readonly string[]): readonly string[] =>
  lines.length <= LISTED ? lines : [...lines.slice(0, LISTED), `  and ${lines.length - LISTED} more (all with --json)`];
