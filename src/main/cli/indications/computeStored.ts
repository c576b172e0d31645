// The work of `indications compute`: the historical run over stored candles, into the store.
import type { CommandContext, CommandOutcome } from '../../config/commandContext.ts';
import { ensureFolder } from '../../config/paths.ts';
import { indicationSetText, parseIndicationSet } from '../../engine/indications/indicationSet.ts';
import type { SeriesOptions } from '../../store/candleFiles/candleFileName.ts';
import { computeIndications } from '../../store/commands/computeIndications.ts';
import { findSeries } from '../../store/commands/findSeries.ts';
import { withMarketStore } from '../../store/marketStore.ts';
import type { OpenTimeRange } from '../../store/ports/candleStore.ts';
import { isSimulatedSource } from '../../../shared/domain/simulated.ts';
import { seriesText } from '../data/seriesText.ts';
import { withStoreProgress } from '../data/storeWork.ts';
import { groupDigits } from '../../../shared/groupDigits.ts';
import { valueOf } from '../../config/valueOf.ts';

export type ComputeFlags = SeriesOptions & OpenTimeRange & { readonly set?: string };

export async function computeStoredIndications(flags: ComputeFlags, context: CommandContext): Promise<CommandOutcome> {
  const { set, from, to, ...wanted } = flags;
  const { indications } = context.config;
  const dataDir = ensureFolder(context.dataDir, '--data-dir');
  const { series, specs, stored } = await withMarketStore(dataDir, async (store) => {
    const series = valueOf(findSeries(store.candles, wanted));
    const specs = valueOf(parseIndicationSet(set ?? indications.byTimeframe[series.timeframe] ?? indications.set));
    const options = { candles: store.candles, indications: store.indications, series, specs, from, to };
    return { series, specs, stored: await withStoreProgress(context, (work) => computeIndications(options, work)) };
  });
  const { source, symbol, timeframe } = series;
  const answer = {
    series: { source, symbol, timeframe },
    simulated: isSimulatedSource(source),
    set: indicationSetText(specs),
    stored,
  };
  context.out.answer(
    answer,
    () => `${seriesText(series)}: indications of ${groupDigits(stored)} candles stored (${answer.set})`,
  );
  return 0;
}
