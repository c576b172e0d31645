// How the state of an indicator becomes a list of finite numbers and back, bit by bit.
import { invariant, need } from '../../../shared/assert.ts';
import type { Indicator } from './indicator.ts';

/** Something whose state is written to and read from a flat list, in one fixed order. */
export interface Stateful {
  write(out: number[]): void;
  read(from: StateReader): void;
}

/** Hands the numbers of a saved state out in the order they were written. */
export class StateReader {
  private readonly numbers: readonly number[];
  private at = 0;

  constructor(numbers: readonly number[]) {
    this.numbers = numbers;
  }

  next(): number {
    return need(this.numbers[this.at++], `indicator state longer than ${this.numbers.length} numbers`);
  }

  fill(target: Float64Array): void {
    for (let i = 0; i < target.length; i++) target[i] = this.next();
  }

  end(): void {
    invariant(this.at === this.numbers.length, `expected ${this.at} numbers of state, found ${this.numbers.length}`);
  }
}

/**
 * JSON has neither NaN nor -0: both are written as 0 and listed behind the numbers:
 * `[...numbers, ...places of NaN, ...places of -0, count of NaN, count of -0]`.
 */
export function encodeState(numbers: readonly number[]): readonly number[] {
  const [plain, nans, negativeZeros]: [number[], number[], number[]] = [[], [], []];
  for (const [place, value] of numbers.entries()) {
    if (Number.isNaN(value)) nans.push(place);
    else if (Object.is(value, -0)) negativeZeros.push(place);
    plain.push(Number.isNaN(value) ? 0 : value + 0);
  }
  return plain.concat(nans, negativeZeros, nans.length, negativeZeros.length);
}

/** Exact inverse of `encodeState`. */
export function decodeState(state: readonly number[]): readonly number[] {
  const [nanCount, zeroCount] = [need(state.at(-2), 'an indicator state'), need(state.at(-1), 'an indicator state')];
  const length = state.length - 2 - nanCount - zeroCount;
  invariant(length >= 0, `expected an indicator state, found ${state.length} numbers`);
  const numbers = state.slice(0, length);
  for (const place of state.slice(length, length + nanCount)) numbers[place] = NaN;
  for (const place of state.slice(length + nanCount, -2)) numbers[place] = -0;
  return numbers;
}

/** A stateful thing whose whole state lies in the parts it owns. */
export abstract class Composite implements Stateful {
  private readonly parts: (Stateful | Float64Array)[] = [];

  protected own<T extends Stateful | Float64Array>(part: T): T {
    this.parts.push(part);
    return part;
  }

  write(out: number[]): void {
    for (const part of this.parts) {
      if (part instanceof Float64Array) for (let i = 0; i < part.length; i++) out.push(part[i] as number);
      else part.write(out);
    }
  }

  read(from: StateReader): void {
    for (const part of this.parts) {
      if (part instanceof Float64Array) from.fill(part);
      else part.read(from);
    }
  }
}

/** An indicator made of stateful parts; its newest values belong to its state. */
export abstract class BaseIndicator extends Composite implements Pick<Indicator, 'lines' | 'values' | 'save' | 'load'> {
  readonly lines: readonly string[];
  readonly values: Float64Array;

  protected constructor(lines: readonly string[]) {
    super();
    this.lines = lines;
    this.values = this.own(new Float64Array(lines.length).fill(NaN));
  }

  save(): readonly number[] {
    const numbers: number[] = [];
    this.write(numbers);
    return encodeState(numbers);
  }

  load(state: readonly number[]): void {
    const reader = new StateReader(decodeState(state));
    this.read(reader);
    reader.end();
  }
}
