// What is asked of the models at a close, and how a close settles.
import { describe, expect, it } from 'vitest';
import { CORE_1 } from '../../../../src/main/engine/features/core1/core1.ts';
import { Engine } from '../../../../src/main/engine/kernel/engine.ts';
import { toModelId, toStrategyId, toSymbolId } from '../../../../src/shared/domain/ids.ts';
import type { PredictionRequest } from '../../../../src/shared/domain/prediction.ts';
import { MINUTE_MS } from '../../../../src/shared/time.ts';
import { aStrategy } from '../../../builders/aStrategy.ts';
import { sha256, SPOT } from '../../../builders/engineRun.ts';
import { closeAt, consensusStrategy, ModelRun, saying, SELL, WARM } from '../../../builders/modelRun.ts';
import { aConsensusConfig, aFailure, aModelSpec, threeModels } from '../../../builders/models.ts';

const [M15, M1H, N1H] = [toModelId('m15'), toModelId('m1h'), toModelId('n1h')];
const strategies = [consensusStrategy()];
const one = (requests: readonly PredictionRequest[]): PredictionRequest => {
  expect(requests).toHaveLength(1);
  return requests[0]!;
};

describe('the models of a symbol', () => {
  it('are asked at each close of their timeframe, one request for all of a timeframe', () => {
    const run = ModelRun.warm({ models: threeModels() });
    const [quarter, hour] = run.close();
    expect(quarter).toMatchObject({ timeframe: '15m', models: [M15], candleCloseTime: closeAt(WARM), dataQuality: 1 });
    expect(hour).toMatchObject({ timeframe: '1h', models: [M1H, N1H], candleCloseTime: closeAt(WARM) });
    expect(quarter).toMatchObject({ symbol: SPOT.symbol, featureSet: CORE_1.id, featureHash: 'feature hash' });
    expect(quarter!.features).toHaveLength(CORE_1.features.length);
    expect(quarter!.features.every((value) => Number.isFinite(value) && Math.fround(value) === value)).toBe(true);
    expect(run.close().map(({ timeframe }) => timeframe)).toEqual(['15m']);
  });

  it('are not asked about history, nor before their features are warm, and their votes say so', () => {
    const run = ModelRun.warm({ models: threeModels() }, 600);
    expect(run.all('requestPrediction')).toEqual([]);
    expect(run.consensus!.votes.map(({ model, isWarmingUp }) => [model, isWarmingUp])).toEqual([
      ...[
        [M15, false],
        [M1H, true],
        [N1H, true],
      ],
    ]);
    for (let index = 0; index < 4; index++) run.close();
    expect(run.all('requestPrediction').map(({ request }) => request.timeframe)).toEqual(['15m', '15m', '15m', '15m']);
    expect(run.consensus).toMatchObject({ isActionable: false, quorum: 0 });
    expect(run.engine.core.consensus(toSymbolId('ETH/USDT'))).toBeUndefined();
    expect(run.engine.core.consensus(SPOT.symbol, '4h')).toBeUndefined();
  });

  it('are not asked about features that this program does not know, and say so', () => {
    const run = ModelRun.warm({ models: [aModelSpec({ featureSet: 'unknown-9' })] });
    expect(run.close()).toEqual([]);
    expect(run.consensus!.votes).toMatchObject([{ isHealthy: false, failure: { code: 'MODEL_REFUSED' } }]);
  });

  it('count the candles that never came in the quality of their data', () => {
    const run = ModelRun.warm();
    run.next += 29;
    const { dataQuality } = one(run.close());
    expect(dataQuality).toBeCloseTo(CORE_1.lookback / (CORE_1.lookback + 29), 12);
    run.answer(saying(one(run.close())));
    expect(run.consensus!.reasons.map(({ code }) => code)).toEqual(['LOW_DATA_QUALITY']);
  });

  it('must be of symbols and timeframes that are there, each once, with a way to combine them', () => {
    const run = new ModelRun();
    const refused = (changes: object): string => {
      run.configure(changes);
      return run.last('configRefused')!.reason;
    };
    const consensus = aConsensusConfig();
    expect(refused({ models: [aModelSpec()] })).toMatch(/nothing says how they are combined/);
    expect(refused({ consensus, models: [aModelSpec(), aModelSpec()] })).toBe('model m15 for BTC/USDT is there twice');
    expect(refused({ consensus, models: [aModelSpec({ symbol: toSymbolId('XRP/USDT') })] })).toMatch(/not traded here/);
    expect(refused({ consensus, models: [aModelSpec({ timeframe: '5m' })] })).toMatch(/needs 5m candles/);
  });
});

describe('a strategy that reads the consensus', () => {
  it('waits for every answer of the close, whatever their order; the others do not', () => {
    const other = aStrategy({ id: toStrategyId('other') });
    const run = ModelRun.warm({ models: threeModels(), strategies: [consensusStrategy(), other] });
    const [quarter, hour] = run.close() as [PredictionRequest, PredictionRequest];
    expect(run.all('signalRaised').map(({ signal }) => signal.strategy)).toEqual(['other']);
    run.answer(saying(hour, undefined, N1H), 20);
    run.answer(saying(quarter), 30);
    expect(run.signals).toBe(1);
    const { events, effects } = run.answer(saying(hour, undefined, M1H), 40);
    expect(run.last('signalRaised')!.signal).toMatchObject({
      strategy: 'by-consensus',
      candleCloseTime: closeAt(WARM),
    });
    expect(effects.map(({ kind }) => kind)).toContain('submitOrder');
    const told = events.find((event) => event.kind === 'consensusChanged');
    expect(told?.consensus).toMatchObject({ direction: 'BUY', isActionable: true, candleCloseTime: closeAt(WARM) });
    expect(run.all('consensusChanged').filter(({ consensus }) => consensus.candleCloseTime !== undefined)).toHaveLength(
      1,
    );
  });

  it('is evaluated at once where nothing is asked at its close', () => {
    const models = [aModelSpec({ timeframe: '1h' })];
    const run = ModelRun.warm({ models, strategies });
    run.answer(saying(one(run.close())));
    run.report({
      ...{ type: 'rejected', clientOrderId: run.last('orderChanged')!.order.clientOrderId },
      reason: 'test',
    });
    expect(run.signals).toBe(1);
    expect(run.close()).toEqual([]);
    expect(run.signals).toBe(2);
    expect(run.engine.core.pending.size).toBe(0);
  });

  it('goes on without a model that has not answered in two seconds, and what comes late decides nothing', () => {
    const run = ModelRun.warm({ models: threeModels(), strategies });
    const [quarter, hour] = run.close() as [PredictionRequest, PredictionRequest];
    expect(run.all('armTimer').at(-1)!.at).toBe(run.now + 2000);
    run.answer(saying(quarter), 100);
    run.answer(saying(hour, undefined, M1H), 100);
    run.timer(1799);
    expect(run.signals).toBe(0);
    run.timer(1);
    expect(run.signals).toBe(1);
    expect(run.last('predictionReceived')!.prediction).toMatchObject({ model: N1H, ok: false, code: 'MODEL_TIMEOUT' });
    expect(run.consensus!.quorum).toBeCloseTo(0.8, 12);
    expect(run.consensus!.votes[2]).toMatchObject({ failure: { code: 'MODEL_TIMEOUT' }, isHealthy: true });
    run.answer(saying(hour, undefined, N1H), 10);
    expect(run.consensus!.quorum).toBe(1);
    expect(run.signals).toBe(1);
    expect(run.all('decisionMade')).toHaveLength(1);
  });

  it('is evaluated before the next candle moves what it looks at, if answers are still out then', () => {
    const run = ModelRun.warm({
      models: threeModels(),
      strategies: [consensusStrategy({ entry: EVER })],
      mode: 'backtest',
    });
    const [quarter] = run.close() as [PredictionRequest];
    run.answer(saying(quarter));
    expect(run.signals).toBe(0);
    const price = run.engine.core.market(SPOT.symbol).price;
    run.close();
    expect(run.signals).toBe(1);
    expect(run.last('signalRaised')!.signal.candleCloseTime).toBe(closeAt(WARM));
    expect(JSON.stringify(run.last('signalRaised')!.signal.evidence)).toContain(String(price));
    expect(run.all('predictionReceived').filter(({ prediction }) => !prediction.ok)).toHaveLength(2);
  });

  it('never holds an old answer against a newer one', () => {
    const run = ModelRun.warm({ strategies });
    const first = one(run.close());
    run.timer(2000);
    const second = one(run.close());
    run.answer(saying(first));
    expect(run.signals).toBe(0);
    run.answer(saying(second, SELL), 50);
    run.answer(saying(first), 50);
    expect(run.consensus).toMatchObject({ direction: 'SELL' });
    expect(run.signals).toBe(0);
  });

  it('waits where only a gate of it reads the quorum; too little of it refuses the entry as MODEL_QUORUM', () => {
    const gated = aStrategy({ gates: { ...aStrategy().gates, minModelQuorum: 0.9 } });
    const run = ModelRun.warm({ models: threeModels(), strategies: [gated] });
    const [quarter, hour] = run.close() as [PredictionRequest, PredictionRequest];
    run.answer(saying(quarter));
    run.answer(saying(hour, undefined, M1H));
    expect(run.signals).toBe(0);
    run.answer(aFailure(hour, N1H));
    const { decision } = run.last('decisionMade')!;
    expect(decision).toMatchObject({ outcome: 'refused', verdicts: [{ code: 'MODEL_QUORUM', allow: false }] });
    expect(decision.reason).toMatch(/modelQuorum/);
  });
});

describe('the health of a model', () => {
  it('is lost with three failures in a row, and found again with one success', () => {
    const run = ModelRun.warm({ strategies });
    const isHealthy = (): boolean => run.consensus!.votes[0]!.isHealthy;
    for (const expected of [true, true, false]) {
      run.answer(aFailure(one(run.close()), M15));
      expect(isHealthy()).toBe(expected);
    }
    expect(run.consensus).toMatchObject({ quorum: 0, isActionable: false });
    run.answer(saying(one(run.close())));
    expect(isHealthy()).toBe(true);
    expect(run.consensus).toMatchObject({ quorum: 1, isActionable: true });
  });

  it('counts a candle once, however often it fails for it', () => {
    const run = ModelRun.warm({ strategies });
    const request = one(run.close());
    for (let times = 0; times < 4; times++) run.answer(aFailure(request, M15));
    expect(run.consensus!.votes[0]!.isHealthy).toBe(true);
  });
});

describe('a consensus that stands', () => {
  it('is renewed every signal interval, and said when it changes: here the answer grows too old', () => {
    const run = ModelRun.warm({ strategies: [] });
    run.answer(saying(one(run.close())));
    const before = run.all('consensusChanged').length;
    for (let minute = 0; minute < 21; minute++) run.timer(MINUTE_MS);
    expect(run.consensus!.at).toBe(closeAt(WARM) + 20 * MINUTE_MS);
    expect(run.all('consensusChanged')).toHaveLength(before);
    for (let minute = 0; minute < 5; minute++) run.timer(MINUTE_MS);
    const { consensus } = run.last('consensusChanged')!;
    expect(run.all('consensusChanged')).toHaveLength(before + 1);
    expect(consensus).toMatchObject({ isActionable: false, direction: 'HOLD' });
    expect(consensus.reasons).toContain('STALE');
    expect(consensus.candleCloseTime).toBeUndefined();
  });
});

describe('an engine restored while answers are out', () => {
  it('knows what it has asked, and settles as the other one does', () => {
    const run = ModelRun.warm({ models: threeModels(), strategies });
    const [quarter, hour] = run.close() as [PredictionRequest, PredictionRequest];
    run.answer(saying(quarter));
    const restored = Engine.restore(run.engine.snapshot(), sha256);
    expect(restored.core.openRequests).toEqual([hour]);
    for (const model of [M1H, N1H]) {
      const input = { kind: 'prediction', at: run.now, prediction: saying(hour, undefined, model) } as const;
      expect(restored.step(input)).toEqual(run.step(input));
    }
    expect(run.signals).toBe(1);
    expect(restored.stateHash()).toBe(run.engine.stateHash());
  });

  it('keeps models that stay the same over new settings, and starts changed ones cold', () => {
    const run = ModelRun.warm({ models: threeModels(), strategies });
    for (const request of run.close())
      for (const model of request.models) run.answer(saying(request, undefined, model));
    run.configure({
      ...{ consensus: aConsensusConfig({ minConfidence: 0.9 }), strategies },
      models: threeModels().map((spec) => (spec.id === N1H ? { ...spec, modelHash: 'another' } : spec)),
    });
    expect(
      run.engine.core.consensus(SPOT.symbol)!.votes.map(({ probabilities }) => probabilities !== undefined),
    ).toEqual([true, true, false]);
    expect(run.consensus!.reasons.map(({ code }) => code)).toEqual(['LOW_CONFIDENCE']);
    run.configure({ models: [] });
    expect(run.consensus).toBeUndefined();
  });
});

const EVER = { long: aStrategy().entry.long! } as const;
