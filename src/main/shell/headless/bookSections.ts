// What is held and what is working at the exchange.
import type { EngineStatus } from '../../../shared/domain/engineStatus.ts';
import type { Order } from '../../../shared/domain/order.ts';
import type { Position } from '../../../shared/domain/portfolio.ts';
import { exitReasonText, moneyOf, numberText } from '../../../shared/figures.ts';
import { signed, span } from './line.ts';
import {
  ageText,
  type InstrumentOf,
  instrumentsOf,
  movePct,
  priceText,
  qtyText,
  signedPercent,
} from './liveFigures.ts';
import { gridSection, type Section } from './section.ts';

export function positionSection(status: EngineStatus): Section {
  const { positions, markets, at, quote, equity } = status;
  const instrumentOf = instrumentsOf(markets);
  const { decimals } = moneyOf({ quote, cash: equity });
  const price = (value: Position['mark'] | undefined, { symbol }: Position): string =>
    priceText(value, instrumentOf(symbol));
  return gridSection<Position>({
    ...{ title: 'POSITIONS', rank: 1, least: 3, good: 6, empty: 'none', rows: positions },
    columns: [
      { title: 'POSITIONS', cell: ({ symbol }) => span(symbol) },
      { title: 'side', cell: ({ side }) => span(side.toUpperCase(), 'strong') },
      { title: 'qty', isRight: true, drop: 2, cell: ({ qty, symbol }) => span(qtyText(qty, instrumentOf(symbol))) },
      { title: 'entry', isRight: true, cell: (position) => span(price(position.averageEntry, position)) },
      { title: 'mark', isRight: true, drop: 4, cell: (position) => span(price(position.mark, position)) },
      {
        title: `P&L ${quote}`,
        isRight: true,
        cell: ({ unrealisedPnl }) => {
          const value = unrealisedPnl.toNumber();
          return signed(numberText(value, { isSigned: true, decimals }), value);
        },
      },
      {
        title: '%',
        ...{ isRight: true, drop: 3 },
        cell: (position) => {
          const pct = movePct(position, position.averageEntry, position.mark);
          return signed(signedPercent(pct), pct);
        },
      },
      { title: 'stop', isRight: true, cell: (position) => exitSpan(position.stopPrice, position, instrumentOf) },
      { title: 'target', isRight: true, cell: (position) => exitSpan(position.targetPrice, position, instrumentOf) },
      { title: 'held', isRight: true, drop: 5, cell: ({ openedAt }) => span(ageText(at - openedAt), 'dim') },
      { title: 'strategy', drop: 6, flexibleFrom: 12, cell: ({ strategy }) => span(strategy, 'dim') },
    ],
  });
}

const exitSpan = (price: Position['stopPrice'], { symbol }: Position, instrumentOf: InstrumentOf) =>
  price === undefined ? span('none', 'warn') : span(priceText(price, instrumentOf(symbol)));

export function orderSection(status: EngineStatus): Section {
  const { orders, markets, at } = status;
  const instrumentOf = instrumentsOf(markets);
  return gridSection<Order>({
    ...{ title: 'WORKING ORDERS', rank: 5, least: 1, good: 4, empty: 'none', rows: orders.toReversed() },
    columns: [
      { title: 'WORKING ORDERS', cell: ({ symbol }) => span(symbol) },
      { title: 'side', cell: ({ side }) => span(side) },
      { title: 'type', drop: 2, cell: ({ type }) => span(stateWords(type)) },
      { title: 'qty', isRight: true, cell: ({ qty, symbol }) => span(qtyText(qty, instrumentOf(symbol))) },
      { title: 'filled', isRight: true, drop: 3, cell: (order) => span(filledText(order, instrumentOf)) },
      { title: 'price', isRight: true, cell: (order) => span(orderPriceText(order, instrumentOf)) },
      { title: 'for', cell: ({ purpose }) => span(exitReasonText(purpose)) },
      { title: 'state', cell: ({ state }) => span(stateWords(state), state === 'unknown' ? 'bad' : undefined) },
      { title: 'age', isRight: true, drop: 4, cell: ({ createdAt }) => span(ageText(at - createdAt), 'dim') },
      { title: 'strategy', drop: 5, flexibleFrom: 12, cell: ({ strategy }) => span(strategy, 'dim') },
    ],
  });
}

const filledText = ({ filledQty, symbol }: Order, instrumentOf: InstrumentOf): string =>
  filledQty.isZero() ? '' : qtyText(filledQty, instrumentOf(symbol));

/** Trigger and limit of an order that has both; `market` for none. */
export function orderPriceText({ symbol, limitPrice, stopPrice }: Order, instrumentOf: InstrumentOf): string {
  const prices = [stopPrice, limitPrice].filter((price) => price !== undefined);
  return prices.length === 0 ? 'market' : prices.map((price) => priceText(price, instrumentOf(symbol))).join(' / ');
}

/** `partiallyFilled` as `partially filled`. */
export const stateWords = (state: string): string => state.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
