// One price update of every symbol: the engine looks at each open position's stop, target and trailing stop, moves the trailing
// ones and closes those that are due.
import { need } from '../../../shared/assert.ts';
import { toEpochMs, toStrategyId, type SymbolId } from '../../../shared/domain/ids.ts';
import type { StrategyDefinition } from '../../../shared/domain/strategy.ts';
import { Decimal } from '../../../shared/money.ts';
import { SECOND_MS, timeframeMs } from '../../../shared/time.ts';
import { Engine } from '../../engine/kernel/engine.ts';
import type { EngineInput } from '../../engine/kernel/inputs.ts';
import { marketParameters } from '../../engine/paper/simulator/parameters.ts';
import type { Bench, BenchResult } from './bench.ts';
import { contractOf, contracts, engineConfig, FROM, limits, sha256 } from './benchMarket.ts';
import { TimedEngine } from './timedEngine.ts';

const SYMBOLS = contracts(50);
const OPEN = toEpochMs(FROM + timeframeMs('15m'));
const MOST = 10_000;
/** Prices of the updates as shares of the entry: small ones first, as for most of a day, then the measured one. */
const QUIET = [1.0005, 1.001, 1.0004, 1.0012, 1.0009, 1.0011, 1.0013, 1.0014];
const MEASURED = 1.0105;
/** Positions are marked in one account: it carries them all with its limits on. */
const LIMITS = limits({ maxOpenPositions: 20_000, maxOrdersPer10s: 20_000 });

export const realtimeBenches: readonly Bench[] = [
  realtimeBench(500, 2, '8c542e67e4a83d68f295aa3f154c959b7f2076b06ad6251ae29daa0cccb69646'),
  realtimeBench(MOST, 40, '8f6802435159070049fc44da96fb7046a5f61b79f18a7534afad222a95dc8f8d'),
];

function realtimeBench(positions: number, targetMs: number, digest: string): Bench {
  return {
    name: `realtime-${String(positions)}`,
    title: `exits of ${String(positions)} open positions at one price update of ${String(SYMBOLS.length)} symbols, a tenth due`,
    target: { bound: 'atMost', value: targetMs, unit: 'ms' },
    digest,
    prepare: () => {
      const snapshot = openPositions(positions / SYMBOLS.length);
      // A few positions are measured as often as makes many: a live engine has long been compiled.
      const repeats = MOST / positions;
      return Promise.resolve({
        run: () => Promise.resolve(middle(Array.from({ length: repeats }, () => measure(snapshot)))),
      });
    },
  };
}

const middle = (results: readonly BenchResult[]): BenchResult =>
  need(results.toSorted((a, b) => a.value - b.value)[results.length >> 1], 'a measurement');

function measure(snapshot: string): BenchResult {
  const engine = new TimedEngine(Engine.restore(snapshot, sha256));
  for (const [index, factor] of QUIET.entries()) engine.take(update(factor, index + 1));
  const { elapsedMs, events } = engine.take(update(MEASURED, QUIET.length + 1));
  const fills = events.flatMap((event) => (event.kind === 'orderFilled' ? [event.fill] : []));
  return { value: elapsedMs, digest: sha256(JSON.stringify(fills)) };
}

/** A quote of every symbol, `seconds` after the positions were opened. */
const update = (factor: number, seconds: number): readonly EngineInput[] =>
  SYMBOLS.map((symbol) => {
    const at = toEpochMs(OPEN + seconds * SECOND_MS);
    const [bid, ask] = [priceOf(symbol, factor * 0.9999), priceOf(symbol, factor * 1.0001)];
    return { kind: 'mark', at, symbol, bid, ask, last: priceOf(symbol, factor) };
  });

/** A share of the symbol's start price, on its grid. */
function priceOf(symbol: SymbolId, share: number): number {
  const { startPrice, priceDecimals } = marketParameters(symbol);
  return Number((startPrice * share).toFixed(priceDecimals));
}

/** The state of an engine that holds a position of each of `count` strategies in every symbol. */
function openPositions(count: number): string {
  const engine = new Engine(sha256);
  const timed = new TimedEngine(engine);
  const strategies = Array.from({ length: count }, (_, index) => strategy(index, count));
  const instruments = SYMBOLS.map(contractOf);
  const config = engineConfig({ mode: 'paper', instruments, strategies, risk: LIMITS, hasVenueProtection: false });
  const deposit = { type: 'deposit', id: 'start', amount: Decimal.of(1_000_000), reason: 'start' } as const;
  timed.take([
    { kind: 'config', at: FROM, config },
    { kind: 'venue', at: FROM, report: deposit },
  ]);
  for (const symbol of SYMBOLS) timed.take([firstCandle(symbol)]);
  return engine.snapshot();
}

function firstCandle(symbol: SymbolId): EngineInput {
  const price = priceOf(symbol, 1);
  const candle = { symbol, timeframe: '15m', openTime: FROM, volume: 1e6 } as const;
  return { kind: 'candle', at: OPEN, candle: { ...candle, open: price, high: price, low: price, close: price } };
}

/** Enters at once. One in ten has its target within the measured update's reach; one in two a trailing stop that moves. */
const strategy = (index: number, count: number): StrategyDefinition => ({
  id: toStrategyId(`bench-${String(index)}`),
  name: `Bench ${String(index)}`,
  enabled: true,
  symbols: SYMBOLS,
  timeframe: '15m',
  sides: ['long'],
  entry: {
    long: { kind: 'above', left: { kind: 'price', field: 'close', offset: 0 }, right: { kind: 'constant', value: 0 } },
  },
  exit: {},
  risk: {
    stopLoss: { kind: 'percent', pct: Decimal.of(2 + index / count) },
    takeProfit: { kind: 'percent', pct: Decimal.of(index % 10 === 0 ? 1 : 3) },
    trailing: index % 2 === 0 ? null : { activationPct: Decimal.of(1), distancePct: Decimal.of('0.8') },
    breakEven: null,
    maxHoldHours: null,
  },
  sizing: { kind: 'percentEquity', pct: Decimal.of('0.01') },
  gates: {
    ...{ minProfitFactor: null, profitFactorTrades: 20, profitFactorMinTrades: 10, minModelQuorum: null },
    ...{ coolDownMinutes: null, minDataQuality: null, sessionHours: null },
  },
});
