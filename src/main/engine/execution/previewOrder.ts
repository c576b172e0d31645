// What would become of an order of the trader: every verdict and what it would come to. Nothing is written, sent or counted.
import { type ExitPlan, type OrderIntent, type OrderRequest } from '../../../shared/domain/order.ts';
import type { Verdict } from '../../../shared/domain/refusal.ts';
import { bpsOf, Decimal } from '../../../shared/money.ts';
import { MANUAL } from '../kernel/accountView.ts';
import type { EngineCore } from '../kernel/core.ts';
import { levelPrice } from '../realtime/exits.ts';
import type { MarketView, RiskView } from '../risk/riskLimit.ts';
import type { OrderDesk } from './orderDesk.ts';

/** Money in quote currency, percentages of equity. */
export interface PreviewFigures {
  /** At which it would fill now: its own, or the other side of the book. */
  readonly price: Decimal;
  readonly notional: Decimal;
  readonly fee: Decimal;
  /** Loss at the stop, before costs; undefined without a stop. */
  readonly riskAmount: Decimal | undefined;
  /** After the fill, working entries included. */
  readonly exposureSymbol: Decimal;
  readonly exposureTotal: Decimal;
  readonly marginUsed: Decimal;
  readonly equity: Decimal;
}

/** `asked` lies between two steps of `step`. */
export interface Rounded {
  readonly field: 'qty' | 'limitPrice' | 'stopPrice';
  readonly asked: Decimal;
  readonly sent: Decimal;
  readonly step: Decimal;
}

export interface OrderPreview {
  readonly isAllowed: boolean;
  readonly verdicts: readonly Verdict[];
  /** What is sent otherwise than it was asked for: on the grids of the instrument. */
  readonly rounded: readonly Rounded[];
  /** Undefined without an instrument or a price. */
  readonly figures: PreviewFigures | undefined;
}

/** The desk's own checks, so that an order sent now gets the same answer. */
export function previewOrder(
  core: EngineCore,
  desk: OrderDesk,
  { order, exits }: { readonly order: OrderRequest; readonly exits: ExitPlan },
): OrderPreview {
  // The order rate forgets while it is asked; a question must leave the state as it is.
  const { sentAt } = core;
  const { intent, refusal, verdicts } = desk.check(order, {
    strategy: MANUAL,
    purpose: order.reduceOnly ? 'manual' : 'entry',
  });
  const view = desk.view.of(intent);
  const figures = view.market === undefined ? undefined : figuresOf(core, { intent, exits, view, market: view.market });
  core.sentAt = sentAt;
  return { isAllowed: refusal === undefined, verdicts, rounded: roundedIn(order, intent, view.market), figures };
}

function roundedIn(order: OrderRequest, intent: OrderIntent, market: MarketView | undefined): readonly Rounded[] {
  if (market === undefined) return [];
  const { tickSize, lotSize } = market.instrument;
  return (['qty', 'limitPrice', 'stopPrice'] as const).flatMap((field) => {
    const [asked, sent] = [order[field], intent[field]];
    if (asked === undefined || sent === undefined || asked.eq(sent)) return [];
    return [{ field, asked, sent, step: field === 'qty' ? lotSize : tickSize }];
  });
}

interface Checked {
  readonly intent: OrderIntent;
  readonly exits: ExitPlan;
  readonly view: RiskView;
  readonly market: MarketView;
}

function figuresOf(core: EngineCore, { intent, exits, view, market }: Checked): PreviewFigures | undefined {
  const { bid, ask } = core.market(intent.symbol);
  const isBuy = intent.side === 'buy';
  const other = isBuy ? ask : bid;
  const price = intent.limitPrice ?? intent.stopPrice ?? (other > 0 ? Decimal.fromNumber(other) : market.mark);
  if (price === undefined) return undefined;
  const { contractSize, takerBps, makerBps, maxLeverage } = market.instrument;
  const perUnit = price.times(contractSize);
  const notional = intent.qty.times(perUnit);
  const rests = intent.type === 'limit' && other > 0 && (isBuy ? price.toNumber() < ask : price.toNumber() > bid);
  const isMaker = intent.postOnly || rests;
  // What it takes away of a position of the other side, and what it adds beyond.
  const held = view.reducibleQty;
  const left = intent.reduceOnly && intent.qty.gt(held) ? Decimal.ZERO : intent.qty.minus(held).abs();
  const change = left.minus(held).times(perUnit);
  return {
    price,
    notional,
    fee: bpsOf(notional, isMaker ? makerBps : takerBps),
    riskAmount: riskOf(intent, exits, { price, contractSize }),
    exposureSymbol: market.exposure.plus(change),
    exposureTotal: view.totalExposure.plus(change),
    marginUsed: core.portfolio.usedMargin.plus(change.dividedBy(maxLeverage)),
    equity: view.equity,
  };
}

function riskOf(
  { side, qty, reduceOnly }: OrderIntent,
  { stopLoss }: ExitPlan,
  { price, contractSize }: { readonly price: Decimal; readonly contractSize: Decimal },
): Decimal | undefined {
  if (stopLoss === undefined || reduceOnly) return undefined;
  const stop = levelPrice(price, stopLoss, side === 'sell');
  return price.minus(stop).abs().times(qty).times(contractSize);
}
