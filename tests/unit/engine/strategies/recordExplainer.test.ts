// What stopped a strategy in words, how far away it was, and since when: tables to be checked by eye.
import { describe, expect, it } from 'vitest';
import { RecordExplainer, stoppedSince } from '../../../../src/main/engine/strategies/recordExplainer.ts';
import type { DecisionRecord } from '../../../../src/shared/domain/decisionRecord.ts';
import { toEpochMs } from '../../../../src/shared/domain/ids.ts';
import type { Condition, Operand, StrategyDefinition } from '../../../../src/shared/domain/strategy.ts';
import { HOUR_MS } from '../../../../src/shared/time.ts';
import { aDecisionRecord, closeTimeAt } from '../../../builders/aDecisionRecord.ts';
import { aNumber, anSma, aStrategy, theClose } from '../../../builders/aStrategy.ts';

const [fast, slow] = [anSma(10), anSma(30)];
const pair = (kind: 'above' | 'below' | 'equals' | 'crossesAbove' | 'crossesBelow', left: Operand, right: Operand) =>
  ({ kind, left, right }) satisfies Condition;
const not = (of: Condition): Condition => ({ kind: 'not', of });
const all = (...of: readonly Condition[]): Condition => ({ kind: 'all', of });
const any = (...of: readonly Condition[]): Condition => ({ kind: 'any', of });
const between: Condition = { kind: 'between', value: theClose(), low: aNumber(100), high: aNumber(120) };
const rising: Condition = { kind: 'rising', value: theClose(), candles: 3 };
const direction: Condition = pair(
  'equals',
  { kind: 'consensus', field: 'direction', offset: 0 },
  { kind: 'constant', value: 'BUY' },
);

const stopsOf = (definition: StrategyDefinition, part: Partial<DecisionRecord>) =>
  new RecordExplainer(definition).stops(aDecisionRecord(part));
const ofLong = (long: Condition, values: DecisionRecord['values'], results: string) =>
  stopsOf(aStrategy({ entry: { long } }), { values, results })[0]!;

const comparisons: readonly (readonly [Condition, DecisionRecord['values'], string, string, number | null])[] = [
  [pair('above', fast, slow), [99, 100], '0', 'sma_10 (99) is 1.00 % below sma_30 (100)', 1],
  [pair('above', fast, slow), [100, 100], '0', 'sma_10 (100) equals sma_30 (100)', 0],
  [pair('below', theClose(), aNumber(80)), [80.016], '0', 'close (80.016) is 0.02 % above 80', 0.02],
  [pair('below', theClose(), aNumber(80)), [80.00004], '0', 'close (80.00004) is 0.000050 % above 80', 0.00005],
  [pair('above', theClose(), aNumber(0)), [-2.5], '0', 'close (-2.5) is 2.5 below 0', null],
  [pair('above', fast, slow), [-11, -10], '0', 'sma_10 (-11) is 10.00 % below sma_30 (-10)', 10],
  [pair('crossesAbove', fast, slow), [99, 98, 100, 101], '0', 'sma_10 (99) is 1.00 % below sma_30 (100)', 1],
  [
    pair('crossesAbove', fast, slow),
    [103, 102, 100, 101],
    '0',
    'sma_10 (103) is 3.00 % above sma_30 (100), as it was before',
    3,
  ],
  [
    pair('crossesBelow', fast, slow),
    [97, 98, 100, 101],
    '0',
    'sma_10 (97) is 3.00 % below sma_30 (100), as it was before',
    3,
  ],
  [not(pair('above', fast, slow)), [101, 100], '1', 'sma_10 (101) is 1.00 % above sma_30 (100)', 1],
  [between, [90], '0', 'close (90) is 10.00 % below 100', 10],
  [between, [150], '0', 'close (150) is 25.00 % above 120', 25],
  [not(between), [118.8], '1', 'close (118.8) is 1.00 % below 120', 1],
  [not(between), [101], '1', 'close (101) is 1.00 % above 100', 1],
  [rising, [99, 100], '0', 'close (99) is 1.00 % below its value 3 candles before (100)', 1],
  [
    rising,
    [101, 100],
    '0',
    'close (101) is 1.00 % above its value 3 candles before (100), but not with every candle',
    null,
  ],
  [
    not({ ...rising, kind: 'falling' }),
    [90, 100],
    '1',
    'close (90) is 10.00 % below its value 3 candles before (100)',
    10,
  ],
  [direction, [0], '0', 'HOLD, not BUY', null],
  [pair('above', fast, slow), [99, null], '?', 'sma_30 has no value yet', null],
  [pair('crossesAbove', fast, slow), [99, 98, 100, null], '?', 'sma_30 had no value before', null],
];

describe('how far a comparison was', () => {
  it.each(comparisons)('%j with %j', (...[condition, values, results, text, percent]) => {
    const { missing } = ofLong(condition, values, results);
    expect(missing.map((each) => each.text)).toEqual([text]);
    if (percent === null) expect(missing[0]!.percent).toBeNull();
    else expect(missing[0]!.percent).toBeCloseTo(percent, 9);
  });
});

describe('what stopped an evaluation', () => {
  const [a, b, c] = [0, 1, 2].map((place) => pair('above', theClose(place), aNumber(100)));
  const trees: readonly (readonly [Condition, string, string, readonly string[]])[] = [
    // [tree, truths of close, close 1 back, close 2 back, first stop, missing]
    [all(a!, b!, c!), '000', 'close is above 100: close (90) is 10.00 % below 100', ['80', '90', '99']],
    [all(a!, b!, c!), '100', 'close, 1 back is above 100: close, 1 back (99) is 1.00 % below 100', ['80', '99']],
    [
      any(a!, b!),
      '00',
      'none holds of close is above 100; close, 1 back is above 100: close, 1 back (99) is 1.00 % below 100',
      ['99'],
    ],
    [
      any(all(b!, c!), a!),
      '000',
      'none holds of all (close, 1 back is above 100; close, 2 back is above 100); close is above 100: close (90) is 10.00 % below 100',
      ['90'],
    ],
    [not(any(a!, b!)), '11', 'not (close is above 100): close (90) is 10.00 % below 100', ['90', '99']],
    [
      not(all(a!, b!)),
      '11',
      'all hold of close is above 100; close, 1 back is above 100: close, 1 back (99) is 1.00 % below 100',
      ['99'],
    ],
    [any(all(a!)), '0', 'close is above 100: close (90) is 10.00 % below 100', ['90']],
  ];
  const closes = new Map([
    ['close', 90],
    ['close, 1 back', 99],
    ['close, 2 back', 80],
  ]);

  it.each(trees)('%j with %s', (...[tree, results, text, missing]) => {
    const order = JSON.stringify(tree).matchAll(/"offset":(\d)/g);
    const names = ['close', 'close, 1 back', 'close, 2 back'];
    const values = [...new Set([...order].map(([, place]) => names[Number(place)]!))].map((name) => closes.get(name)!);
    const stop = ofLong(tree, values, results);
    expect(stop.text).toBe(text);
    expect(stop.missing.map((each) => /\((\d+)\)/.exec(each.text)?.[1])).toEqual(missing);
  });

  it('of two sides is the nearer one first', () => {
    const definition = aStrategy({
      sides: ['long', 'short'],
      entry: { long: pair('above', theClose(), aNumber(110)), short: pair('below', theClose(), aNumber(99)) },
    });
    const stops = stopsOf(definition, { values: [100], results: '00' });
    expect(stops.map(({ side, text }) => [side, text])).toEqual([
      ['short', 'close is below 99: close (100) is 1.01 % above 99'],
      ['long', 'close is above 110: close (100) is 9.09 % below 110'],
    ]);
  });

  it('is no condition where the side has none', () => {
    const stops = stopsOf(aStrategy(), { asked: 'exitLong', values: [], results: '' });
    expect(stops).toMatchObject([{ side: 'long', text: 'no exit condition for long', missing: [] }]);
  });

  const until = toEpochMs(closeTimeAt(0) + HOUR_MS);
  const ends: readonly (readonly [Partial<DecisionRecord>, string, readonly unknown[]])[] = [
    [
      {
        stage: 'gates',
        code: 'dataQuality',
        detail: '0.75, at least 1 wanted',
        measure: { found: 0.75, wanted: 1 },
      },
      'gate dataQuality: 0.75, at least 1 wanted',
      [{ label: 'dataQuality', text: 'dataQuality (0.75) is 25.00 % below 1', percent: 25 }],
    ],
    [
      { stage: 'gates', code: 'coolDown', detail: 'rests', measure: { until } },
      'gate coolDown: rests',
      [{ label: 'coolDown', remainingMs: HOUR_MS, difference: null }],
    ],
    [{ stage: 'exitPlan', detail: 'no ATR yet' }, 'exit plan: no ATR yet', []],
    [{ stage: 'sizing', code: 'noEdge', detail: 'x' }, 'sizing noEdge: x', []],
    [{ stage: 'risk', code: 'MAX_POSITIONS', detail: 'x' }, 'risk limit MAX_POSITIONS: x', []],
  ];

  it.each(ends)('after a signal is where it ended: %o', (part, text, missing) => {
    const stops = stopsOf(aStrategy(), { values: [1], results: '1', ...part });
    expect(stops).toMatchObject([{ side: 'long', text, missing }]);
    expect(stops[0]!.missing.length).toBe(missing.length);
  });

  it('is waiting or a failure where nothing was asked, and nothing where an order went out', () => {
    const nothing = { asked: 'nothing', detail: 'x' } as const;
    expect(stopsOf(aStrategy(), { ...nothing, stage: 'working' })).toEqual([
      { what: 'waiting', text: 'waiting: x', missing: [] },
    ]);
    expect(stopsOf(aStrategy(), { ...nothing, stage: 'failed' })).toMatchObject([{ text: 'failed: x', missing: [] }]);
    expect(stopsOf(aStrategy(), { values: [1], results: '1', stage: 'ordered' })).toEqual([]);
  });
});

describe('since when the same thing stopped it', () => {
  const both = aStrategy({
    sides: ['long', 'short'],
    entry: { long: all(pair('above', fast, slow), rising), short: pair('below', fast, slow) },
  });
  const explainers = new Map([
    ['d1', new RecordExplainer(both)],
    ['renamed', new RecordExplainer({ ...both, name: 'Other' })],
    ['other', new RecordExplainer({ ...both, entry: { ...both.entry, long: all(pair('above', fast, anSma(50))) } })],
  ]);
  const look = (results: string, part: Partial<DecisionRecord> = {}): Partial<DecisionRecord> => ({
    ...{ values: [1, 1, 1, 1], results },
    ...part,
  });
  /** Candle by candle, oldest first; how many candles the run is long, and whether its beginning was seen. */
  const since = (parts: readonly Partial<DecisionRecord>[], side: 'long' | 'short' | undefined) => {
    const records = parts.map((part, index) => aDecisionRecord({ closeTime: closeTimeAt(index), ...part })).reverse();
    const found = stoppedSince(records[0]!, side, {
      earlier: records.slice(1),
      explainerOf: (hash) => explainers.get(hash),
    });
    return [parts.findIndex((_, index) => closeTimeAt(index) === found.closeTime), found.isWhole];
  };
  const gate = (code: string): Partial<DecisionRecord> => look('110', { stage: 'gates', code, detail: code });
  const waits = { asked: 'nothing', stage: 'working', values: [], results: '' } as const;

  const runs: readonly (readonly [
    string,
    readonly Partial<DecisionRecord>[],
    'long' | 'short' | undefined,
    unknown,
  ])[] = [
    ['the same comparison', [look('100'), look('000'), look('010'), look('000')], 'long', [1, true]],
    [
      'an order of that side',
      [look('100'), look('001', { stage: 'ordered' }), look('000'), look('010')],
      'short',
      [2, true],
    ],
    ['an unknown comparison is not met either', [look('?00'), look('000')], 'long', [0, false]],
    ['an order in between', [look('000'), waits, look('000'), look('000')], 'long', [2, true]],
    ['a signal in between', [look('000'), gate('lock'), look('000')], 'short', [2, true]],
    ['a gate', [gate('lock'), gate('coolDown'), gate('coolDown')], 'long', [1, true]],
    ['waiting', [look('000'), waits, waits], undefined, [1, true]],
    [
      'a definition with the same conditions',
      [look('000', { definition: 'renamed' }), look('000')],
      'long',
      [0, false],
    ],
    ['other conditions', [look('00', { definition: 'other' }), look('000')], 'long', [1, true]],
    ['a definition that is no longer known', [look('000', { definition: 'gone' }), look('000')], 'long', [1, true]],
    ['nothing earlier', [look('000')], 'long', [0, false]],
  ];

  it.each(runs)('%s', (...[, parts, side, expected]) => {
    expect(since(parts, side)).toEqual(expected);
  });
});
