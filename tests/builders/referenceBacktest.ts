// A second opinion: a naive backtester, one straight line per candle, written from the domain rules alone. It shares no
// code with the product, not even the decimals, and knows only what the comparison needs: market entries on given signals,
// no volume cap, no liquidation, every risk limit off.
import { Decimal as Big } from 'decimal.js';

const D = Big.clone({ precision: 34, rounding: Big.ROUND_HALF_EVEN, toExpNeg: -40, toExpPos: 40 });
type Num = InstanceType<typeof D>;
const num = (value: number | string): Num => new D(value);
const ONE = num(1);
const FUNDING_MS = 8 * 3_600_000;

export interface ReferenceMarket {
  readonly symbol: string;
  readonly kind: 'spot' | 'linear';
  readonly tick: string;
  readonly lot: string;
  readonly minQty: string;
  readonly minNotional: string;
  readonly contractSize: string;
  readonly takerBps: string;
  readonly makerBps: string;
  readonly openTime: ArrayLike<number>;
  readonly open: ArrayLike<number>;
  readonly high: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly close: ArrayLike<number>;
  /** Rate by funding time. */
  readonly funding?: ReadonlyMap<number, number>;
}

export interface ReferenceSignal {
  readonly long?: boolean;
  readonly short?: boolean;
  readonly exitLong?: boolean;
  readonly exitShort?: boolean;
}

export interface ReferenceStrategy {
  readonly id: string;
  /** At the close of candle `index` of the symbol; undefined where the strategy is not asked. */
  readonly signal: (symbol: string, index: number) => ReferenceSignal | undefined;
  readonly stopPct?: string;
  readonly targetPct?: string;
  readonly trailing?: { readonly activationPct: string; readonly distancePct: string };
  readonly breakEven?: { readonly activationPct: string; readonly offsetPct: string };
  readonly maxHoldMs?: number;
  readonly sizing: { readonly kind: 'fixedQty' | 'percentEquity' | 'riskPercent'; readonly value: string };
}

export interface ReferenceRequest {
  readonly markets: readonly ReferenceMarket[];
  readonly strategies: readonly ReferenceStrategy[];
  readonly timeframeMs: number;
  readonly cash: string;
  readonly slippageBps: string;
}

export interface ReferenceTrade {
  readonly strategy: string;
  readonly symbol: string;
  readonly side: 'long' | 'short';
  readonly entryAt: number;
  readonly entryPrice: string;
  readonly exitAt: number;
  readonly exitPrice: string;
  readonly qty: string;
  readonly fees: string;
  readonly pnl: string;
  readonly funding: string;
  readonly exitReason: string;
}

export interface ReferenceResult {
  readonly trades: readonly ReferenceTrade[];
  readonly finalEquity: string;
  /** One per distinct close time. */
  readonly equity: readonly (readonly [number, string])[];
}

type Side = 'long' | 'short';
interface Stop {
  readonly price: Num;
  readonly reason: 'stopLoss' | 'breakEven' | 'trailing';
}

interface Held {
  readonly side: Side;
  readonly at: number;
  readonly price: Num;
  readonly qty: Num;
  readonly fee: Num;
  /** Best price of the candles since the entry. */
  best?: Num;
  stop?: Stop | undefined;
  readonly target: Num | undefined;
  funding: Num;
}

/** One strategy in one market. */
interface Book {
  readonly strategy: ReferenceStrategy;
  readonly market: ReferenceMarket;
  /** Decided at the last close. */
  entry?: { readonly side: Side; readonly qty: Num } | undefined;
  exit?: 'strategy' | 'maxHold' | undefined;
  held?: Held | undefined;
}

interface Bar {
  readonly openTime: number;
  readonly open: Num;
  readonly high: Num;
  readonly low: Num;
  readonly close: Num;
}

const toTick = (price: Num, tick: string, up: boolean): Num =>
  price
    .div(tick)
    .toDecimalPlaces(0, up ? Big.ROUND_CEIL : Big.ROUND_FLOOR)
    .times(tick);
const share = (pct: string): Num => num(pct).div(100);
const sign = (side: Side): 1 | -1 => (side === 'long' ? 1 : -1);
/** `price` moved by `part` of itself in the position's favour (negative: against it). */
const moved = (price: Num, side: Side, part: Num): Num => price.times(ONE.plus(part.times(sign(side))));
/** True when `price` is at `level` or further on in the position's favour. */
const reached = (side: Side, price: Num, level: Num): boolean =>
  side === 'long' ? price.gte(level) : price.lte(level);
const passed = (side: Side, price: Num, level: Num): boolean => reached(side, price, level) && !price.eq(level);

const further = (side: Side, known: Num | undefined, price: Num): Num =>
  known === undefined || passed(side, price, known) ? price : known;

export function referenceBacktest(request: ReferenceRequest): ReferenceResult {
  return new Run(request).play();
}

class Run {
  private readonly request: ReferenceRequest;
  private readonly markets: readonly ReferenceMarket[];
  private readonly books: readonly (readonly Book[])[];
  private readonly next: number[];
  private readonly marks: Num[];
  private readonly slip: Num;
  private readonly trades: ReferenceTrade[] = [];
  private cash: Num;

  constructor(request: ReferenceRequest) {
    this.request = request;
    this.markets = [...request.markets].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
    this.books = this.markets.map((market) => request.strategies.map((strategy): Book => ({ strategy, market })));
    this.next = this.markets.map(() => 0);
    this.marks = this.markets.map(() => num(0));
    this.slip = num(request.slippageBps).div(10_000);
    this.cash = num(request.cash);
  }

  play(): ReferenceResult {
    const equity: [number, string][] = [];
    for (let place = this.earliest(); place >= 0; place = this.earliest()) {
      const closeTime = this.candle(place);
      const sample: [number, string] = [closeTime, this.equity().toFixed()];
      if (equity.at(-1)?.[0] === closeTime) equity[equity.length - 1] = sample;
      else equity.push(sample);
    }
    return { trades: this.trades, finalEquity: this.equity().toFixed(), equity };
  }

  /** The market whose next candle is first, ties by symbol name; -1 at the end. */
  private earliest(): number {
    let first = -1;
    let least = Infinity;
    for (const [place, { openTime }] of this.markets.entries()) {
      const at = openTime[this.next[place] as number] ?? Infinity;
      if (at < least) [first, least] = [place, at];
    }
    return first;
  }

  private candle(place: number): number {
    const market = this.markets[place] as ReferenceMarket;
    const index = this.next[place] as number;
    this.next[place] = index + 1;
    const openTime = market.openTime[index] as number;
    const price = (column: ArrayLike<number>): Num => num(column[index] as number);
    const bar = {
      openTime,
      ...{ open: price(market.open), high: price(market.high), low: price(market.low), close: price(market.close) },
    };
    const books = this.books[place] as readonly Book[];
    for (const book of books) this.payFunding(book, bar, market.openTime[index - 1]);
    // First what was decided at the close before, then what protects the positions.
    for (const book of books) this.fillDecided(book, bar);
    for (const book of books) this.fillProtection(book, bar);
    this.marks[place] = bar.close;
    for (const book of books) this.decide(book, bar, index);
    return openTime + this.request.timeframeMs;
  }

  /** Of what was held when the time struck, at the first price from then on. */
  private payFunding({ market, held }: Book, { open, openTime }: Bar, before: number | undefined): void {
    if (market.kind !== 'linear' || held === undefined || before === undefined) return;
    for (let at = Math.floor(before / FUNDING_MS + 1) * FUNDING_MS; at <= openTime; at += FUNDING_MS) {
      const rate = market.funding?.get(at) ?? 0;
      const amount = held.qty.times(market.contractSize).times(open).times(rate).times(-sign(held.side));
      this.cash = this.cash.plus(amount);
      held.funding = held.funding.plus(amount);
    }
  }

  private fillDecided(book: Book, { open, openTime }: Bar): void {
    const { market, strategy, entry, held } = book;
    // Held long enough during an outage: decided then, active now.
    const isDue = held !== undefined && strategy.maxHoldMs !== undefined && held.at + strategy.maxHoldMs <= openTime;
    const exit = book.exit ?? (isDue ? 'maxHold' : undefined);
    if (held !== undefined && exit !== undefined) {
      const price = this.taken(market, open, held.side === 'short');
      this.close(book, openTime, { price, bps: market.takerBps, reason: exit });
    }
    if (entry === undefined) return;
    book.entry = undefined;
    const { side, qty } = entry;
    const isLong = side === 'long';
    const price = this.taken(market, open, isLong);
    const fee = this.fee(market, qty.times(price), market.takerBps);
    this.cash = this.cash.minus(fee);
    const { stopPct, targetPct } = strategy;
    book.held = {
      ...{ side, at: openTime, price, qty, fee, funding: num(0) },
      stop:
        stopPct === undefined
          ? undefined
          : { price: toTick(moved(price, side, share(stopPct).neg()), market.tick, !isLong), reason: 'stopLoss' },
      target: targetPct === undefined ? undefined : toTick(moved(price, side, share(targetPct)), market.tick, isLong),
    };
  }

  /** The stop before the target. */
  private fillProtection(book: Book, { open, high, low, openTime }: Bar): void {
    const { market, held } = book;
    if (held === undefined) return;
    const { side, stop, target } = held;
    const isLong = side === 'long';
    const [best, worst] = isLong ? [high, low] : [low, high];
    if (stop !== undefined && !passed(side, worst, stop.price)) {
      const from = passed(side, open, stop.price) ? stop.price : open;
      const price = this.taken(market, from, !isLong);
      this.close(book, openTime, { price, bps: market.takerBps, reason: stop.reason });
    } else if (target !== undefined && reached(side, open, target)) {
      this.close(book, openTime, { price: open, bps: market.makerBps, reason: 'takeProfit' });
    } else if (target !== undefined && passed(side, best, target)) {
      this.close(book, openTime, { price: target, bps: market.makerBps, reason: 'takeProfit' });
    }
  }

  /** At the close: the stop follows the best price, then the strategy decides. */
  private decide(book: Book, bar: Bar, index: number): void {
    const { strategy, market, held } = book;
    const signal = strategy.signal(market.symbol, index);
    if (held === undefined) {
      const side = signal?.long ? 'long' : signal?.short ? 'short' : undefined;
      if (side !== undefined) this.enter(book, side, bar.close);
      return;
    }
    this.follow(book, held, bar);
    const closeTime = bar.openTime + this.request.timeframeMs;
    if (strategy.maxHoldMs !== undefined && closeTime - held.at >= strategy.maxHoldMs) book.exit = 'maxHold';
    else if (held.side === 'long' ? signal?.exitLong : signal?.exitShort) book.exit = 'strategy';
  }

  private follow({ strategy, market }: Book, held: Held, { high, low }: Bar): void {
    const { side } = held;
    const isLong = side === 'long';
    const best = further(side, held.best, isLong ? high : low);
    held.best = best;
    const { breakEven, trailing } = strategy;
    const moves: readonly [activationPct: string | undefined, from: Num, part: Num, reason: Stop['reason']][] = [
      [breakEven?.activationPct, held.price, share(breakEven?.offsetPct ?? '0'), 'breakEven'],
      [trailing?.activationPct, best, share(trailing?.distancePct ?? '0').neg(), 'trailing'],
    ];
    for (const [activationPct, from, part, reason] of moves) {
      if (activationPct === undefined || !reached(side, best, moved(held.price, side, share(activationPct)))) continue;
      const price = toTick(moved(from, side, part), market.tick, !isLong);
      if (held.stop === undefined || passed(side, price, held.stop.price)) held.stop = { price, reason };
    }
  }

  private enter(book: Book, side: Side, mark: Num): void {
    const { market, strategy } = book;
    const { kind, value } = strategy.sizing;
    const unit = mark.times(market.contractSize);
    const worth = this.equity().times(share(value));
    const raw = { fixedQty: num(value), percentEquity: worth.div(unit) };
    const risked = (): Num => worth.div(unit.times(share(strategy.stopPct as string)));
    const qty = toTick(kind === 'riskPercent' ? risked() : raw[kind], market.lot, false);
    const isTradable = qty.gt(0) && qty.gte(market.minQty) && qty.times(unit).gte(market.minNotional);
    if (isTradable) book.entry = { side, qty };
  }

  private close(book: Book, at: number, fill: { price: Num; bps: string; reason: string }): void {
    const { market, held, strategy } = book;
    if (held === undefined) return;
    const fee = this.fee(market, held.qty.times(fill.price), fill.bps);
    const gross = fill.price.minus(held.price).times(sign(held.side)).times(held.qty).times(market.contractSize);
    const fees = held.fee.plus(fee);
    this.cash = this.cash.plus(gross).minus(fee);
    this.trades.push({
      ...{ strategy: strategy.id, symbol: market.symbol, side: held.side, exitReason: fill.reason },
      ...{ entryAt: held.at, entryPrice: held.price.toFixed(), exitAt: at, exitPrice: fill.price.toFixed() },
      ...{ qty: held.qty.toFixed(), fees: fees.toFixed(), pnl: gross.minus(fees).toFixed() },
      funding: held.funding.toFixed(),
    });
    book.held = undefined;
    book.exit = undefined;
  }

  private equity(): Num {
    let equity = this.cash;
    for (const [place, books] of this.books.entries()) {
      for (const { held, market } of books) {
        if (held === undefined) continue;
        const gain = (this.marks[place] as Num).minus(held.price).times(sign(held.side));
        equity = equity.plus(gain.times(held.qty).times(market.contractSize));
      }
    }
    return equity;
  }

  /** Against the trader by the slippage, then to the tick, again against the trader. */
  private taken(market: ReferenceMarket, price: Num, buys: boolean): Num {
    return toTick(price.times(buys ? ONE.plus(this.slip) : ONE.minus(this.slip)), market.tick, buys);
  }

  private fee({ contractSize }: ReferenceMarket, value: Num, bps: string): Num {
    return value.times(contractSize).times(bps).div(10_000).toDecimalPlaces(8, Big.ROUND_HALF_EVEN);
  }
}
