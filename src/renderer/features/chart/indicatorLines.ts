// The values of indicators over the candles of one chart: all of them when the chart reaches further back or shows others, and after
// that only those of candles that have closed since. Knows no React; one question is under way at a time.
import type { ResultOf } from '../../../shared/contract/requests.ts';
import { unpackColumn } from '../../lib/columns.ts';
import type { WireError, WireResult } from '../../../shared/contract/result.ts';

/** What is to be shown: candles that open in [from, last]. */
export interface LinesGoal {
  readonly from: number;
  readonly last: number;
  readonly specs: readonly string[];
}

type Column = ResultOf<'indications.list'>['columns'][number];

export interface LinesAnswer {
  readonly openTime: readonly number[];
  readonly columns: readonly (Omit<Column, 'values'> & { readonly values: readonly (number | null)[] })[];
}

/** An answer of main with its columns as numbers. */
function unpackLines({ openTime, columns }: ResultOf<'indications.list'>): LinesAnswer {
  return {
    openTime: Array.from(unpackColumn(openTime)),
    columns: columns.map((column) => ({
      ...column,
      values: Array.from(unpackColumn(column.values), (value) => (Number.isNaN(value) ? null : value)),
    })),
  };
}

export interface LinesQuestion {
  readonly before: number;
  readonly limit: number;
  readonly specs: string[];
  readonly after?: number;
}

export interface LinesState {
  readonly values: LinesAnswer | undefined;
  /** Of the newest question; the values are of an earlier one. */
  readonly failure: WireError | undefined;
  /** Values over other candles, or of other indicators, are on their way. */
  readonly isChanging: boolean;
}

export interface IndicatorLinesOptions {
  readonly candleMs: number;
  readonly ask: (question: LinesQuestion) => Promise<WireResult<ResultOf<'indications.list'>>>;
  /** Runs `work` once after so many ms; returns how to call it off. */
  readonly after: (ms: number, work: () => void) => () => void;
  readonly onChange: (state: LinesState) => void;
}

interface Held {
  /** What the values answer. */
  readonly goal: LinesGoal;
  readonly values: LinesAnswer;
}

/** The contract takes no more. */
const MOST_CANDLES = 30_000;
/** Between two questions for what has closed since: nobody reads more of a market that runs ahead of the clock. */
const PACE_MS = 500;

export class IndicatorLines {
  private readonly options: IndicatorLinesOptions;
  private goal: LinesGoal | undefined;
  private held: Held | undefined;
  /** Not asked for a second time: whatever refused it would again. */
  private failed: LinesGoal | undefined;
  private isAsking = false;
  private callOffRest: (() => void) | undefined;

  constructor(options: IndicatorLinesOptions) {
    this.options = options;
  }

  want(goal: LinesGoal): void {
    this.goal = goal;
    void this.work();
  }

  /** Nothing is told any more. */
  close(): void {
    this.goal = undefined;
    this.callOffRest?.();
  }

  private async work(): Promise<void> {
    const { options, goal, held } = this;
    if (goal === undefined || goal === this.failed || this.isAsking) return;
    const question = questionFor(goal, held, options.candleMs);
    if (question === undefined || (question.after !== undefined && this.callOffRest !== undefined)) return;
    this.isAsking = true;
    if (question.after === undefined) this.tell({ isChanging: true });
    const result = await options.ask(question);
    this.isAsking = false;
    if (this.goal === undefined) return;
    if (result.ok) {
      const answer = unpackLines(result.value);
      const values = question.after === undefined ? answer : joined(this.held?.values, answer);
      this.held = { goal, values };
      this.tell({ isChanging: false });
    } else {
      this.failed = goal;
      this.tell({ isChanging: false, failure: result.error });
    }
    this.rest();
    if (this.goal !== goal) await this.work();
  }

  private tell({ isChanging, failure }: { isChanging: boolean; failure?: WireError }): void {
    this.options.onChange({ values: this.held?.values, failure, isChanging });
  }

  private rest(): void {
    this.callOffRest?.();
    this.callOffRest = this.options.after(PACE_MS, () => {
      this.callOffRest = undefined;
      void this.work();
    });
  }
}

/** Undefined: what is held is what is wanted. */
function questionFor(goal: LinesGoal, held: Held | undefined, candleMs: number): LinesQuestion | undefined {
  const { from, last } = goal;
  const same = held?.goal.from === from && held.goal.specs.join() === goal.specs.join() ? held : undefined;
  if (same !== undefined && same.goal.last >= last) return undefined;
  const newest = same?.values.openTime.at(-1);
  const limit = Math.min(MOST_CANDLES, Math.max(1, Math.round((last - from) / candleMs) + 1));
  const whole = { before: last + candleMs, limit, specs: [...goal.specs] };
  return newest === undefined ? whole : { ...whole, after: newest };
}

/** Values of the same indicators over later candles, at the end of those before. */
function joined(before: LinesAnswer | undefined, added: LinesAnswer): LinesAnswer {
  if (before === undefined) return added;
  if (added.openTime.length === 0) return before;
  return {
    openTime: [...before.openTime, ...added.openTime],
    columns: before.columns.map((column) => ({
      ...column,
      values: [...column.values, ...(added.columns.find(({ id }) => id === column.id)?.values ?? [])],
    })),
  };
}
