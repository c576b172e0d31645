// History moves what indicators and strategies look back at, and nothing else: an engine warmed up by it decides from then on
// what one decides that saw the same candles live.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Engine, type StepResult } from '../../src/main/engine/kernel/engine.ts';
import type { EngineInput } from '../../src/main/engine/kernel/inputs.ts';
import { candleAt, closeTimeOf } from '../../src/shared/domain/candle.ts';
import { toEpochMs } from '../../src/shared/domain/ids.ts';
import { START } from '../builders/aCandle.ts';
import { sha256 } from '../builders/engineRun.ts';
import { dec } from '../builders/risk.ts';
import { aSessionConfig, firstDifference, said, sessionSeries } from '../builders/session.ts';

const CANDLES = 320;

/** What one engine says from candle `live` on; `isWarmed`: those before come as history, when the last of them is one candle old. */
function run(
  seed: string,
  live: number,
  isWarmed: boolean,
): { readonly warmUp: StepResult[]; readonly later: string[] } {
  const config = aSessionConfig({ instruments: aSessionConfig().instruments.slice(0, 3) });
  const series = sessionSeries(seed, CANDLES, config);
  const engine = new Engine(sha256);
  const warmUp: StepResult[] = [];
  const later: string[] = [];
  const candlesAt = (index: number) => series.map((columns) => candleAt(columns, index));
  const brake = (type: 'reduce' | 'resume', at: number): EngineInput => ({
    ...{ kind: 'command', at: toEpochMs(at) },
    command: { type, by: 'cli', reason: 'test' },
  });
  const start = closeTimeOf(candlesAt(live)[0]!);
  engine.step({ kind: 'config', at: START, config });
  engine.step({ kind: 'venue', at: START, report: { type: 'deposit', id: 'start', amount: dec(50_000), reason: '' } });
  // Nothing is entered before: the accounts stay the same.
  engine.step(brake('reduce', START));
  for (let index = 0; index < CANDLES; index++) {
    if (index === live) engine.step(brake('resume', start));
    for (const candle of candlesAt(index)) {
      const at = index < live && isWarmed ? start : closeTimeOf(candle);
      const result = engine.step({ kind: 'candle', at, candle });
      if (index < live) warmUp.push(result);
      else later.push(said(result));
    }
  }
  return { warmUp, later };
}

it('warmed up by history and live from the start, engines decide alike', () => {
  let orders = 0;
  fc.assert(
    fc.property(fc.string({ minLength: 2 }), fc.integer({ min: 1, max: CANDLES - 60 }), (seed, live) => {
      const [warmed, seen] = [run(seed, live, true), run(seed, live, false)];
      expect(warmed.warmUp.flatMap(({ events, effects }) => [...events, ...effects])).toEqual([]);
      warmed.later.forEach((text, index) => {
        expect(firstDifference(text, seen.later[index] ?? '{}')).toBeUndefined();
      });
      orders += warmed.later.filter((text) => text.includes('submitOrder')).length;
    }),
    { numRuns: 6, endOnFailure: true },
  );
  expect(orders).toBeGreaterThan(20);
});
