import { Decimal as Big } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/shared/money.ts';

const Oracle = Big.clone({ precision: 34, rounding: Big.ROUND_HALF_EVEN });
const text = fc
  .tuple(
    fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
    fc.integer({ min: 0, max: 18 }),
    fc.integer({ min: 0, max: 20 }),
  )
  .map(([units, scale, drop]) =>
    new Big((units / 10n ** BigInt(drop)).toString()).div(new Big(10).pow(scale)).toFixed(),
  );
const canonical = (value: Big): string => (value.isZero() ? '0' : value.toFixed());

describe('Decimal against decimal.js', () => {
  it('adds, subtracts, multiplies and compares alike', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [x, y] = [Decimal.of(a), Decimal.of(b)];
        const [u, v] = [new Oracle(a), new Oracle(b)];
        expect(x.plus(y).toString()).toBe(canonical(u.plus(v)));
        expect(x.minus(y).toString()).toBe(canonical(u.minus(v)));
        expect(x.times(y).toString()).toBe(canonical(u.times(v)));
        expect(x.cmp(y)).toBe(u.cmp(v));
        if (!v.isZero()) expect(x.dividedBy(y).toString()).toBe(canonical(u.div(v)));
      }),
      { numRuns: 3000 },
    );
  });

  it('rounds alike in every direction', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 12 }), (a, places) => {
        const value = new Oracle(a);
        expect(Decimal.of(a).roundTo(places, 'halfEven').toString()).toBe(
          canonical(value.toDecimalPlaces(places, Big.ROUND_HALF_EVEN)),
        );
        expect(Decimal.of(a).roundTo(places, 'down').toString()).toBe(
          canonical(value.toDecimalPlaces(places, Big.ROUND_FLOOR)),
        );
        expect(Decimal.of(a).roundTo(places, 'up').toString()).toBe(
          canonical(value.toDecimalPlaces(places, Big.ROUND_CEIL)),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('rounds to steps and divides down to steps exactly', () => {
    const positive = fc.tuple(fc.integer({ min: 1, max: 10 ** 12 }), fc.integer({ min: 0, max: 8 }));
    const step = fc.constantFrom('0.00001', '0.01', '0.05', '0.5', '1', '5');
    fc.assert(
      fc.property(positive, positive, step, ([a, as], [b, bs], stepText) => {
        const [x, y] = [new Oracle(a).div(10 ** as), new Oracle(b).div(10 ** bs)];
        const grid = new Oracle(stepText);
        const down = Decimal.of(canonical(x)).toStep(Decimal.of(stepText), 'down');
        expect(down.toString()).toBe(canonical(x.div(grid).floor().times(grid)));
        const up = Decimal.of(canonical(x.neg())).toStep(Decimal.of(stepText), 'up');
        expect(up.toString()).toBe(canonical(x.neg().div(grid).ceil().times(grid)));
        const quotient = Decimal.of(canonical(x)).floorQuotient(Decimal.of(canonical(y)), Decimal.of(stepText));
        const exact = new (Big.clone({ precision: 80 }))(x).div(y).div(grid).floor().times(grid);
        expect(quotient.toString()).toBe(canonical(exact));
      }),
      { numRuns: 2000 },
    );
  });

  it('reads a float as the decimal it prints as, and back', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e18, max: 1e18 }), (value) => {
        const decimal = Decimal.fromNumber(value);
        expect(decimal.toString()).toBe(canonical(new Big(value)));
        expect(decimal.toNumber()).toBe(value + 0);
      }),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.integer({ min: 0, max: 6 }), (units, scale) => {
        expect(Decimal.fromNumber(units / 10 ** scale).toString()).toBe(canonical(new Big(units / 10 ** scale)));
      }),
    );
  });

  it('refuses text that is no decimal', () => {
    for (const bad of ['', '1,5', 'NaN', 'Infinity', '0x10', '1.', '.5', ' 1', '1e9999'])
      expect(Decimal.parse(bad).ok).toBe(false);
    expect(() => Decimal.ONE.dividedBy(Decimal.ZERO)).toThrow('by zero');
    expect(() => Decimal.fromNumber(Number.NaN)).toThrow('finite');
  });
});
