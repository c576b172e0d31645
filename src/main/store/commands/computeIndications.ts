// The historical run: indications of stored candles, by the code the engine runs.
import { candleAt } from '../../../shared/domain/candle.ts';
import { toEpochMs } from '../../../shared/domain/ids.ts';
import { IndicationSet } from '../../engine/indications/indicationSet.ts';
import type { IndicatorSpec } from '../../engine/indications/registry.ts';
import type { CandleReader, OpenTimeRange, SeriesKey } from '../ports/candleStore.ts';
import type { IndicationRow, IndicationWriter } from '../ports/indicationStore.ts';
import { inPieces, type LongWork } from './longWork.ts';

const CANDLES_PER_TRANSACTION = 5_000;

export interface ComputeIndicationsOptions extends OpenTimeRange {
  readonly candles: CandleReader;
  readonly indications: IndicationWriter;
  readonly series: SeriesKey;
  readonly specs: readonly IndicatorSpec[];
}

/**
 * Stores the set's values for the candles in [from, to) that have none yet; how many those were.
 * It runs from the first stored candle, because averages remember everything before them.
 */
export async function computeIndications(
  { candles, indications, series, specs, from = toEpochMs(0), to }: ComputeIndicationsOptions,
  work: LongWork = {},
): Promise<number> {
  const set = new IndicationSet(specs);
  const columns = candles.range(series, { to });
  let added = 0;
  const total = columns.openTime.length;
  await inPieces({ total, step: CANDLES_PER_TRANSACTION, phase: 'compute' }, work, (first, end) => {
    const rows: IndicationRow[] = [];
    for (let row = first; row < end; row++) {
      const candle = candleAt(columns, row);
      set.push(candle);
      if (candle.openTime >= from) rows.push({ openTime: candle.openTime, values: set.values.slice() });
    }
    if (rows.length > 0) added += indications.append(series, set, rows);
  });
  return added;
}
