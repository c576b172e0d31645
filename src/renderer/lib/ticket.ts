// The order ticket as data: what the trader wrote, what is missing, and the order it makes. Sizes and checks come from main.
import type { ParamsOf } from '../../shared/contract/requests.ts';
import type { ExitTicket, OrderTicket } from '../../shared/contract/records/order.ts';

export type SizeBy = 'qty' | 'notional' | 'percentEquity' | 'riskPercent';

export interface TicketDraft {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly type: OrderTicket['type'];
  readonly sizeBy: SizeBy;
  /** Of `sizeBy`: a quantity, an amount, a percentage. */
  readonly size: string;
  readonly limitPrice: string;
  readonly stopPrice: string;
  readonly trailPct: string;
  readonly timeInForce: NonNullable<OrderTicket['timeInForce']>;
  readonly reduceOnly: boolean;
  readonly postOnly: boolean;
  /** Percent from the entry; empty: none. */
  readonly stopLossPct: string;
  readonly takeProfitPct: string;
  /** The level that a risk is measured to. */
  readonly riskStop: string;
}

export const newDraft = (symbol: string): TicketDraft => ({
  symbol,
  side: 'buy',
  type: 'market',
  sizeBy: 'percentEquity',
  size: '10',
  limitPrice: '',
  stopPrice: '',
  trailPct: '',
  timeInForce: 'GTC',
  reduceOnly: false,
  postOnly: false,
  stopLossPct: '2',
  takeProfitPct: '3',
  riskStop: '',
});

type PriceField = 'limitPrice' | 'stopPrice' | 'trailPct';

/** Which prices an order of this type has. */
export const PRICES_OF: Readonly<Record<OrderTicket['type'], readonly PriceField[]>> = {
  market: [],
  limit: ['limitPrice'],
  stop: ['stopPrice'],
  stopLimit: ['stopPrice', 'limitPrice'],
  takeProfit: ['limitPrice'],
  trailingStop: ['stopPrice', 'trailPct'],
};

const POSITIVE = /^(?!0+(?:\.0*)?$)\d{1,20}(?:\.\d{1,20})?$/;

/** Decimal text above zero, as the contract wants it: a leading dot gets its zero, commas of thousands go. */
export function positiveText(text: string): string | undefined {
  const plain = text.trim().replaceAll(',', '').replace(/^\./, '0.').replace(/\.$/, '');
  return POSITIVE.test(plain) ? plain : undefined;
}

export type TicketField = 'size' | PriceField | 'stopLossPct' | 'takeProfitPct' | 'riskStop';
export type TicketProblems = Partial<Record<TicketField, string>>;

const NUMBER_WANTED = 'A number above zero, such as 12.5.';

/** What is wrong with what was written, by field; nothing about whether main allows it. */
export function ticketProblems(draft: TicketDraft): TicketProblems {
  const wanted: TicketField[] = ['size', ...PRICES_OF[draft.type]];
  if (draft.sizeBy === 'riskPercent') wanted.push('riskStop');
  const optional = (['stopLossPct', 'takeProfitPct'] as const).filter((field) => draft[field].trim() !== '');
  const problems: TicketProblems = {};
  for (const field of [...wanted, ...optional]) {
    if (positiveText(draft[field]) === undefined) problems[field] = NUMBER_WANTED;
  }
  return problems;
}

/** The question for a size that is not a quantity; undefined: none to ask, or not yet. */
export function sizeQuestion(draft: TicketDraft, connection: string): ParamsOf<'orders.size'> | undefined {
  const [size, riskStop] = [positiveText(draft.size), positiveText(draft.riskStop)];
  if (size === undefined || draft.sizeBy === 'qty') return undefined;
  const price = positiveText(draft.limitPrice) ?? positiveText(draft.stopPrice);
  const usesPrice = PRICES_OF[draft.type].length > 0 && price !== undefined;
  const base = { connection, symbol: draft.symbol, side: draft.side, ...(usesPrice ? { price } : {}) };
  if (draft.sizeBy === 'notional') return { ...base, by: { kind: 'notional', amount: size } };
  if (draft.sizeBy === 'percentEquity') return { ...base, by: { kind: 'percentEquity', pct: size } };
  if (riskStop === undefined) return undefined;
  return { ...base, by: { kind: 'riskPercent', pct: size, stopPrice: riskStop } };
}

export interface ReadyOrder {
  readonly order: OrderTicket;
  readonly exits: ExitTicket;
}

/** The order of a draft whose quantity is known; undefined while something is missing. */
export function toOrder(draft: TicketDraft, qty: string | undefined): ReadyOrder | undefined {
  const quantity = qty === undefined ? undefined : positiveText(qty);
  if (quantity === undefined || Object.keys(ticketProblems(draft)).length > 0) return undefined;
  const prices = Object.fromEntries(PRICES_OF[draft.type].map((field) => [field, positiveText(draft[field])]));
  const stop = positiveText(draft.stopLossPct);
  const target = positiveText(draft.takeProfitPct);
  const hasExits = !draft.reduceOnly;
  return {
    order: {
      symbol: draft.symbol,
      side: draft.side,
      type: draft.type,
      qty: quantity,
      ...prices,
      timeInForce: draft.timeInForce,
      reduceOnly: draft.reduceOnly,
      postOnly: draft.postOnly && draft.type === 'limit',
    },
    exits: {
      ...(hasExits && stop !== undefined ? { stopLoss: { pct: stop } } : {}),
      ...(hasExits && target !== undefined ? { takeProfit: { pct: target } } : {}),
    },
  };
}

/** A price to send where it was changed: null takes it away, nothing leaves it. */
export function movedPrice<K extends string>(
  key: K,
  before: string | undefined,
  written: string,
): Partial<Record<K, string | null>> {
  const text = written.trim();
  if (text === (before ?? '')) return {};
  return { [key]: text === '' ? null : (positiveText(text) ?? text) } as Partial<Record<K, string | null>>;
}
