// Typed reading of a hand-written YAML file that reports every problem with its place instead of stopping at the first.
import { Decimal } from '../../../shared/money.ts';
import { didYouMean } from '../../../shared/nearest.ts';
import type { Problem } from '../../../shared/result.ts';
import { dotted } from '../schemaProblems.ts';
import type { KeyPath, YamlText } from '../yamlText.ts';

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** `min` itself is refused. */
  readonly isAboveMin?: boolean;
  readonly isWhole?: boolean;
}

const NULLS: readonly unknown[] = [null, '', '~', 'null', 'Null', 'NULL'];

/**
 * One value of a file read with text scalars, so that numbers are exact. After a problem the answer is a placeholder:
 * a file with problems is refused as a whole.
 */
export class YamlValue {
  readonly path: KeyPath;
  private readonly value: unknown;
  private readonly yaml: YamlText;
  private readonly problems: Problem[];

  constructor(yaml: YamlText, problems: Problem[], at: { readonly value: unknown; readonly path: KeyPath }) {
    this.yaml = yaml;
    this.problems = problems;
    this.value = at.value;
    this.path = at.path;
  }

  get isAbsent(): boolean {
    return this.value === undefined;
  }
  get isNull(): boolean {
    return NULLS.includes(this.value);
  }
  get isList(): boolean {
    return Array.isArray(this.value);
  }
  get isSection(): boolean {
    return typeof this.value === 'object' && this.value !== null && !this.isList;
  }
  /** The text of a scalar, else undefined. */
  get scalar(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }
  /** Keys of a section; none for anything else. */
  get keys(): readonly string[] {
    return this.isSection ? Object.keys(this.value as object) : [];
  }

  /** Reports `message` about this value. */
  problem(message: string): void {
    const where = this.path.length === 0 ? '' : `${dotted(this.path)}: `;
    this.problems.push({ message: `${where}${message}`, ...this.yaml.placeOf(this.path) });
  }

  /** Reports that something else was expected. */
  unexpected(expected: string): void {
    const shown = (JSON.stringify(this.value) as string | undefined)?.slice(0, 60);
    this.problem(this.isAbsent ? `missing; expected ${expected}` : `expected ${expected}, found ${shown ?? 'nothing'}`);
  }

  /** The value of a key. Below what is no section everything is absent, and that has been said once. */
  get(key: string): YamlValue {
    const value = this.keys.includes(key) ? (this.value as Readonly<Record<string, unknown>>)[key] : undefined;
    return new YamlValue(this.yaml, this.isSection ? this.problems : [], { value, path: [...this.path, key] });
  }

  /** Checks that this is a section and that it has no other keys. */
  section(known: readonly string[]): this {
    if (!this.isSection) this.unexpected(`a section with keys of ${known.join(', ')}`);
    for (const key of this.keys) {
      if (known.includes(key)) continue;
      const hint = didYouMean(key, known) || `; known are ${known.join(', ')}`;
      this.get(key).problem(`unknown key "${key}"${hint}`);
    }
    return this;
  }

  /** The one key of a section, which must be one of `known`; undefined after a problem. */
  singleKey<Key extends string>(known: readonly Key[], what: string): Key | undefined {
    const [key, ...others] = this.keys;
    if (key === undefined || others.length > 0) {
      this.unexpected(`${what}: a section with exactly one of ${known.join(', ')}`);
      return undefined;
    }
    this.section(known);
    return known.find((name) => name === key);
  }

  /** The items of a list of `min` to `max`; none after a problem. */
  items(what: string, min = 1, max = Infinity): readonly YamlValue[] {
    const list = this.isList ? (this.value as readonly unknown[]) : undefined;
    if (list === undefined || list.length < min || list.length > max) {
      this.unexpected(what);
      return [];
    }
    return list.map((value, index) => new YamlValue(this.yaml, this.problems, { value, path: [...this.path, index] }));
  }

  /** `fallback` when absent. */
  or<T>(fallback: T, read: (value: YamlValue) => T): T {
    return this.isAbsent ? fallback : read(this);
  }

  /** `fallback` when absent, null when written as null: off. */
  orNull<T>(fallback: T | null, read: (value: YamlValue) => T): T | null {
    return this.or(fallback, (value) => (value.isNull ? null : read(value)));
  }

  text(what = 'text'): string {
    if (this.scalar !== undefined && !this.isNull) return this.scalar;
    this.unexpected(what);
    return '';
  }

  flag(): boolean {
    if (this.scalar !== 'true' && this.scalar !== 'false') this.unexpected('true or false');
    return this.scalar === 'true';
  }

  choice<Choice extends string>(choices: readonly Choice[]): Choice {
    const found = choices.find((choice) => choice === this.scalar);
    if (found === undefined) this.unexpected(`one of ${choices.join(', ')}`);
    return found ?? (choices[0] as Choice);
  }

  /** Exactly the number that is written. */
  decimal(range: NumberRange): Decimal {
    const parsed = Decimal.parse(this.scalar ?? '');
    if (!parsed.ok || !isWithin(parsed.value, range)) {
      this.unexpected(rangeText(range));
      return Decimal.ONE;
    }
    return parsed.value;
  }

  number(range: NumberRange): number {
    return this.decimal(range).toNumber();
  }
}

function isWithin(value: Decimal, { min, max, isAboveMin, isWhole }: NumberRange): boolean {
  const number = value.toNumber();
  if (number < min || number > max || (isAboveMin === true && number === min)) return false;
  return isWhole !== true || Number.isInteger(number);
}

function rangeText({ min, max, isAboveMin, isWhole }: NumberRange): string {
  const kind = isWhole === true ? 'a whole number' : 'a number';
  return isAboveMin === true ? `${kind} above ${min}, at most ${max}` : `${kind} from ${min} to ${max}`;
}
