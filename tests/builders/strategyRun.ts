// Runs one strategy over 15m bars as the kernel does: higher timeframes first, then the strategy at its own closes.
import type { Bar } from '../../src/main/engine/indications/indicator.ts';
import { SymbolSeries } from '../../src/main/engine/market/symbolSeries.ts';
import type { ConsensusSource } from '../../src/main/engine/strategies/operandReaders.ts';
import { createStrategyInstance, type StrategyInstance } from '../../src/main/engine/strategies/strategyInstance.ts';
import { toSymbolId } from '../../src/shared/domain/ids.ts';
import type { StrategyDefinition } from '../../src/shared/domain/strategy.ts';
import { type Timeframe, timeframeMs } from '../../src/shared/time.ts';

const BASE_MS = timeframeMs('15m');

/** The complete candles of `timeframe`, each with the index of the 15m bar that closed it. `bars` start on a bucket edge. */
export function resampled(
  bars: readonly Bar[],
  timeframe: Timeframe,
): readonly { readonly bar: Bar; readonly closedBy: number }[] {
  const size = timeframeMs(timeframe) / BASE_MS;
  return Array.from({ length: Math.floor(bars.length / size) }, (_, bucket) => {
    const part = bars.slice(bucket * size, (bucket + 1) * size);
    const bar = {
      openTime: part[0]!.openTime,
      open: part[0]!.open,
      high: Math.max(...part.map(({ high }) => high)),
      low: Math.min(...part.map(({ low }) => low)),
      close: part.at(-1)!.close,
      volume: part.reduce((sum, { volume }) => sum + volume, 0),
    };
    return { bar, closedBy: (bucket + 1) * size - 1 };
  });
}

export interface StrategyRun {
  readonly market: SymbolSeries;
  readonly instance: StrategyInstance;
  /** Pushes bars [from, to) and calls `visit` after each candle of the strategy with the index of the bar that closed it. */
  readonly run: (from: number, to: number, visit: (instance: StrategyInstance, barIndex: number) => void) => void;
}

export function aStrategyRun(
  definition: StrategyDefinition,
  bars: readonly Bar[],
  consensus: ConsensusSource = () => undefined,
): StrategyRun {
  const market = new SymbolSeries(toSymbolId('BTC/USDT'));
  const instance = createStrategyInstance(definition, market, consensus);
  const series = market.timeframes.map((timeframe) => ({
    series: market.timeframe(timeframe),
    closed: new Map(resampled(bars, timeframe).map(({ bar, closedBy }) => [closedBy, bar])),
  }));
  const own = new Set(resampled(bars, definition.timeframe).map(({ closedBy }) => closedBy));
  return {
    market,
    instance,
    run(from, to, visit) {
      for (let index = from; index < to; index++) {
        for (const { series: one, closed } of series) {
          const bar = closed.get(index);
          if (bar !== undefined) one.push(bar);
        }
        if (!own.has(index)) continue;
        instance.onCandle();
        visit(instance, index);
      }
    },
  };
}

/** Everything a strategy says after one candle, as text. */
export const opinionOf = (instance: StrategyInstance): string =>
  JSON.stringify([
    instance.entry(),
    ...(['long', 'short'] as const).flatMap((side) => [
      instance.exit(side),
      ...(['entry', 'exit'] as const).flatMap((action) => [
        instance.evidence(action, side),
        instance.strength(action, side),
      ]),
    ]),
    instance.exitPlan(),
    instance.annualVolatility(),
  ]);

/** Saves one run and loads it, through JSON, into a fresh one; throws unless that saves the same again. */
export function passState(from: StrategyRun, to: StrategyRun): void {
  const saved = JSON.stringify([from.market.save(), from.instance.save()]);
  const [market, instance] = JSON.parse(saved) as [
    ReturnType<SymbolSeries['save']>,
    ReturnType<StrategyInstance['save']>,
  ];
  to.market.load(market);
  to.instance.load(instance);
  const again = JSON.stringify([to.market.save(), to.instance.save()]);
  if (again !== saved) throw new Error(`expected the state ${saved}, got ${again}`);
}
