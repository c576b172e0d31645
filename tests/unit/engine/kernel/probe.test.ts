// What the host times: every stage is entered and left, in the order of work, and none without a probe.
import { expect, it } from 'vitest';
import { MINUTE_MS } from '../../../../src/shared/time.ts';
import { aStrategy } from '../../../builders/aStrategy.ts';
import { EngineRun, SPOT } from '../../../builders/engineRun.ts';

it('the stages of a step are entered and left in their order', () => {
  const run = new EngineRun({ strategies: [aStrategy()] });
  const open: string[] = [];
  let seen: string[] = [];
  run.engine.probe = {
    enter: (processor) => void open.push(processor),
    leave: () => void seen.push(open.pop() ?? 'nothing'),
  };
  const stages = (act: () => void): readonly string[] => {
    seen = [];
    act();
    expect(open).toEqual([]);
    return seen;
  };
  expect(stages(() => run.candle(0))).toEqual(['health', 'indication', 'health', 'realtime', 'strategy', 'realtime']);
  expect(run.all('signalRaised')).toHaveLength(1);
  expect(stages(() => run.mark(100))).toEqual(['realtime']);
  expect(stages(() => run.feed({ type: 'clockSkew', skewMs: 1 }))).toEqual(['health']);
  expect(stages(() => run.timer(MINUTE_MS))).toEqual(['health', 'realtime']);
  // A quote of nothing is no cycle of a processor.
  expect(stages(() => run.step({ kind: 'mark', at: run.now, symbol: SPOT.symbol, bid: 0, ask: 0, last: 0 }))).toEqual(
    [],
  );
});
