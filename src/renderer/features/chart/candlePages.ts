// The candles of one chart as they come: the newest page, older pages as far as somebody wants to see, live ones at the end.
// Knows no React; one question is under way at a time.
import type { ResultOf } from '../../../shared/contract/requests.ts';
import type { WireError, WireResult } from '../../../shared/contract/result.ts';
import { type Bar, type Gap, MAX_BARS, prependBars, toBars, withLiveBar } from '../../charts/price/candleBars.ts';

export interface CandlesState {
  readonly bars: readonly Bar[];
  readonly gaps: readonly Gap[];
  /** Open time from which on candles have been asked for, the question under way included; undefined before the first answer. */
  readonly from: number | undefined;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  /** Of the newest question. */
  readonly failure: WireError | undefined;
}

export const NO_CANDLES: CandlesState = {
  ...{ bars: [], gaps: [], from: undefined, hasMore: false, isLoading: true, failure: undefined },
};

type CandlesAnswer = ResultOf<'candles.list'>;
export interface CandlesQuestion {
  readonly before?: number;
  readonly limit: number;
}

export interface CandlePagesOptions {
  readonly candleMs: number;
  readonly ask: (question: CandlesQuestion) => Promise<WireResult<CandlesAnswer>>;
  readonly onChange: (state: CandlesState) => void;
}

const FIRST_PAGE = 1200;
const NEXT_PAGE = 2000;

export class CandlePages {
  private readonly options: CandlePagesOptions;
  private now = NO_CANDLES;
  /** As far back as somebody wants to see. */
  private goal = Infinity;
  private isAsking = false;
  private reaching: Promise<void> | undefined;
  private isClosed = false;

  constructor(options: CandlePagesOptions) {
    this.options = options;
  }

  get state(): CandlesState {
    return this.now;
  }

  /** The newest page; what there was before is let go when it comes. */
  async load(): Promise<void> {
    const answer = await this.ask({ limit: FIRST_PAGE });
    if (answer === undefined) return;
    const bars = toBars(answer);
    const { gaps, hasMore } = answer;
    this.set({ ...NO_CANDLES, bars, gaps, hasMore, from: bars[0]?.time, isLoading: false });
    await this.reach(this.goal);
  }

  /** One page more, larger the more there is: the lines over the candles are asked for anew with each. */
  older(): void {
    const { from, bars } = this.now;
    if (from === undefined || this.isAsking) return;
    void this.reach(from - Math.max(NEXT_PAGE, bars.length) * this.options.candleMs);
  }

  /** Everything from `time` on, as far as there is and a chart can hold; resolves when it is there or has failed. */
  reach(time: number): Promise<void> {
    this.goal = Math.min(this.goal, time);
    this.reaching ??= this.goOn().finally(() => (this.reaching = undefined));
    return this.reaching;
  }

  /** A candle as it forms, or closed. */
  live(bar: Bar): void {
    const { bars, from } = this.now;
    if (bars.length === 0) return;
    const next = withLiveBar(bars, bar);
    if (next === bars) return;
    // The oldest go when there are too many, and nobody asks for them again.
    const isCut = next[0] !== bars[0];
    this.set({ ...this.now, bars: next, from: isCut ? next[0]?.time : from });
  }

  close(): void {
    this.isClosed = true;
  }

  private async goOn(): Promise<void> {
    while (!this.isAsking && !this.isClosed) {
      const question = nextQuestion(this.now, { goal: this.goal, candleMs: this.options.candleMs });
      if (question === undefined) return;
      const { from } = this.now;
      this.set({ ...this.now, from: question.before - question.limit * this.options.candleMs });
      const page = await this.ask(question);
      if (page === undefined) {
        // Nobody waits for it any more; scrolling on tries again.
        this.goal = Infinity;
        this.set({ ...this.now, from });
        return;
      }
      const { bars, gaps } = this.now;
      const older = { bars: prependBars(toBars(page), bars), gaps: [...page.gaps, ...gaps], hasMore: page.hasMore };
      this.set({ ...this.now, ...older, failure: undefined });
    }
  }

  /** Undefined: it failed, which is told, or nobody listens any more, or another question is under way. */
  private async ask(question: CandlesQuestion): Promise<CandlesAnswer | undefined> {
    if (this.isAsking || this.isClosed) return undefined;
    this.isAsking = true;
    const result = await this.options.ask(question);
    this.isAsking = false;
    if (this.isOver()) return undefined;
    if (result.ok) return result.value;
    this.set({ ...this.now, isLoading: false, failure: result.error });
    return undefined;
  }

  /** It may be closed while an answer is waited for. */
  private isOver(): boolean {
    return this.isClosed;
  }

  private set(state: CandlesState): void {
    this.now = state;
    this.options.onChange(state);
  }
}

/** What brings the chart nearer to its goal; undefined: it is there, or there is no more, or no room for more. */
function nextQuestion(
  { from, bars, hasMore }: CandlesState,
  { goal, candleMs }: { readonly goal: number; readonly candleMs: number },
): Required<CandlesQuestion> | undefined {
  const last = bars[bars.length - 1]?.time;
  if (from === undefined || last === undefined || !hasMore || goal >= from) return undefined;
  // Missing candles take room too: what the chart spans is bounded, and so is what is asked over it. The newest one forms.
  const room = MAX_BARS - Math.ceil((last - from) / candleMs);
  if (room <= 0) return undefined;
  return { before: from, limit: Math.min(room, Math.ceil((from - goal) / candleMs)) };
}
