// One candle close: every strategy looks at every symbol, and what they signal goes through gates, sizing and risk to orders.
import { invariant } from '../../../shared/assert.ts';
import { type Candle, candleAt, closeTimeOf } from '../../../shared/domain/candle.ts';
import type { StrategyDefinition } from '../../../shared/domain/strategy.ts';
import { Decimal } from '../../../shared/money.ts';
import { parseStrategyFile } from '../../config/strategies/strategyFile.ts';
import { Engine } from '../../engine/kernel/engine.ts';
import type { EngineEvent } from '../../engine/kernel/events.ts';
import { simulateCandles } from '../../engine/paper/simulator/marketSimulator.ts';
import type { Bench, BenchResult } from './bench.ts';
import { contractOf, contracts, engineConfig, FROM, limits, SEED, sha256 } from './benchMarket.ts';
import { TimedEngine } from './timedEngine.ts';

const SYMBOLS = contracts(50);
const STRATEGIES = 100;
const WARM_UP = 120;
const CLOSES = 20;
/** As many positions and orders as there are signals; every other limit is the default, and on. */
const LIMITS = limits({ maxOpenPositions: 10_000, maxOrdersPer10s: 10_000, maxConsecutiveLosses: 10_000 });

export const signalsBench: Bench = {
  name: 'signals',
  title: `${String(STRATEGIES)} strategies x ${String(SYMBOLS.length)} symbols at one candle close, to orders`,
  target: { bound: 'atMost', value: 25, unit: 'ms' },
  digest: '1dabb60b122cdbf8cb4ae88c417f7faf253552f2aa3daac6581afe66984d472e',
  prepare: () => {
    const closes = candlesByClose();
    const strategies = Array.from({ length: STRATEGIES }, (_, index) => strategy(index));
    return Promise.resolve({ run: () => Promise.resolve(measure(closes, strategies)) });
  },
};

/** The candles of all symbols, close by close. */
function candlesByClose(): readonly (readonly Candle[])[] {
  const count = WARM_UP + CLOSES;
  const world = simulateCandles({ seed: SEED, symbols: SYMBOLS, from: FROM, timeframe: '15m', count });
  return Array.from({ length: count }, (_, row) => [...world.values()].map((columns) => candleAt(columns, row)));
}

/** The mean over the closes after the warm-up; the digest is that of all their signals, decisions and fills. */
function measure(closes: readonly (readonly Candle[])[], strategies: readonly StrategyDefinition[]): BenchResult {
  const engine = new TimedEngine(new Engine(sha256));
  const instruments = SYMBOLS.map(contractOf);
  const config = engineConfig({ mode: 'paper', instruments, strategies, risk: LIMITS, hasVenueProtection: false });
  const deposit = { type: 'deposit', id: 'start', amount: Decimal.of(1_000_000), reason: 'start' } as const;
  engine.take([
    { kind: 'config', at: FROM, config },
    { kind: 'venue', at: FROM, report: deposit },
  ]);
  let elapsedMs = 0;
  const said: string[] = [];
  for (const [index, candles] of closes.entries()) {
    const result = engine.take(candles.map((candle) => ({ kind: 'candle', at: closeTimeOf(candle), candle })));
    if (index < WARM_UP) continue;
    elapsedMs += result.elapsedMs;
    said.push(...result.events.flatMap(textOf));
  }
  return { value: elapsedMs / CLOSES, digest: sha256(said.join('\n')) };
}

function textOf(event: EngineEvent): readonly string[] {
  if (event.kind === 'signalRaised') return [`${event.signal.id} ${String(event.signal.strength)}`];
  if (event.kind === 'decisionMade') return [`${event.decision.outcome} ${event.decision.orders.join(' ')}`];
  return event.kind === 'orderFilled' ? [JSON.stringify(event.fill)] : [];
}

/** What crosses what, for each turn through the list with other periods. */
const CROSSINGS: readonly ((turn: number) => string)[] = [
  (turn) => `[{ sma: { period: ${String(5 + turn)} } }, { sma: { period: ${String(20 + 2 * turn)} } }]`,
  (turn) => `[{ ema: { period: ${String(8 + turn)} } }, { ema: { period: ${String(30 + 2 * turn)} } }]`,
  (turn) => `[{ rsi: { period: ${String(7 + turn)} } }, 50]`,
  (turn) => `[{ price: close }, { bollinger: { period: ${String(15 + turn)}, line: middle } }]`,
  (turn) => `[{ macd: { fast: ${String(6 + turn)}, slow: ${String(20 + turn)}, signal: 9, line: histogram } }, 0]`,
];

function strategy(index: number): StrategyDefinition {
  const crossing = CROSSINGS[index % CROSSINGS.length]?.(Math.floor(index / CROSSINGS.length)) ?? '';
  const text = `
id: bench-${String(index)}
name: Bench ${String(index)}
symbols: [${SYMBOLS.join(', ')}]
timeframe: 15m
sides: [long, short]
entry:
  long: { all: [{ crossesAbove: ${crossing} }, { above: [{ adx: { period: 14 } }, ${String(10 + (index % 4))}] }] }
  short: { all: [{ crossesBelow: ${crossing} }, { above: [{ adx: { period: 14 } }, ${String(10 + (index % 4))}] }] }
exit:
  long: { crossesBelow: ${crossing} }
  short: { crossesAbove: ${crossing} }
risk: { stopLossPct: 2, takeProfitPct: 3, trailing: { activationPct: 1, distancePct: 1 } }
sizing: { percentEquity: 0.05 }
`;
  const parsed = parseStrategyFile(text, `strategy ${String(index)}`);
  invariant(parsed.ok, `expected a strategy without problems, found ${JSON.stringify(parsed)}`);
  return parsed.value;
}
