import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chainHash,
  decode,
  encode,
  encodeMark,
  stepHash,
  stepTexts,
} from '../../../../src/main/engine/kernel/canonical.ts';
import { InvariantError } from '../../../../src/shared/assert.ts';
import { toEpochMs, toSymbolId } from '../../../../src/shared/domain/ids.ts';
import { Decimal } from '../../../../src/shared/money.ts';
import { sha256 } from '../../../builders/engineRun.ts';
import { dec } from '../../../builders/risk.ts';

describe('the canonical text', () => {
  it.each([
    ['sorted keys, at every depth', { b: 1, a: { d: 2, c: 3 } }, '{"a":{"c":3,"d":2},"b":1}'],
    ['absent fields left out', { a: undefined, b: null }, '{"b":null}'],
    ['decimals in plain notation', [dec('1e-8'), dec('-12.50')], '[{"$decimal":"0.00000001"},{"$decimal":"-12.5"}]'],
    [
      'maps in their own order',
      new Map([
        ['z', 1],
        ['a', 2],
      ]),
      '{"$map":[["z",1],["a",2]]}',
    ],
    ['columns of floats as lists', Float64Array.of(1.5, 2), '[1.5,2]'],
    ['no negative zero', [-0, 0], '[0,0]'],
    ['numbers as they read', [1e21, 5e-324, 0.1], '[1e+21,5e-324,0.1]'],
    ['text with its escapes', 'a"\n\ud800', '"a\\"\\n\\ud800"'],
    ['holes of a list as null', [undefined, true], '[null,true]'],
  ])('has %s', (_what, value, text) => {
    expect(encode(value)).toBe(text);
  });

  it.each([
    ['NaN', NaN],
    ['an infinity', { at: Infinity }],
    ['undefined', undefined],
    ['a function', [() => 1]],
    ['a big integer', 1n],
    ['a set', { reconciling: new Set(['BTC/USDT']) }],
    ['a date', new Date(0)],
    ['other typed arrays', Int8Array.of(1)],
    ['an instance of a class', new Error('no plain data')],
  ])('refuses %s', (_what, value) => {
    expect(() => encode(value)).toThrow(InvariantError);
  });
});

/** Plain data as the engine has it, keys of our own two markers left out. */
const anyKey = fc.string({ maxLength: 5 }).filter((key) => key !== '__proto__' && !key.startsWith('$'));
const anyDecimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 33n), max: 10n ** 33n }), fc.integer({ min: 0, max: 25 }))
  .map(([units, scale]) => Decimal.of(`${String(units)}e-${String(scale)}`));
const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const { data: anyData } = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.string(), fc.boolean(), fc.constant(null), anyNumber, anyDecimal),
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(anyKey, tie('data'), { maxKeys: 4, noNullPrototype: true }),
    fc.array(fc.tuple(fc.string(), tie('data')), { maxLength: 3 }).map((entries) => new Map(entries)),
  ),
}));

describe('decode', () => {
  it('is the exact inverse', () => {
    fc.assert(
      fc.property(anyData, (data) => {
        const text = encode(data);
        expect(encode(decode(text))).toBe(text);
        expect(decode(text)).toEqual(data);
      }),
      { numRuns: 300 },
    );
  });

  it('gives back decimals and maps that work', () => {
    const [price, byKey] = decode(encode([dec('0.1'), new Map([['a', dec(2)]])])) as [Decimal, Map<string, Decimal>];
    expect(price.plus(byKey.get('a')!).toString()).toBe('2.1');
  });
});

it('the text does not depend on the order in which fields were written', () => {
  fc.assert(
    fc.property(fc.dictionary(anyKey, anyNumber, { noNullPrototype: true }), (data) => {
      expect(encode(Object.fromEntries(Object.entries(data).reverse()))).toBe(encode(data));
    }),
  );
});

it('a mark has the same text by its own way', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0 }),
      fc.string(),
      fc.tuple(anyNumber, anyNumber, anyNumber),
      (at, symbol, prices) => {
        const [bid, ask, last] = prices;
        const mark = { kind: 'mark', at: toEpochMs(at), symbol: toSymbolId(symbol), bid, ask, last } as const;
        expect(encodeMark(mark)).toBe(encode(mark));
        expect(stepTexts({ input: mark, events: [], effects: [] }).input).toBe(encode(mark));
      },
    ),
  );
  const broken = { kind: 'mark', at: toEpochMs(0), symbol: toSymbolId('A'), bid: NaN, ask: 1, last: 1 } as const;
  expect(() => encodeMark(broken)).toThrow(InvariantError);
});

describe('the step hash', () => {
  const steps = [1, 2, 3].map((at) => ({
    input: { kind: 'timer', at: toEpochMs(at) } as const,
    events: [{ kind: 'equitySampled', equity: dec(at) }],
    effects: at === 2 ? [{ kind: 'armTimer', at }] : [],
  }));

  it('depends, link by link, on all before it', () => {
    const chain = (first: string): string => steps.reduce((hash, step) => stepHash(sha256, hash, step), first);
    expect(chain('')).toBe(chain(''));
    expect(chain('')).not.toBe(chain('x'));
  });

  it('is that of the whole step, and of its texts as the journal keeps them', () => {
    for (const step of steps) {
      expect(stepHash(sha256, 'before', step)).toBe(sha256(`before${encode(step)}`));
      expect(chainHash(sha256, 'before', stepTexts(step))).toBe(stepHash(sha256, 'before', step));
    }
  });
});
