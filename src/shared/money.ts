// Exact decimals for prices, quantities and money: 34 significant digits, half-even.
// Values that fit a safe integer of 10^-scale are computed as such (some 30 times faster); all others by decimal.js.
// Both ways give the same value: the property tests hold one against the other.
import { Decimal as Big } from 'decimal.js';
import { InvariantError } from './assert.ts';
import { fail, ok, type Result } from './result.ts';

const Wide = Big.clone({ precision: 34, rounding: Big.ROUND_HALF_EVEN, toExpNeg: -9e15, toExpPos: 9e15 });
const Exact = Big.clone({ precision: 80 });
const MAX_SAFE = Number.MAX_SAFE_INTEGER;
const MAX_SCALE = 22;
const POW10 = Array.from({ length: MAX_SCALE + 1 }, (_, exponent) => Number(`1e${String(exponent)}`));
const pow10 = (exponent: number): number => POW10[exponent] as number;

export type Rounding = 'halfEven' | 'down' | 'up';
const BIG_ROUNDING = { halfEven: Big.ROUND_HALF_EVEN, down: Big.ROUND_FLOOR, up: Big.ROUND_CEIL } as const;

/** An exact decimal. Immutable; `down` and `up` round towards minus and plus infinity. */
export class Decimal {
  static readonly ZERO = new Decimal(0, 0);
  static readonly ONE = new Decimal(1, 0);

  /** The value is `units / 10^scale`, unless `wide` holds it. For this module only. */
  readonly units: number;
  readonly scale: number;
  readonly wide: Big | undefined;

  /** For this module only. */
  constructor(units: number, scale: number, wide?: Big) {
    this.units = units;
    this.scale = scale;
    this.wide = wide;
  }

  /** A number literal or trusted text; text from outside goes through `parse`. */
  static of(value: number | string): Decimal {
    if (typeof value === 'number') return Decimal.fromNumber(value);
    const parsed = Decimal.parse(value);
    if (!parsed.ok) throw new InvariantError(parsed.error.message);
    return parsed.value;
  }

  /** The decimal that a finite float prints as; `decimals` is where to look first, the grid it is likely on. */
  static fromNumber(value: number, decimals = 0): Decimal {
    if (!Number.isFinite(value)) throw new InvariantError(`expected a finite number, found ${String(value)}`);
    // Below 1e15 a scale has at most one integer that reads back as `value`: any scale at which one does gives the value.
    for (let scale = decimals; scale <= 10; scale++) {
      const power = pow10(scale);
      const units = Math.round(value * power);
      if (Math.abs(units) >= 1e15) break;
      if (units / power === value) return new Decimal(units + 0, scale);
    }
    return Decimal.fromWide(new Wide(value));
  }

  /** Text such as `-12.50` or `1e-8`; the problem says what came instead. */
  static parse(text: string): Result<Decimal> {
    if (!/^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/.test(text)) {
      return fail({ message: `expected a decimal number, found ${JSON.stringify(text.slice(0, 40))}` });
    }
    return ok(Decimal.fromWide(new Wide(text)));
  }

  private static fromWide(value: Big): Decimal {
    const scale = Math.max(0, value.decimalPlaces());
    if (scale <= 16 && value.precision(true) - (value.e < 0 ? value.e : 0) <= 17) {
      const units = value.times(pow10(scale)).toNumber();
      if (Math.abs(units) <= MAX_SAFE) return new Decimal(units + 0, scale);
    }
    return new Decimal(0, 0, value);
  }

  private toWide(): Big {
    return this.wide ?? new Wide(this.units).div(pow10(this.scale));
  }

  plus(other: Decimal): Decimal {
    if (this.wide === undefined && other.wide === undefined) {
      const scale = this.scale > other.scale ? this.scale : other.scale;
      const left = this.scale === scale ? this.units : this.units * pow10(scale - this.scale);
      const right = other.scale === scale ? other.units : other.units * pow10(scale - other.scale);
      const sum = left + right;
      if (isSafe(left) && isSafe(right) && isSafe(sum)) return new Decimal(sum, scale);
    }
    return Decimal.fromWide(this.toWide().plus(other.toWide()));
  }

  minus(other: Decimal): Decimal {
    return this.plus(other.negated());
  }

  times(other: Decimal): Decimal {
    if (other.units === 1 && other.scale === 0 && other.wide === undefined) return this;
    if (this.wide === undefined && other.wide === undefined) {
      const units = this.units * other.units;
      const scale = this.scale + other.scale;
      if (isSafe(units) && scale <= MAX_SCALE) return new Decimal(units + 0, scale);
    }
    return Decimal.fromWide(this.toWide().times(other.toWide()));
  }

  /** Rounded half-even to 34 significant digits; `other` must not be zero. */
  dividedBy(other: Decimal): Decimal {
    if (other.isZero()) throw new InvariantError(`division of ${this.toString()} by zero`);
    if (this.wide === undefined && other.wide === undefined) {
      // Most quotients of prices and quantities end soon: found by looking for a whole multiple.
      let units = this.units;
      for (let scale = this.scale - other.scale; scale <= MAX_SCALE && isSafe(units); scale++, units *= 10) {
        if (scale >= 0 && units % other.units === 0) return new Decimal(units / other.units + 0, scale);
      }
    }
    return Decimal.fromWide(this.toWide().div(other.toWide()));
  }

  negated(): Decimal {
    return this.wide === undefined ? new Decimal(0 - this.units, this.scale) : new Decimal(0, 0, this.wide.neg());
  }

  abs(): Decimal {
    return this.isNegative() ? this.negated() : this;
  }

  /** The largest multiple of `step` (> 0) that is <= this / other, exactly; `other` must be positive. */
  floorQuotient(other: Decimal, step: Decimal): Decimal {
    const unit = other.times(step);
    const estimate = Math.floor(this.toNumber() / unit.toNumber());
    // Above 1e15 the estimate itself is inexact; 80 digits then hold any quotient of two 34-digit numbers exactly enough.
    if (!(Math.abs(estimate) < 1e15)) {
      const exact = new Exact(this.toWide()).div(unit.toWide()).floor();
      return Decimal.fromWide(exact.times(step.toWide()));
    }
    let count = Decimal.of(estimate);
    while (count.times(unit).gt(this)) count = count.minus(Decimal.ONE);
    while (count.plus(Decimal.ONE).times(unit).lte(this)) count = count.plus(Decimal.ONE);
    return count.times(step);
  }

  /** To a multiple of `step` (> 0). */
  toStep(step: Decimal, rounding: 'down' | 'up'): Decimal {
    if (this.wide === undefined && step.wide === undefined) {
      const scale = Math.max(this.scale, step.scale);
      const units = this.units * pow10(scale - this.scale);
      const grid = step.units * pow10(scale - step.scale);
      if (isSafe(units) && isSafe(grid)) {
        const rest = units % grid;
        if (rest === 0 && this.scale <= step.scale) return this;
        const floor = units - rest - (rest < 0 ? grid : 0);
        const stepped = rest === 0 || rounding === 'down' ? floor : floor + grid;
        // On the step's own scale, so that digits do not pile up from one product to the next.
        return new Decimal(stepped / pow10(scale - step.scale), step.scale);
      }
    }
    const count = this.toWide().div(step.toWide()).toDecimalPlaces(0, BIG_ROUNDING[rounding]);
    return Decimal.fromWide(count.times(step.toWide()));
  }

  isMultipleOf(step: Decimal): boolean {
    return this.toStep(step, 'down').eq(this);
  }

  roundTo(decimals: number, rounding: Rounding): Decimal {
    if (this.wide !== undefined) return Decimal.fromWide(this.wide.toDecimalPlaces(decimals, BIG_ROUNDING[rounding]));
    if (this.scale <= decimals) return this;
    const grid = pow10(this.scale - decimals);
    const rest = this.units % grid;
    const floor = (this.units - rest) / grid - (rest < 0 ? 1 : 0);
    const above = rest < 0 ? rest + grid : rest;
    const isUp =
      rounding === 'up'
        ? above > 0
        : rounding === 'halfEven' && (above * 2 > grid || (above * 2 === grid && floor % 2 !== 0));
    return new Decimal(floor + (isUp ? 1 : 0), decimals);
  }

  cmp(other: Decimal): -1 | 0 | 1 {
    if (this.wide === undefined && other.wide === undefined) {
      const scale = this.scale > other.scale ? this.scale : other.scale;
      const left = this.units * pow10(scale - this.scale);
      const right = other.units * pow10(scale - other.scale);
      if (isSafe(left) && isSafe(right)) return left < right ? -1 : left > right ? 1 : 0;
    }
    return this.toWide().cmp(other.toWide()) as -1 | 0 | 1;
  }

  eq(other: Decimal): boolean {
    return this.cmp(other) === 0;
  }
  lt(other: Decimal): boolean {
    return this.cmp(other) < 0;
  }
  lte(other: Decimal): boolean {
    return this.cmp(other) <= 0;
  }
  gt(other: Decimal): boolean {
    return this.cmp(other) > 0;
  }
  gte(other: Decimal): boolean {
    return this.cmp(other) >= 0;
  }
  isZero(): boolean {
    return this.wide === undefined ? this.units === 0 : this.wide.isZero();
  }
  isNegative(): boolean {
    return this.wide === undefined ? this.units < 0 : this.wide.isNegative();
  }
  isPositive(): boolean {
    return !this.isNegative() && !this.isZero();
  }

  /** The nearest float. For statistics and display, never for accounting. */
  toNumber(): number {
    return this.wide === undefined ? this.units / pow10(this.scale) : this.wide.toNumber();
  }

  /** Plain notation without trailing zeros: the canonical form in the store, in JSON and in hashes. */
  toString(): string {
    if (this.wide !== undefined) return this.wide.toFixed();
    let { units, scale } = this;
    for (; scale > 0 && units % 10 === 0; scale--) units /= 10;
    if (scale === 0) return String(units);
    const digits = String(Math.abs(units)).padStart(scale + 1, '0');
    const point = digits.length - scale;
    return `${units < 0 ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

const isSafe = (units: number): boolean => units <= MAX_SAFE && units >= -MAX_SAFE;

export const minDecimal = (a: Decimal, b: Decimal): Decimal => (b.lt(a) ? b : a);
export const maxDecimal = (a: Decimal, b: Decimal): Decimal => (b.gt(a) ? b : a);

/** `value x bps / 10 000`, exact. */
export const bpsOf = (value: Decimal, bps: Decimal): Decimal => value.times(bps).times(BASIS_POINT);
const BASIS_POINT = Decimal.of('0.0001');

/** `value x percent / 100`, exact. */
export const percentOf = (value: Decimal, percent: Decimal): Decimal => value.times(percent).times(HUNDREDTH);
const HUNDREDTH = Decimal.of('0.01');

/** A growing list of decimals in a seventh of the memory of as many objects. */
export class DecimalColumn {
  private units = new Float64Array(64);
  private scales = new Uint8Array(64);
  private readonly wide = new Map<number, Decimal>();
  private count = 0;

  static from(values: Iterable<Decimal>): DecimalColumn {
    const column = new DecimalColumn();
    for (const value of values) column.push(value);
    return column;
  }

  get length(): number {
    return this.count;
  }

  push(value: Decimal): void {
    if (this.count === this.units.length) this.grow();
    this.set(this.count++, value);
  }

  /** Replaces the value at `index`, which is below `length`. */
  set(index: number, value: Decimal): void {
    this.units[index] = value.units;
    this.scales[index] = value.scale;
    if (value.wide !== undefined) this.wide.set(index, value);
    else if (this.wide.size > 0) this.wide.delete(index);
  }

  at(index: number): Decimal {
    if (index < 0 || index >= this.count)
      throw new InvariantError(`expected an index below ${String(this.count)}, found ${String(index)}`);
    return this.wide.get(index) ?? new Decimal(this.units[index] as number, this.scales[index] as number);
  }

  /** Nearest floats, for statistics. */
  toNumbers(): Float64Array {
    return Float64Array.from({ length: this.count }, (_, index) => this.at(index).toNumber());
  }

  private grow(): void {
    const { units, scales } = this;
    this.units = new Float64Array(2 * units.length);
    this.units.set(units);
    this.scales = new Uint8Array(2 * scales.length);
    this.scales.set(scales);
  }
}
