// Candles of the past, as warm-up and backfill bring them: nobody acts on their prices.
import { expect, it } from 'vitest';
import { toEpochMs } from '../../../../src/shared/domain/ids.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../src/shared/time.ts';
import { openTimeAt } from '../../../builders/aCandle.ts';
import { aNumber, aStrategy, theClose } from '../../../builders/aStrategy.ts';
import { EngineRun, LINEAR } from '../../../builders/engineRun.ts';
import { aRiskConfig, dec } from '../../../builders/risk.ts';
import { specsOf } from '../../../builders/session.ts';

const flat = (price: number) => ({ open: price, high: price, low: price, close: price });
const kinds = (events: readonly { kind: string }[]) => events.map(({ kind }) => kind);

/** Buys above 100; a set of indicators is stored. */
const aRun = (): EngineRun =>
  new EngineRun({
    ...{ instruments: [LINEAR], hasVenueProtection: false, risk: aRiskConfig({ maxDrawdownPct: 5 }) },
    strategies: [
      aStrategy({
        symbols: [LINEAR.symbol],
        entry: { long: { kind: 'above', left: theClose(), right: aNumber(100) } },
      }),
    ],
    indicationSets: [{ timeframe: '1h', specs: specsOf('sma:2') }],
  });

it('a candle is history from one timeframe after its close', () => {
  const run = aRun();
  run.now = toEpochMs(openTimeAt(2) - 1);
  expect(kinds(run.candle(0, flat(101)).events)).toContain('signalRaised');
  const old = aRun();
  old.now = openTimeAt(2);
  old.timer(0);
  expect(old.candle(0, flat(101))).toEqual({ events: [], effects: [] });
});

it('holes in history are gaps like any other', () => {
  const run = aRun();
  run.now = openTimeAt(20);
  run.timer(0);
  run.candle(0, flat(100));
  expect(kinds(run.candle(3, flat(100)).events)).toEqual(['gapDetected']);
});

it('a position is neither left nor trailed on the prices of a backfill, nor a loss limit tripped', () => {
  const run = aRun();
  run.candle(0, flat(100));
  const plan = { stopLoss: { pct: dec(2) }, trailing: { activationPct: dec(2), distancePct: dec(1) } };
  run.fill(run.place({ qty: dec(20) }, plan));
  // Nothing is heard for four hours, and then what happened in them.
  run.now = toEpochMs(run.now + 4 * HOUR_MS);
  run.timer(0);
  const before = run.events.length;
  for (let index = 1; index < 12; index++) run.candle(index, flat(index % 2 === 0 ? 110 : 80));
  expect(kinds(run.events.slice(before))).toEqual([]);
  expect(run.last('tradingStateChanged')).toBeUndefined();
  run.mark(100);
  expect(run.all('submitOrder')).toHaveLength(1);
  run.candle(12, flat(80));
  expect(run.all('submitOrder')).toHaveLength(1);
  run.now = toEpochMs(Math.max(run.now, openTimeAt(17)) + MINUTE_MS);
  run.mark(97);
  expect(run.all('submitOrder').at(-1)?.order.purpose).toBe('stopLoss');
});
