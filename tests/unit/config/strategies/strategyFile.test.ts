import { describe, expect, it } from 'vitest';
import { parseStrategyFile } from '../../../../src/main/config/strategies/strategyFile.ts';
import type { StrategyDefinition } from '../../../../src/shared/domain/strategy.ts';
import { problemText } from '../../../../src/shared/result.ts';
import { anSma, ALL_SHIPPED, shippedStrategy } from '../../../builders/aStrategy.ts';

const MINIMAL = {
  id: 'id: tiny',
  symbols: 'symbols: [BTC/USDT]',
  timeframe: 'timeframe: 1h',
  entry: 'entry: { long: { above: [{ price: close }, 1] } }',
  sizing: 'sizing: { fixedQty: 1 }',
};
/** A file of one line per key, in the order above and then as given. */
const fileOf = (lines: Readonly<Record<string, string>>): string => Object.values({ ...MINIMAL, ...lines }).join('\n');

function parsed(text: string): StrategyDefinition {
  const result = parseStrategyFile(text, 'a.yaml');
  if (!result.ok) throw new Error(result.error.map(problemText).join('\n'));
  return result.value;
}
function problems(text: string): readonly string[] {
  const result = parseStrategyFile(text, 'a.yaml');
  return result.ok ? [] : result.error.map(problemText);
}
const entryProblems = (condition: string): readonly string[] =>
  problems(fileOf({ entry: `entry: { long: ${condition} }` }));

describe('a strategy file', () => {
  it('is read as the contract shows it', () => {
    const definition = shippedStrategy('sma-cross');
    const lines = { left: anSma(10), right: anSma(30) };
    expect(JSON.parse(JSON.stringify(definition))).toEqual({
      ...{
        id: 'sma-cross',
        name: 'SMA cross',
        enabled: true,
        symbols: ['BTC/USDT'],
        timeframe: '15m',
        sides: ['long'],
      },
      entry: { long: { kind: 'all', of: [{ kind: 'crossesAbove', ...lines }] } },
      exit: { long: { kind: 'any', of: [{ kind: 'crossesBelow', ...lines }] } },
      risk: {
        stopLoss: { kind: 'percent', pct: '2' },
        takeProfit: { kind: 'percent', pct: '3' },
        ...{ trailing: null, breakEven: null, maxHoldHours: null },
      },
      sizing: { kind: 'percentEquity', pct: '50' },
      gates: {
        ...{ minProfitFactor: null, profitFactorTrades: 20, profitFactorMinTrades: 10, minModelQuorum: null },
        ...{ coolDownMinutes: null, minDataQuality: null, sessionHours: null },
      },
    });
  });

  it('fills in the defaults', () => {
    const definition = parsed(fileOf({}));
    expect(definition).toMatchObject({ name: 'tiny', enabled: true, sides: ['long'], exit: {} });
    expect(definition.risk).toEqual(shippedStrategy('sma-cross').risk);
    expect(definition.gates).toEqual(shippedStrategy('sma-cross').gates);
  });

  it('turns exits off by null', () => {
    const { risk } = parsed(fileOf({ risk: 'risk: { stopLossPct: null, takeProfitPct: ~ }' }));
    expect([risk.stopLoss, risk.takeProfit]).toEqual([null, null]);
  });

  it('reads numbers exactly', () => {
    const { sizing } = parsed(fileOf({ sizing: 'sizing: { fixedQty: 0.10000000000000000001 }' }));
    expect(JSON.stringify(sizing)).toBe('{"kind":"fixedQty","qty":"0.10000000000000000001"}');
  });

  it('reads all of risk, sizing and gates', () => {
    const definition = parsed(
      fileOf({
        risk: 'risk: { stopLossAtr: { multiple: 2 }, takeProfitAtr: { period: 7, multiple: 4 }, maxHoldHours: 8 }',
        sizing: 'sizing: { kelly: { fraction: 0.25, maxPct: 20 } }',
        gates: 'gates: { minModelQuorum: 0.5, sessionHours: { from: 22, to: 6, weekdays: [mon, sun] } }',
      }),
    );
    expect(definition.risk).toMatchObject({
      stopLoss: { kind: 'atr', period: 14, multiple: 2 },
      takeProfit: { kind: 'atr', period: 7, multiple: 4 },
      maxHoldHours: 8,
    });
    expect(definition.sizing).toEqual({
      ...{ kind: 'kelly', fraction: 0.25, maxPct: 20, minTrades: 30, lookback: 100, startPct: 1 },
    });
    expect(definition.gates).toMatchObject({
      minModelQuorum: 0.5,
      sessionHours: { from: 22, to: 6, weekdays: [1, 0] },
    });
  });

  it('reads operands with their place, beside or within the indicator', () => {
    const beside = '{ sma: { period: 5 }, offset: 2, timeframe: 4h }';
    const within = '{ sma: { period: 5, offset: 2, timeframe: 4h } }';
    const { entry } = parsed(fileOf({ entry: `entry: { long: { above: [${beside}, ${within}] } }` }));
    const operand = { ...anSma(5, 2), timeframe: '4h' };
    expect(entry.long).toEqual({ kind: 'above', left: operand, right: operand });
  });

  it('reads every comparison', () => {
    const { entry } = parsed(`${fileOf({ entry: '' })}
entry:
  long:
    any:
      - not: { below: [{ macd: { line: signal } }, { price: low, timeframe: 1h }] }
      - between: [{ rsi: }, 30, 7e1]
      - rising: { of: { price: volume }, candles: 3 }
      - falling: [{ consensus: score, offset: 1 }, 2]
      - equals: [{ consensus: direction }, BUY]`);
    expect(entry.long).toMatchObject({
      of: [
        { kind: 'not', of: { kind: 'below', left: { params: { fast: 12, slow: 26, signal: 9 }, line: 'signal' } } },
        { kind: 'between', value: { params: { period: 14 } }, low: { value: 30 }, high: { value: 70 } },
        { kind: 'rising', candles: 3, value: { kind: 'price', field: 'volume', offset: 0 } },
        { kind: 'falling', candles: 2, value: { kind: 'consensus', field: 'score', offset: 1 } },
        { kind: 'equals', right: { kind: 'constant', value: 'BUY' } },
      ],
    });
  });
});

describe('a file with mistakes', () => {
  it('names every one of them with its place and the nearest known key', () => {
    expect(
      problems(`id: bad
symbols: [BTC/USDT]
timeframe: 7m
entry:
  long:
    all:
      - crossesAbov: [1, 2]
      - above: [{ smaa: { period: 5 } }, { rsi: { perid: 5 } }]
risk:
  stopLosPct: 2
  takeProfitPct: lots
sizing: { percentEquity: -3 }`),
    ).toEqual([
      'a.yaml:3:1: timeframe: expected one of 1m, 3m, 5m, 15m, 30m, 1h, 2h, 4h, 6h, 12h, 1d, found "7m"',
      'a.yaml:7:9: entry.long.all.0.crossesAbov: unknown key "crossesAbov"; did you mean "crossesAbove"?',
      'a.yaml:8:19: entry.long.all.1.above.0.smaa: unknown key "smaa"; did you mean "sma"?',
      'a.yaml:8:51: entry.long.all.1.above.1.rsi.perid: unknown key "perid"; did you mean "period"?',
      'a.yaml:10:3: risk.stopLosPct: unknown key "stopLosPct"; did you mean "stopLossPct"?',
      'a.yaml:11:3: risk.takeProfitPct: expected a number above 0, at most 10000, found "lots"',
      'a.yaml:12:11: sizing.percentEquity: expected a number above 0, at most 10000, found "-3"',
    ]);
  });

  it.each([
    ['{ all: [] }', 'expected a list with at least one condition'],
    ['{ all: [{ above: [1, 2], below: [1, 2] }] }', 'exactly one of all, any, not'],
    ['{ above: [1] }', 'expected a list of two operands'],
    ['{ above: [close, 1] }', 'or an operand such as'],
    ['{ above: [{ offset: 1 }, 1] }', 'or an operand such as'],
    ['{ above: [{ rsi: {}, sma: {} }, 1] }', 'or an operand such as'],
    ['{ above: [{ rsi: { period: 1.5 } }, 1] }', 'expected a whole number from 2 to 10000, found "1.5"'],
    ['{ above: [{ macd: { fast: 30 } }, 1] }', '"fast" must be below "slow"'],
    ['{ above: [{ bollinger: { line: top } }, 1] }', 'expected one of'],
    ['{ above: [{ sma: { offset: 1 }, offset: 1 }, 1] }', 'given twice'],
    ['{ above: [{ price: close, timeframe: 30m }, 1] }', "whole multiple of the strategy's own 1h, found 30m"],
    ['{ above: [{ price: close, offset: -1 }, 1] }', 'expected a whole number from 0 to 10000'],
    ['{ above: [{ price: last }, 1] }', 'expected one of open, high, low, close, volume'],
    ['{ above: [{ consensus: direction }, 1] }', 'a direction takes "equals"'],
    ['{ equals: [{ consensus: direction }, 1] }', 'can only equal a direction'],
    ['{ rising: [BUY, 1] }', 'a direction takes "equals"'],
    ['{ rising: [{ price: close }, 0] }', 'expected a whole number from 1 to 1000'],
    ['{ between: [1, 2] }', 'expected a list of three operands'],
    ['{ above: [1, .nan] }', 'or an operand such as'],
    [`${'{ not: '.repeat(40)}{ above: [1, 2] }${' }'.repeat(40)}`, 'nested more than 30 deep'],
  ])('refuses the condition %s', (condition, expected) => {
    const found = entryProblems(condition);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^a\.yaml:4:\d+: entry\.long/);
    expect(found[0]).toContain(expected);
  });

  it.each([
    ['id: a b', 'letters, digits'],
    ['id: manual', "the trader's own orders"],
    ['symbols: [BTCUSDT]', 'expected a symbol such as BTC/USDT'],
    ['symbols: []', 'expected a list of symbols'],
    ['symbols: [A/B, A/B]', 'listed twice'],
    ['sides: [long, short]', 'the condition for short, listed in "sides"'],
    ['enabled: yes', 'expected true or false, found "yes"'],
    ['risk: { stopLossPct: 2, stopLossAtr: { multiple: 2 } }', 'either stopLossPct or stopLossAtr'],
    ['risk: { stopLossPct: 100 }', 'at most 99.99'],
    ['risk: { trailing: 2 }', 'a section with keys of activationPct, distancePct'],
    ['risk: { breakEven: { activationPct: 1, offsetPct: 1 } }', 'expected less than activationPct'],
    ['sizing: { fixedQty: 1, percentEquity: 2 }', 'exactly one of fixedQty'],
    ['sizing: 5', 'exactly one of fixedQty'],
    ['sizing: { volatilityTarget: { annualPct: 20 } }', 'lookback: missing'],
    ['gates: { profitFactorTrades: 5, profitFactorMinTrades: 6 }', 'at most profitFactorTrades (5)'],
    ['gates: { minDataQuality: 95 }', 'a number from 0 to 1'],
    ['gates: { sessionHours: { from: 3, to: 3 } }', 'a whole day is from: 0, to: 24'],
    ['gates: { sessionHours: { from: 0, to: 1, weekdays: [monday] } }', 'one of sun, mon'],
  ])('refuses %s', (line, expected) => {
    const found = problems(fileOf({ [line.split(':')[0] ?? '']: line }));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^a\.yaml:\d+:\d+: /);
    expect(found[0]).toContain(expected);
  });

  it('measures a risk only where there is a stop', () => {
    const found = problems(fileOf({ risk: 'risk: { stopLossPct: null }', sizing: 'sizing: { riskPercent: 1 }' }));
    expect(found).toEqual([expect.stringContaining('the risk is measured to the stop') as string]);
  });

  it.each([
    ['', 'id: missing'],
    ['- a', 'expected a section with keys of id'],
    ['id: [', 'a.yaml:1:'],
    ['id: a\nid: b', 'a.yaml:2:1: '],
    ['entry: { long: &a { all: [*a, *a] } }', 'contains its own alias'],
  ])('survives %j', (text, expected) => {
    expect(problems(text)[0]).toContain(expected);
  });
});

describe('the shipped strategies', () => {
  it.each(ALL_SHIPPED)('%s is enabled and says what it does', (id) => {
    expect(shippedStrategy(id)).toMatchObject({ id, enabled: true });
  });
});
