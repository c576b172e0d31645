// A second opinion: a naive backtester in one straight line per candle, written from the domain rules alone. It shares no
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

interface Stop {
  readonly price: Num;
  readonly reason: 'stopLoss' | 'breakEven' | 'trailing';
}

/** One strategy in one market. */
interface Book {
  readonly strategy: ReferenceStrategy;
  readonly market: ReferenceMarket;
  entry?: { readonly side: 'long' | 'short'; readonly qty: Num } | undefined;
  exit?: 'strategy' | 'maxHold' | undefined;
  held?:
    | {
        readonly side: 'long' | 'short';
        readonly at: number;
        readonly price: Num;
        readonly qty: Num;
        readonly fee: Num;
        /** Best price of the candles since the entry. */
        best?: Num | undefined;
        stop?: Stop | undefined;
        readonly target?: Num | undefined;
        funding: Num;
      }
    | undefined;
}

const toTick = (price: Num, tick: string, up: boolean): Num =>
  price
    .div(tick)
    .toDecimalPlaces(0, up ? Big.ROUND_CEIL : Big.ROUND_FLOOR)
    .times(tick);
const share = (pct: string): Num => num(pct).div(100);
const feeOf = (market: ReferenceMarket, value: Num, bps: string): Num =>
  value.times(market.contractSize).times(bps).div(10_000).toDecimalPlaces(8, Big.ROUND_HALF_EVEN);
const sign = (side: 'long' | 'short'): 1 | -1 => (side === 'long' ? 1 : -1);
/** `price` moved by `part` of itself in the position's favour (negative: against it). */
const moved = (price: Num, side: 'long' | 'short', part: Num): Num => price.times(ONE.plus(part.times(sign(side))));

export function referenceBacktest(request: ReferenceRequest): ReferenceResult {
  const markets = [...request.markets].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
  const books = markets.map((market) => request.strategies.map((strategy): Book => ({ strategy, market })));
  const next = markets.map(() => 0);
  const marks = markets.map(() => num(0));
  const slip = num(request.slippageBps).div(10_000);
  const trades: ReferenceTrade[] = [];
  const equityCurve: [number, string][] = [];
  let cash = num(request.cash);

  const equity = (): Num =>
    books.flat().reduce((sum, { held, market }) => {
      if (held === undefined) return sum;
      const gain = (marks[markets.indexOf(market)] as Num).minus(held.price).times(sign(held.side));
      return sum.plus(gain.times(held.qty).times(market.contractSize));
    }, cash);

  /** Against the trader by the slippage, then to the tick, again against the trader. */
  const taken = (market: ReferenceMarket, price: Num, buys: boolean): Num =>
    toTick(price.times(buys ? ONE.plus(slip) : ONE.minus(slip)), market.tick, buys);

  const close = (book: Book, at: number, fill: { price: Num; bps: string; reason: string }): void => {
    const { market, held, strategy } = book;
    if (held === undefined) return;
    const fee = feeOf(market, held.qty.times(fill.price), fill.bps);
    const gross = fill.price.minus(held.price).times(sign(held.side)).times(held.qty).times(market.contractSize);
    const fees = held.fee.plus(fee);
    cash = cash.plus(gross).minus(fee);
    trades.push({
      ...{ strategy: strategy.id, symbol: market.symbol, side: held.side, exitReason: fill.reason },
      ...{ entryAt: held.at, entryPrice: held.price.toFixed(), exitAt: at, exitPrice: fill.price.toFixed() },
      ...{ qty: held.qty.toFixed(), fees: fees.toFixed(), pnl: gross.minus(fees).toFixed() },
      funding: held.funding.toFixed(),
    });
    book.held = undefined;
    book.exit = undefined;
  };

  for (;;) {
    // The earliest candle of all, ties by symbol name.
    let m = -1;
    for (const [k, market] of markets.entries()) {
      const opens = market.openTime[next[k] as number];
      if (opens === undefined) continue;
      if (m < 0 || opens < ((markets[m] as ReferenceMarket).openTime[next[m] as number] as number)) m = k;
    }
    if (m < 0) break;
    const market = markets[m] as ReferenceMarket;
    const i = next[m] as number;
    next[m] = i + 1;
    const openTime = market.openTime[i] as number;
    const closeTime = openTime + request.timeframeMs;
    const [open, high, low] = [
      num(market.open[i] as number),
      num(market.high[i] as number),
      num(market.low[i] as number),
    ];
    const own = books[m] as Book[];

    // Funding of what was held when the time struck, at the first price from then on.
    const before = market.openTime[i - 1];
    if (market.kind === 'linear' && market.funding !== undefined && before !== undefined) {
      for (let t = Math.floor(before / FUNDING_MS) * FUNDING_MS + FUNDING_MS; t <= openTime; t += FUNDING_MS) {
        const rate = market.funding.get(t);
        if (rate === undefined) continue;
        for (const { held } of own) {
          if (held === undefined) continue;
          const amount = held.qty.times(market.contractSize).times(open).times(rate).times(-sign(held.side));
          cash = cash.plus(amount);
          held.funding = held.funding.plus(amount);
        }
      }
    }

    // First what was decided at the close before.
    for (const book of own) {
      const { strategy, entry, held } = book;
      // Held long enough during an outage: decided then, active now.
      const isDue = held !== undefined && strategy.maxHoldMs !== undefined && held.at + strategy.maxHoldMs <= openTime;
      const exit = book.exit ?? (isDue ? 'maxHold' : undefined);
      if (held !== undefined && exit !== undefined) {
        const price = taken(market, open, held.side === 'short');
        close(book, openTime, { price, bps: market.takerBps, reason: exit });
      }
      if (entry === undefined) continue;
      book.entry = undefined;
      const { side, qty } = entry;
      const isLong = side === 'long';
      const price = taken(market, open, isLong);
      const fee = feeOf(market, qty.times(price), market.takerBps);
      cash = cash.minus(fee);
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

    // Then what protects the positions: the stop before the target.
    for (const book of own) {
      const { held } = book;
      if (held === undefined) continue;
      const { side, stop, target } = held;
      const isLong = side === 'long';
      if (stop !== undefined && (isLong ? low.lte(stop.price) : high.gte(stop.price))) {
        const isGap = isLong ? open.lte(stop.price) : open.gte(stop.price);
        const price = taken(market, isGap ? open : stop.price, !isLong);
        close(book, openTime, { price, bps: market.takerBps, reason: stop.reason });
      } else if (target !== undefined && (isLong ? open.gte(target) : open.lte(target))) {
        close(book, openTime, { price: open, bps: market.makerBps, reason: 'takeProfit' });
      } else if (target !== undefined && (isLong ? high.gt(target) : low.lt(target))) {
        close(book, openTime, { price: target, bps: market.makerBps, reason: 'takeProfit' });
      }
    }

    // At the close: stops follow the best price, then each strategy decides.
    marks[m] = num(market.close[i] as number);
    const mark = marks[m] as Num;
    for (const book of own) {
      const { strategy, held } = book;
      const signal = strategy.signal(market.symbol, i);
      if (held !== undefined) {
        const { side } = held;
        const isLong = side === 'long';
        const best =
          held.best === undefined ? (isLong ? high : low) : isLong ? D.max(held.best, high) : D.min(held.best, low);
        held.best = best;
        const gained = (pct: string): boolean => {
          const wanted = moved(held.price, side, share(pct));
          return isLong ? best.gte(wanted) : best.lte(wanted);
        };
        const follow = (price: Num, reason: Stop['reason']): void => {
          const rounded = toTick(price, market.tick, !isLong);
          const tighter =
            held.stop === undefined || (isLong ? rounded.gt(held.stop.price) : rounded.lt(held.stop.price));
          if (tighter) held.stop = { price: rounded, reason };
        };
        const { breakEven, trailing, maxHoldMs } = strategy;
        if (breakEven !== undefined && gained(breakEven.activationPct))
          follow(moved(held.price, side, share(breakEven.offsetPct)), 'breakEven');
        if (trailing !== undefined && gained(trailing.activationPct))
          follow(moved(best, side, share(trailing.distancePct).neg()), 'trailing');
        if (maxHoldMs !== undefined && closeTime - held.at >= maxHoldMs) book.exit = 'maxHold';
        else if (isLong ? signal?.exitLong : signal?.exitShort) book.exit = 'strategy';
        continue;
      }
      const side = signal?.long ? 'long' : signal?.short ? 'short' : undefined;
      if (side === undefined) continue;
      const { kind, value } = strategy.sizing;
      const worth = equity();
      const raw =
        kind === 'fixedQty'
          ? num(value)
          : kind === 'percentEquity'
            ? worth.times(share(value)).div(mark).div(market.contractSize)
            : worth.times(share(value)).div(mark.times(share(strategy.stopPct as string)).times(market.contractSize));
      const qty = toTick(raw, market.lot, false);
      const notional = qty.times(mark).times(market.contractSize);
      if (qty.gt(0) && qty.gte(market.minQty) && notional.gte(market.minNotional)) book.entry = { side, qty };
    }
    const sample: [number, string] = [closeTime, equity().toFixed()];
    if (equityCurve.at(-1)?.[0] === closeTime) equityCurve[equityCurve.length - 1] = sample;
    else equityCurve.push(sample);
  }
  return { trades, finalEquity: equity().toFixed(), equity: equityCurve };
}
