import { describe, expect, it } from 'vitest';
import { EngineManager } from '../../../../src/main/app/engineManager.ts';
import { healthReport } from '../../../../src/main/app/window/healthReport.ts';
import { LoopWatch } from '../../../../src/main/app/window/loopWatch.ts';
import { createRng } from '../../../../src/main/engine/kernel/rng.ts';
import type { ModelHealth } from '../../../../src/main/inference/ports.ts';
import { toModelId, toSymbolId } from '../../../../src/shared/domain/ids.ts';
import { FakePredictor } from '../../../fakes/fakePredictor.ts';
import { SILENT_LOG, STILL_WALL } from '../../../builders/hostRun.ts';

class Sickroom extends FakePredictor {
  private readonly states: readonly ModelHealth[];

  constructor(states: readonly ModelHealth[]) {
    super([], () => 'MODEL_REFUSED');
    this.states = states;
  }

  override health(): readonly ModelHealth[] {
    return this.states;
  }
}

const aModel = (id: string, rest: Partial<ModelHealth> = {}): ModelHealth => ({
  ...{
    model: toModelId(id),
    name: id,
    symbol: toSymbolId('BTC/USDT'),
    timeframe: '15m',
    weight: 0.5,
    state: 'healthy',
  },
  ...{ requests: 7, failures: 0, failuresInARow: 0 },
  ...rest,
});

const reportOf = (states: readonly ModelHealth[], remarks: readonly string[] = []) =>
  healthReport({
    manager: new EngineManager([], { wall: STILL_WALL, rng: createRng('test'), log: SILENT_LOG }),
    loop: new LoopWatch(),
    models: { predictor: new Sickroom(states), remarks },
    ...{ now: () => 5, startedAt: 0 },
  });

describe('the models in the health report', () => {
  it('are healthy while every one answers', () => {
    const { status, components } = reportOf([aModel('a'), aModel('b')]);
    expect(status).toBe('healthy');
    expect(components.find(({ id }) => id === 'models')).toMatchObject({
      ...{ status: 'healthy', detail: 'every model answers' },
      figures: [
        { label: 'Healthy', value: '2 of 2' },
        { label: 'Asked', value: '14' },
        { label: 'Failed', value: '0' },
      ],
    });
  });

  it('degrade the whole when one is refused, with its code', () => {
    const refused = aModel('b', { state: 'refused', code: 'HASH_MISMATCH', detail: 'not the file', failures: 0 });
    const { status, warnings } = reportOf([aModel('a'), refused]);
    expect([status, warnings]).toEqual(['degraded', ['Models: b is refused and left out: HASH_MISMATCH not the file']]);
  });

  it('are no trouble where there are none', () => {
    const { status, components } = reportOf([], ['no model is loaded: models.enabled is false']);
    expect(status).toBe('healthy');
    expect(components.find(({ id }) => id === 'models')?.detail).toBe('no model is loaded: models.enabled is false');
  });
});
