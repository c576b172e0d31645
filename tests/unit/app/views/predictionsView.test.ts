import { describe, expect, it } from 'vitest';
import { predictionsView, type PredictionsView } from '../../../../src/main/app/views/predictionsView.ts';
import { CORE_1 } from '../../../../src/main/engine/features/core1/core1.ts';
import { toModelId, toSymbolId } from '../../../../src/shared/domain/ids.ts';
import { MINUTE_MS } from '../../../../src/shared/time.ts';
import { SPOT } from '../../../builders/engineRun.ts';
import { closeAt, ModelRun, saying, WARM } from '../../../builders/modelRun.ts';
import { aFailure, aModelSpec, threeModels } from '../../../builders/models.ts';

const viewOf = (run: ModelRun, symbol = SPOT.symbol): PredictionsView => {
  const view = predictionsView(run.engine.core, symbol);
  if (!view.ok) throw new Error(view.error.message);
  return view.value;
};

describe('the view of the predictions of a symbol', () => {
  it('has every vote with its age and hashes, the features by name, and how fresh each timeframe is', () => {
    const run = ModelRun.warm({ models: [...threeModels(), aModelSpec({ id: toModelId('m4h'), timeframe: '4h' })] });
    const [quarter, hour] = run.close();
    run.answer(saying(quarter!));
    run.answer(saying(hour!, undefined, toModelId('m1h')));
    run.answer(aFailure(hour!, toModelId('n1h')));
    run.timer(MINUTE_MS);
    const view = viewOf(run);
    expect(view).toMatchObject({ symbol: SPOT.symbol, direction: 'BUY', dataQuality: 1, now: run.now });
    expect(view.votes.map(({ model, ageMs }) => [model, ageMs])).toEqual([
      ...[
        ['m15', MINUTE_MS],
        ['m1h', MINUTE_MS],
        ['n1h', MINUTE_MS],
        ['m4h', undefined],
      ],
    ]);
    expect(view.votes[0]).toMatchObject({ modelHash: 'model hash', featureHash: 'feature hash', weight: 0.5 });
    expect(view.votes[2]).toMatchObject({ failure: { code: 'INFERENCE_FAILED' } });
    expect(view.freshness).toEqual([
      { timeframe: '15m', candleCloseTime: closeAt(WARM), ageMs: MINUTE_MS, isFresh: true },
      { timeframe: '1h', candleCloseTime: closeAt(WARM), ageMs: MINUTE_MS, isFresh: false },
      { timeframe: '4h', candleCloseTime: undefined, ageMs: undefined, isFresh: false },
    ]);
    expect(view.byTimeframe.map(({ timeframe, quorum }) => [timeframe, quorum])).toEqual([
      ...[
        ['15m', 1],
        ['1h', 0.6],
        ['4h', 0],
      ],
    ]);
    const [features, , slow] = view.features;
    expect(features!.features.map(({ name }) => name)).toEqual(CORE_1.features.map(({ name }) => name));
    expect(features!.features.map(({ value }) => value)).toEqual(quarter!.features);
    expect(slow).toMatchObject({ timeframe: '4h', features: [] });
  });

  it('is a problem where no model speaks for the symbol, never the answers of another one', () => {
    const run = ModelRun.warm();
    expect(predictionsView(run.engine.core, toSymbolId('ETH/USDT'))).toEqual({
      ok: false,
      error: { message: 'no model for ETH/USDT' },
    });
  });
});
