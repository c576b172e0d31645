// One description of a backtest, run by the product and by the reference, told in the same words.
import { type BacktestRequest, runBacktest } from '../../src/main/engine/drivers/backtest.ts';
import type { CandleColumns } from '../../src/shared/domain/candle.ts';
import { toEpochMs, toStrategyId } from '../../src/shared/domain/ids.ts';
import type { Instrument } from '../../src/shared/domain/instrument.ts';
import type { SideConditions, StrategyDefinition } from '../../src/shared/domain/strategy.ts';
import type { PositionSide } from '../../src/shared/domain/order.ts';
import { Decimal } from '../../src/shared/money.ts';
import { HOUR_MS, type Timeframe, timeframeMs } from '../../src/shared/time.ts';
import { anSma, aStrategy } from './aStrategy.ts';
import { anEngineConfig, sha256 } from './candleTable.ts';
import {
  referenceBacktest,
  type ReferenceMarket,
  type ReferenceResult,
  type ReferenceSignal,
  type ReferenceStrategy,
} from './referenceBacktest.ts';

/** A strategy in both languages: conditions for the product, answers for the reference. */
export interface TwinStrategy extends Omit<ReferenceStrategy, 'signal'> {
  /** 15m where absent. */
  readonly timeframe?: '15m' | '1h' | '4h';
  readonly conditions: { readonly entry: SideConditions; readonly exit: SideConditions };
  readonly signals: (columns: CandleColumns) => (index: number) => ReferenceSignal | undefined;
}

export interface Twins {
  readonly markets: readonly { readonly instrument: Instrument; readonly columns: CandleColumns }[];
  readonly strategies: readonly TwinStrategy[];
  readonly cash: string;
  readonly slippageBps: string;
  readonly funding?: ReadonlyMap<number, number>;
}

/** Trades of several strategies that leave in one candle: by name, as no rule orders them. */
function ordered({ strategies }: Twins, result: ReferenceResult): ReferenceResult {
  if (strategies.length === 1) return result;
  const key = ({ exitAt, symbol, strategy }: ReferenceResult['trades'][number]): string =>
    `${exitAt} ${symbol} ${strategy}`;
  return { ...result, trades: result.trades.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)) };
}

/** The product's answer in the reference's words. */
export function productAnswer(twins: Twins, part: Partial<BacktestRequest> = {}): ReferenceResult {
  const { markets, cash, slippageBps, funding } = twins;
  const instruments = markets.map(({ instrument }) => instrument);
  const rates = [...(funding ?? [])].map(([at, rate]) => ({ at: toEpochMs(at), rate }));
  const result = runBacktest({
    config: anEngineConfig({
      instruments,
      strategies: twins.strategies.map((strategy) => definitionOf(strategy, instruments)),
    }),
    series: markets.map(({ columns }) => columns),
    cash: Decimal.of(cash),
    costs: { slippageBps: Decimal.of(slippageBps), volumeCapPct: Decimal.ZERO },
    ...(funding && { funding: new Map(instruments.map(({ symbol }) => [symbol, rates])) }),
    sha256,
    ...part,
  });
  return ordered(twins, {
    trades: result.trades.map((trade) => ({
      ...{ strategy: trade.strategy, symbol: trade.symbol, side: trade.side, exitReason: trade.exitReason },
      ...{ entryAt: trade.entryAt, entryPrice: trade.entryPrice.toString() },
      ...{ exitAt: trade.exitAt, exitPrice: trade.exitPrice.toString(), qty: trade.qty.toString() },
      ...{ fees: trade.fees.toString(), pnl: trade.pnl.toString(), funding: trade.funding.toString() },
    })),
    finalEquity: result.finalEquity.toString(),
    equity: Array.from(result.equity.at, (at, index) => [at, result.equity.value.at(index).toString()]),
  });
}

export function referenceAnswer(twins: Twins): ReferenceResult {
  const { markets, strategies, cash, slippageBps, funding } = twins;
  const signals = strategies.map(
    ({ signals: of }) => new Map(markets.map(({ instrument, columns }) => [instrument.symbol as string, of(columns)])),
  );
  const result = referenceBacktest({
    markets: markets.map(({ instrument, columns }) => marketOf(instrument, columns, funding)),
    strategies: strategies.map((strategy, place) => ({
      ...strategy,
      signal: (symbol, index) => signals[place]?.get(symbol)?.(index),
    })),
    timeframeMs: timeframeMs((markets[0] as Twins['markets'][number]).columns.timeframe),
    cash,
    slippageBps,
  });
  return ordered(twins, result);
}

const marketOf = (instrument: Instrument, columns: CandleColumns, funding: Twins['funding']): ReferenceMarket => ({
  ...{ symbol: instrument.symbol, kind: instrument.kind },
  ...{ tick: instrument.tickSize.toString(), lot: instrument.lotSize.toString() },
  ...{ minQty: instrument.minQty.toString(), minNotional: instrument.minNotional.toString() },
  ...{ contractSize: instrument.contractSize.toString() },
  ...{ takerBps: instrument.takerBps.toString(), makerBps: instrument.makerBps.toString() },
  ...{ openTime: columns.openTime, open: columns.open, high: columns.high, low: columns.low, close: columns.close },
  ...(funding && { funding }),
});

/** For each 15m candle the number of whole candles of `timeframe` so far; undefined where it completes none. */
function bucketsOf(openTime: Float64Array, timeframe: Timeframe): readonly (number | undefined)[] {
  const [length, step] = [timeframeMs(timeframe), timeframeMs('15m')];
  let count = 0;
  return Array.from(openTime, (at, index) => {
    const first = openTime[index + 1 - length / step];
    return (at + step) % length === 0 && first === at + step - length ? count++ : undefined;
  });
}

/** Sum of the last `period` closes in whole 1e-8: averages that are equal are equal here, whatever floats make of them. */
function exactSum(units: readonly bigint[], index: number, period: number): bigint | undefined {
  if (index < period - 1) return undefined;
  let sum = 0n;
  for (let k = index - period + 1; k <= index; k++) sum += units[k] as bigint;
  return sum;
}

/** Long when the fast average crosses above the slow one, short when below; each left at the opposite crossing. */
export function smaCrossTwin(
  fast: number,
  slow: number,
  { sides = ['long'], timeframe = '15m' }: { sides?: readonly PositionSide[]; timeframe?: '15m' | '1h' | '4h' } = {},
): Pick<TwinStrategy, 'conditions' | 'signals' | 'timeframe'> {
  const averages = { left: anSma(fast), right: anSma(slow) };
  const [up, down] = [
    { kind: 'crossesAbove', ...averages },
    { kind: 'crossesBelow', ...averages },
  ] as const;
  const [isLong, isShort] = [sides.includes('long'), sides.includes('short')];
  return {
    timeframe,
    conditions: {
      entry: { ...(isLong && { long: up }), ...(isShort && { short: down }) },
      exit: { ...(isLong && { long: down }), ...(isShort && { short: up }) },
    },
    signals: ({ openTime, close }) => {
      const buckets = bucketsOf(openTime, timeframe);
      const units = Array.from(close, (price) => BigInt(price.toFixed(8).replace('.', ''))).filter(
        (_, index) => buckets[index] !== undefined,
      );
      const gap = (index: number): bigint | undefined => {
        const [a, b] = [exactSum(units, index, fast), exactSum(units, index, slow)];
        return a === undefined || b === undefined ? undefined : a * BigInt(slow) - b * BigInt(fast);
      };
      return (index) => {
        const bucket = buckets[index];
        if (bucket === undefined) return undefined;
        const [before, now] = [gap(bucket - 1), gap(bucket)];
        if (before === undefined || now === undefined) return undefined;
        const [crossesUp, crossesDown] = [before <= 0n && now > 0n, before >= 0n && now < 0n];
        return {
          ...{ long: isLong && crossesUp, short: isShort && crossesDown },
          ...{ exitLong: crossesDown, exitShort: crossesUp },
        };
      };
    },
  };
}

function definitionOf(strategy: TwinStrategy, instruments: readonly Instrument[]): StrategyDefinition {
  const { id, stopPct, targetPct, trailing, breakEven, maxHoldMs, sizing, conditions, timeframe = '15m' } = strategy;
  const dec = (text: string): Decimal => Decimal.of(text);
  return aStrategy({
    ...{ id: toStrategyId(id), timeframe },
    symbols: instruments.map(({ symbol }) => symbol),
    sides: (['long', 'short'] as const).filter((side) => conditions.entry[side] !== undefined),
    ...conditions,
    risk: {
      stopLoss: stopPct === undefined ? null : { kind: 'percent', pct: dec(stopPct) },
      takeProfit: targetPct === undefined ? null : { kind: 'percent', pct: dec(targetPct) },
      trailing:
        trailing === undefined
          ? null
          : { activationPct: dec(trailing.activationPct), distancePct: dec(trailing.distancePct) },
      breakEven:
        breakEven === undefined
          ? null
          : { activationPct: dec(breakEven.activationPct), offsetPct: dec(breakEven.offsetPct) },
      maxHoldHours: maxHoldMs === undefined ? null : maxHoldMs / HOUR_MS,
    },
    sizing:
      sizing.kind === 'fixedQty'
        ? { kind: 'fixedQty', qty: dec(sizing.value) }
        : { kind: sizing.kind, pct: dec(sizing.value) },
  });
}
