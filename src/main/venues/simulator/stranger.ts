// Somebody else who uses the exchange's account: rests an order, trades, or moves money, now and then. What is done when follows
// from the seed and the time alone.
import { type EpochMs, toClientOrderId, toEpochMs, toFillId } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { Fill, OrderIntent, Side } from '../../../shared/domain/order.ts';
import { bpsOf, Decimal, maxDecimal } from '../../../shared/money.ts';
import { MINUTE_MS } from '../../../shared/time.ts';
import type { Rng } from '../../engine/kernel/rng.ts';
import { STRANGER } from './sharedAccount.ts';

/** What there is at that time. */
export interface StrangerView {
  readonly instruments: readonly Instrument[];
  readonly balance: Decimal;
  readonly netQty: (instrument: Instrument) => Decimal;
  /** Undefined: none yet. */
  readonly price: (instrument: Instrument) => number | undefined;
}

export type StrangerAct =
  | { readonly kind: 'order'; readonly order: OrderIntent }
  | { readonly kind: 'deal'; readonly fill: Fill }
  | { readonly kind: 'transfer'; readonly amount: Decimal; readonly cause: string };

export class Stranger {
  /** When something is done next. */
  nextAt: number;
  private readonly times: Rng;
  private readonly acts: Rng;
  private readonly everyMs: number;

  constructor(rng: Rng, from: EpochMs, everyMinutes: number) {
    this.times = rng.fork('times');
    this.acts = rng.fork('acts');
    this.everyMs = everyMinutes * MINUTE_MS;
    this.nextAt = from;
    this.goOn();
  }

  /** What was due until then is done. */
  skipTo(time: EpochMs): void {
    while (this.nextAt <= time) this.goOn();
  }

  /** Does what is due; undefined: nothing can be done for want of a price or of money. */
  act(view: StrangerView): StrangerAct | undefined {
    const at = toEpochMs(this.nextAt);
    this.goOn();
    const draw = this.acts.fork(String(at));
    const kind = draw.next();
    const instrument = view.instruments[Math.floor(draw.next() * view.instruments.length)] as Instrument;
    const share = draw.next();
    if (kind >= 2 / 3) return this.transfer(view, { at, share, isIn: draw.next() < 0.5 });
    const price = view.price(instrument);
    if (price === undefined || !view.balance.isPositive()) return undefined;
    const isBuy = draw.next() < 0.5;
    const worth = view.balance.times(Decimal.fromNumber(0.01 + 0.04 * share, 4));
    const { lotSize, minQty, contractSize } = instrument;
    const unit = Decimal.fromNumber(price).times(contractSize);
    const qty = maxDecimal(worth.floorQuotient(unit, lotSize), minQty);
    const deal = { instrument, at, price, qty, side: isBuy ? 'buy' : 'sell' } as const;
    if (kind < 1 / 3) return { kind: 'order', order: this.order(deal, 0.03 + 0.05 * draw.next()) };
    const held = view.netQty(instrument);
    // Every other time what is held is left, whoever has bought it.
    if (!held.isZero() && draw.next() < 0.5)
      return { kind: 'deal', fill: this.deal({ ...deal, qty: held.abs(), side: held.isPositive() ? 'sell' : 'buy' }) };
    // Coins that nobody holds cannot be sold.
    const canSell = instrument.kind !== 'spot' || held.gte(qty);
    return { kind: 'deal', fill: this.deal({ ...deal, side: isBuy || !canSell ? 'buy' : 'sell' }) };
  }

  private goOn(): void {
    this.nextAt += Math.ceil(-Math.log(1 - this.times.next()) * this.everyMs) + 1;
  }

  private transfer(
    { balance }: StrangerView,
    { at, share, isIn }: { readonly at: EpochMs; readonly share: number; readonly isIn: boolean },
  ): StrangerAct {
    const amount = balance.times(Decimal.fromNumber(0.002 + 0.01 * share, 4)).roundTo(2, 'halfEven');
    return { kind: 'transfer', amount: isIn ? amount : amount.negated(), cause: `transfer-${String(at)}` };
  }

  /** So far from the price that it rests for a while. */
  private order({ instrument, at, price, qty, side }: Deal, distance: number): OrderIntent {
    const limit = Decimal.fromNumber(price * (side === 'buy' ? 1 - distance : 1 + distance), 8);
    return {
      ...{
        symbol: instrument.symbol,
        side,
        type: 'limit',
        qty,
        timeInForce: 'GTC',
        reduceOnly: false,
        postOnly: false,
      },
      limitPrice: limit.toStep(instrument.tickSize, side === 'buy' ? 'down' : 'up'),
      ...{ strategy: STRANGER, purpose: 'entry', intent: 0, clientOrderId: toClientOrderId(`web-${String(at)}`) },
      createdAt: at,
    };
  }

  private deal({ instrument, at, price, qty, side }: Deal): Fill {
    const { symbol, contractSize, takerBps, tickSize } = instrument;
    const exact = Decimal.fromNumber(price).toStep(tickSize, 'down');
    const fee = bpsOf(qty.times(contractSize).times(exact), takerBps).roundTo(8, 'halfEven');
    const id = `web-${String(at)}`;
    return {
      ...{ fillId: toFillId(id), clientOrderId: toClientOrderId(id), symbol, side, qty, price: exact, fee, at },
      liquidity: 'taker',
    };
  }
}

interface Deal {
  readonly instrument: Instrument;
  readonly at: EpochMs;
  readonly price: number;
  readonly qty: Decimal;
  readonly side: Side;
}
