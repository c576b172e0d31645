import { describe, expect, it } from 'vitest';
import { Engine } from '../../../../src/main/engine/kernel/engine.ts';
import { EngineRun, sha256 } from '../../../builders/engineRun.ts';
import { dec } from '../../../builders/risk.ts';

const flat = { open: 100, high: 100, low: 100, close: 100 };
const limit = { type: 'limit', qty: dec(1) } as const;
const stop = { stopLoss: { pct: dec(2) } };

describe('regression: of two manual entries on their way', () => {
  it.each([
    ['the second brings the stop', {}, stop],
    ['the first brings the stop', stop, {}],
  ])('whichever fills is protected: %s', (_what, first, second) => {
    for (const fills of [0, 1]) {
      const run = new EngineRun();
      run.candle(0, flat);
      const intents = [
        run.place({ ...limit, limitPrice: dec(99) }, first),
        run.place({ ...limit, limitPrice: dec(98) }, second),
      ];
      run.report({ type: 'canceled', clientOrderId: intents[1 - fills]!.clientOrderId, reason: 'test' });
      run.fill(intents[fills]!);
      expect(run.engine.core.orders.open.map(({ purpose }) => purpose)).toEqual(['stopLoss']);
    }
  });
});

it('regression: nothing is entered while the feed is disconnected', () => {
  const run = new EngineRun();
  run.candle(0, flat);
  run.feed({ type: 'disconnected', detail: 'test' });
  expect(() => run.place({ ...limit, limitPrice: dec(99) })).toThrow();
  expect(run.last('commandRefused')!.reason).toContain('DATA_STALE: the feed is disconnected');
  run.feed({ type: 'connected', detail: 'test' });
  expect(run.place({ ...limit, limitPrice: dec(99) }).symbol).toBe(run.config.instruments[0]!.symbol);
});

it('regression: a snapshot of another version is not read', () => {
  const snapshot = new EngineRun().engine.snapshot();
  expect(() => Engine.restore(snapshot.replace(/"version":\d+/, '"version":0'), sha256)).toThrow(
    /of version \d+, found 0/,
  );
});
