// The engine's state is the whole of it: an engine restored from text after any step says and becomes what the other one does.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../src/main/engine/kernel/engine.ts';
import type { EngineConfig } from '../../src/main/engine/kernel/engineConfig.ts';
import { createRng } from '../../src/main/engine/kernel/rng.ts';
import { toModelId } from '../../src/shared/domain/ids.ts';
import type { EngineEvent } from '../../src/main/engine/kernel/events.ts';
import { sha256 } from '../builders/engineRun.ts';
import { consensusStrategy, requestsOf } from '../builders/modelRun.ts';
import { aConsensusConfig, aFailure, aModelSpec, madeUpAnswer } from '../builders/models.ts';
import { interference } from '../builders/interference.ts';
import {
  aSessionConfig,
  firstDifference,
  type Recording,
  recordSession,
  said,
  sessionSeries,
} from '../builders/session.ts';

/** Takes the steps again on an engine that is saved and restored after every step that `isBreak` picks. */
function expectSame({ steps, engine }: Recording, isBreak: (index: number) => boolean): void {
  let restored = new Engine(sha256);
  steps.forEach(({ input, result }, index) => {
    const difference = firstDifference(said(restored.step(input)), said(result));
    if (difference !== undefined) expect.fail(`step ${String(index)} (${input.kind}) differs at ${difference}`);
    if (!isBreak(index)) return;
    const snapshot = restored.snapshot();
    restored = Engine.restore(snapshot, sha256);
    const lost = firstDifference(restored.snapshot(), snapshot);
    if (lost !== undefined) expect.fail(`restored after step ${String(index)} (${input.kind}) differs at ${lost}`);
  });
  expect(firstDifference(restored.snapshot(), engine.snapshot())).toBeUndefined();
  expect(restored.stateHash()).toBe(engine.stateHash());
}

function record(seed: string, count: number, changes: Partial<EngineConfig> = {}): Recording {
  const config = aSessionConfig(changes);
  return recordSession({
    config,
    series: sessionSeries(seed, count, config),
    extras: interference(seed, config),
    isMissing: (index, { symbol }) => index % 97 === 31 && symbol.startsWith('ETH'),
  });
}

/** Two markets with models of 15m, 30m and 1h whose answers are as bad as models can be. */
function recordModels(seed: string, count: number): Recording {
  const { instruments, strategies } = aSessionConfig();
  const drift = { ...aConsensusConfig().drift, window: 40, minResolved: 10 };
  const config = aSessionConfig({
    instruments: instruments.slice(0, 2),
    strategies: [...strategies.slice(-2), consensusStrategy()],
    mode: 'paper',
    consensus: aConsensusConfig({ minConfidence: 0.4, minQuorum: 0.2, drift }),
    models: [
      ...['a', 'b', 'c'].map((id, index) => aModelSpec({ id: toModelId(id), weight: 0.2 + index / 10 })),
      aModelSpec({ id: toModelId('d'), timeframe: '1h', weight: 0.1, featureSet: 'unknown' }),
      aModelSpec({ id: toModelId('eth'), symbol: instruments[1]!.symbol }),
    ],
  });
  const chance = createRng(seed);
  return recordSession({
    config,
    series: sessionSeries(seed, count, config),
    answer: (request, model) => {
      const fate = chance.next();
      if (fate < 0.1) return undefined;
      if (fate < 0.2) return aFailure(request, model);
      return madeUpAnswer(request, model);
    },
  });
}

describe('snapshot and restore', () => {
  it('change nothing after any step of a busy session', () => {
    const run = fc.record({
      seed: fc.string({ minLength: 2 }),
      every: fc.integer({ min: 30, max: 60 }),
      first: fc.nat({ max: 30 }),
    });
    fc.assert(
      fc.property(run, ({ seed, every, first }) => {
        expectSame(record(seed, 160), (index) => index % every === first);
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });

  it('change nothing while timers sample the equity every minute', () => {
    expectSame(record('timers', 40, { mode: 'paper' }), (index) => index % 41 === 7);
  });

  it('change nothing while decisions are recorded', () => {
    expectSame(record('decisions', 60, { recordsDecisions: true }), (index) => index % 37 === 5);
  });

  it('change nothing while models are asked, answer, fail, are late or silent, and drift', () => {
    const recording = recordModels('models', 420);
    const events = recording.steps.flatMap(({ result }) => result.events);
    const kinds = new Set<EngineEvent['kind']>(events.map(({ kind }) => kind));
    for (const kind of ['consensusChanged', 'predictionResolved', 'modelDriftChanged', 'signalRaised'] as const)
      expect(kinds).toContain(kind);
    const isAwaiting = (index: number): boolean => {
      const { input, result } = recording.steps[index]!;
      return input.kind === 'prediction' || requestsOf(result).length > 0;
    };
    let count = 0;
    // At every fifth step with answers under way, and now and then besides.
    expectSame(recording, (index) => (isAwaiting(index) ? count++ % 5 === 0 : index % 211 === 7));
    expect(count).toBeGreaterThan(200);
  });

  it('change nothing before the first candle', () => {
    expectSame(record('start', 3), (index) => index < 4);
  });

  it('are tried where it matters: positions, resting and partly filled orders, locks, gaps, reloads, exits and protection that failed', () => {
    const { steps } = record('abc', 500);
    const events = steps.flatMap(({ result }) => result.events);
    const notices = steps.flatMap(({ result }) =>
      result.effects.flatMap((effect) => (effect.kind === 'notify' ? [effect.text] : [])),
    );
    expect(notices).toContainEqual(expect.stringMatching(/exit of .* has failed/));
    expect(notices).toContainEqual(expect.stringMatching(/asks for the order again/));
    const kinds = new Set<EngineEvent['kind']>(events.map(({ kind }) => kind));
    const orders = events.flatMap((event) => (event.kind === 'orderChanged' ? [event.order] : []));
    for (const kind of [
      'gapDetected',
      'lockPlaced',
      'configApplied',
      'candleBuilt',
      'indicationComputed',
      'flattened',
    ] as const) {
      expect(kinds).toContain(kind);
    }
    const found = new Set(orders.map(({ state, purpose }) => `${state} ${purpose}`));
    for (const each of [
      'open stopLoss',
      'open takeProfit',
      'partiallyFilled entry',
      'filled strategy',
      'canceled stopLoss',
    ]) {
      expect(found).toContain(each);
    }
    const reasons = events.flatMap((event) => (event.kind === 'tradeClosed' ? [event.trade.exitReason] : []));
    for (const reason of ['trailing', 'stopLoss', 'strategy', 'maxHold'] as const) expect(reasons).toContain(reason);
  });
});
