// The product against the naive reference: the same trades, to the last decimal, over any candles and parameters.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CandleColumns } from '../../src/shared/domain/candle.ts';
import { toSymbolId } from '../../src/shared/domain/ids.ts';
import type { Instrument } from '../../src/shared/domain/instrument.ts';
import type { Condition } from '../../src/shared/domain/strategy.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/shared/time.ts';
import { START } from '../builders/aCandle.ts';
import { aNumber } from '../builders/aStrategy.ts';
import { productAnswer, referenceAnswer, type Twins, type TwinStrategy } from '../builders/backtestTwins.ts';
import { anInstrument, dec } from '../builders/risk.ts';

const STEP_MS = 15 * MINUTE_MS;

/** A candle as steps from the one before; all prices in thousandths, so on and off every tick below. */
interface Step {
  readonly gap: number;
  readonly jump: number;
  readonly body: number;
  readonly up: number;
  readonly down: number;
  readonly code: number;
}

const move = (most: number): fc.Arbitrary<number> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 6, arbitrary: fc.integer({ min: -most, max: most }) });
const wick = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 2_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 20_000 }) },
);
/** Bits: enter long 1, enter short 2, leave long 4, leave short 8. */
const code = fc.constantFrom(0, 0, 0, 1, 1, 2, 2, 3, 4, 8, 12, 13, 14);
const aStep: fc.Arbitrary<Step> = fc.record({
  gap: fc.oneof({ weight: 20, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) }),
  jump: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: move(4_000) }),
  body: move(2_500),
  up: wick,
  down: wick,
  code,
});
const someSteps = fc.array(aStep, { minLength: 5, maxLength: 60 });

function columnsOfSteps(symbol: string, steps: readonly Step[], grid: number): CandleColumns {
  let [close, at] = [100_000, Number(START) - STEP_MS];
  const rows = steps.map(({ gap, jump, body, up, down, code: volume }) => {
    const within = (price: number): number => Math.min(200_000, Math.max(50_000, price));
    const round = (price: number): number => Math.round(price / grid) * grid;
    const open = round(within(close + jump));
    close = round(within(open + body));
    at += (gap + 1) * STEP_MS;
    const high = Math.max(open, close, round(Math.max(open, close) + up));
    const low = Math.min(open, close, round(Math.min(open, close) - down));
    return [at, open / 1000, high / 1000, low / 1000, close / 1000, volume] as const;
  });
  const column = (place: number): Float64Array => Float64Array.from(rows, (row) => row[place] as number);
  return {
    ...{ symbol: toSymbolId(symbol), timeframe: '15m', openTime: column(0), open: column(1), high: column(2) },
    ...{ low: column(3), close: column(4), volume: column(5) },
  };
}

const anyCode = (bit: number): Condition => ({
  kind: 'any',
  of: Array.from({ length: 16 }, (_, value) => value)
    .filter((value) => (value & bit) !== 0)
    .map((value) => ({
      kind: 'equals',
      left: { kind: 'price', field: 'volume', offset: 0 },
      right: aNumber(value),
    })),
});

/** The volume says what to do: `shift` is added to it, so that two strategies disagree. */
const byVolume = (kind: Instrument['kind']): Pick<TwinStrategy, 'conditions' | 'signals'> => ({
  conditions: {
    entry: { long: anyCode(1), ...(kind === 'linear' && { short: anyCode(2) }) },
    exit: { long: anyCode(4), ...(kind === 'linear' && { short: anyCode(8) }) },
  },
  signals:
    ({ volume }) =>
    (index) => {
      const bits = volume[index] as number;
      return {
        ...{ long: (bits & 1) !== 0, short: kind === 'linear' && (bits & 2) !== 0 },
        ...{ exitLong: (bits & 4) !== 0, exitShort: kind === 'linear' && (bits & 8) !== 0 },
      };
    },
});

const tenths = (min: number, max: number): fc.Arbitrary<string> =>
  fc.integer({ min, max }).map((value) => String(value / 10));
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

const rules = fc
  .record({
    stopPct: maybe(tenths(1, 60)),
    targetPct: maybe(tenths(1, 60)),
    trailing: maybe(fc.record({ activationPct: tenths(0, 30), distancePct: tenths(1, 30) })),
    breakEven: maybe(fc.record({ activationPct: tenths(0, 30), offsetPct: tenths(0, 10) })),
    maxHoldMs: maybe(fc.integer({ min: 1, max: 80 }).map((eighths) => (eighths * HOUR_MS) / 8)),
    sizing: fc.oneof(
      fc.record({ kind: fc.constant('fixedQty' as const), value: tenths(1, 100) }),
      fc.record({ kind: fc.constant('percentEquity' as const), value: tenths(1, 200) }),
      fc.record({ kind: fc.constant('riskPercent' as const), value: fc.constantFrom('0.005', '0.01', '0.02') }),
    ),
  })
  .map(({ stopPct, targetPct, trailing, breakEven, maxHoldMs, sizing }) => ({
    ...((stopPct !== undefined || sizing.kind === 'riskPercent') && { stopPct: stopPct ?? '2' }),
    ...(targetPct !== undefined && { targetPct }),
    ...(trailing && { trailing }),
    ...(breakEven && { breakEven }),
    ...(maxHoldMs !== undefined && { maxHoldMs }),
    sizing,
  }));

const market = fc.record({
  tickSize: fc.constantFrom('0.001', '0.01', '0.05', '0.5', '1', '3'),
  lotSize: fc.constantFrom('0.00001', '0.001', '0.1', '1'),
  minQty: fc.constantFrom('0.00001', '0.002', '1'),
  minNotional: fc.constantFrom('0', '10', '100'),
  contractSize: fc.constantFrom('1', '0.1', '0.001'),
  takerBps: fc.constantFrom('0', '5', '7.5'),
  makerBps: fc.constantFrom('0', '2', '-1', '0.3'),
});

const someRecipes = fc.record({
  kind: fc.constantFrom('spot' as const, 'linear' as const),
  /** Prices are multiples of so many thousandths. */
  grid: fc.constantFrom(1, 10, 50, 500, 1000),
  markets: fc.array(fc.record({ rules: market, steps: someSteps }), { minLength: 1, maxLength: 2 }),
  strategies: fc.array(rules, { minLength: 1, maxLength: 2 }),
  slippageBps: fc.constantFrom('0', '2', '7.5', '100'),
  fundingRates: fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 4, maxLength: 4 }),
});
type Recipe = typeof someRecipes extends fc.Arbitrary<infer T> ? T : never;

function twinsOf({ kind, grid, markets, strategies, slippageBps, fundingRates }: Recipe): Twins {
  return {
    markets: markets.map(({ rules: { contractSize, ...rest }, steps }, place) => {
      const symbol = toSymbolId(place === 0 ? 'B' : 'A');
      const grids = Object.entries({ ...rest, contractSize: kind === 'spot' ? '1' : contractSize });
      const numbers = Object.fromEntries(grids.map(([name, text]) => [name, dec(text)]));
      return { instrument: anInstrument({ ...numbers, kind, symbol }), columns: columnsOfSteps(symbol, steps, grid) };
    }),
    strategies: strategies.map((rule, place) => ({ id: `s${place}`, ...rule, ...byVolume(kind) })),
    cash: '10000',
    slippageBps,
    funding: new Map(fundingRates.map((rate, place) => [Number(START) + place * 8 * HOUR_MS, rate / 100_000])),
  };
}

describe('a backtest against the reference', () => {
  it('agrees trade for trade and sample for sample, to the last decimal', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(someRecipes, (recipe) => {
        const twins = twinsOf(recipe);
        const answer = productAnswer(twins);
        for (const { exitReason } of answer.trades) seen.add(exitReason);
        expect(answer).toEqual(referenceAnswer(twins));
      }),
      { numRuns: Number(process.env['FOREDECK_RUNS'] ?? 150) },
    );
    expect([...seen].sort()).toEqual(['breakEven', 'maxHold', 'stopLoss', 'strategy', 'takeProfit', 'trailing']);
  });
});
