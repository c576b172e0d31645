// Decision records of whole runs: they say what the strategies saw, and recording them changes nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode } from '../../src/main/engine/kernel/canonical.ts';
import type { EngineEvent } from '../../src/main/engine/kernel/events.ts';
import { RecordExplainer } from '../../src/main/engine/strategies/recordExplainer.ts';
import { placesOf } from '../../src/main/engine/strategies/questions.ts';
import { aDecisionRecord } from '../builders/aDecisionRecord.ts';
import { SHIPPED, shippedStrategy } from '../builders/aStrategy.ts';
import { barWalk } from '../builders/barWalk.ts';
import { aSessionConfig, recordSession, sessionSeries } from '../builders/session.ts';
import { aStrategyRun } from '../builders/strategyRun.ts';

const COUNT = 1_500;
const QUESTIONS = ['entry', 'exitLong', 'exitShort', 'nothing'] as const;

describe.each(SHIPPED)('records of %s', (id) => {
  it('explain to the evidence that the strategy itself gave', () => {
    const definition = shippedStrategy(id);
    const explainer = new RecordExplainer(definition);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), (seed) => {
        aStrategyRun(definition, barWalk(COUNT, seed)).run(0, COUNT, (instance, index) => {
          if (index % 3 !== 0 && index < COUNT - 20) return;
          for (const asked of QUESTIONS) {
            const { values, results } = instance.readings(asked);
            const record = aDecisionRecord({ asked, values: [...values.values()], results });
            const places = placesOf(asked).filter(
              ({ action, side }) => action === 'exit' || definition.sides.includes(side),
            );
            expect(explainer.evidence(record)).toEqual(
              places.map(({ action, side }) => ({ side, evidence: instance.evidence(action, side) })),
            );
          }
        });
      }),
      { numRuns: 2 },
    );
  });
});

describe('recording', () => {
  const events = (recordsDecisions: boolean): readonly EngineEvent[] => {
    const config = aSessionConfig({ recordsDecisions });
    const { steps } = recordSession({ config, series: sessionSeries('records', 250, config) });
    return steps.flatMap(({ result }) => [...result.events, { kind: 'effects', of: result.effects } as never]);
  };
  const [on, off] = [events(true), events(false)];
  const isOfRecords = ({ kind }: EngineEvent): boolean => kind === 'decisionRecorded' || kind === 'strategyDefined';

  it('changes nothing of the trading', () => {
    expect(off.some(isOfRecords)).toBe(false);
    expect(off.filter(({ kind }) => kind === 'tradeClosed').length).toBeGreaterThan(10);
    expect(encode(on.filter((event) => !isOfRecords(event)))).toBe(encode(off));
  });

  it('leaves a record of every strategy at each of its closes, and one definition of each', () => {
    const { strategies } = aSessionConfig();
    const defined = on.flatMap((event) => (event.kind === 'strategyDefined' ? [event] : []));
    expect(defined.map(({ definition }) => definition)).toEqual(strategies);
    const records = on.flatMap((event) => (event.kind === 'decisionRecorded' ? [event.record] : []));
    const hashes = new Map(defined.map(({ hash, definition: { id } }) => [id, hash]));
    expect(records.every(({ strategy, definition }) => hashes.get(strategy) === definition)).toBe(true);
    const closes = { '15m': 250, '1h': 62 } as Readonly<Record<string, number>>;
    for (const { id, symbols, timeframe } of strategies) {
      const own = records.filter(({ strategy }) => strategy === id);
      expect([id, own.length]).toEqual([id, symbols.length * closes[timeframe]!]);
    }
  });

  it('says of every raised signal what its decision says', () => {
    const signals = on.flatMap((event) => (event.kind === 'signalRaised' ? [event.signal] : []));
    const records = on.flatMap((event) =>
      event.kind === 'decisionRecorded' && !['conditions', 'working'].includes(event.record.stage)
        ? [event.record]
        : [],
    );
    const outcomes = on.flatMap((event) => (event.kind === 'decisionMade' ? [event.decision.outcome] : []));
    const key = (strategy: string, symbol: string, at: number): string => `${strategy} ${symbol} ${String(at)}`;
    expect(records.map(({ strategy, symbol, closeTime }) => key(strategy, symbol, closeTime))).toEqual(
      signals.map(({ strategy, symbol, candleCloseTime }) => key(strategy, symbol, candleCloseTime)),
    );
    expect(records.map(({ stage }) => stage === 'ordered')).toEqual(outcomes.map((outcome) => outcome === 'ordered'));
  });

  it('keeps records small', () => {
    const sizes = on.flatMap((event) => (event.kind === 'decisionRecorded' ? [encode(event).length] : []));
    expect(sizes.reduce((sum, size) => sum + size, 0) / sizes.length).toBeLessThan(350);
  });
});
