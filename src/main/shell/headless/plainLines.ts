// The engines as lines of text, one for each thing that happens: for log files, pipes and services.
import type { EngineStatus } from '../../../shared/domain/engineStatus.ts';
import type { Fill, Order } from '../../../shared/domain/order.ts';
import type { Decision, Signal } from '../../../shared/domain/signal.ts';
import { countText, exitReasonText, moneyOf, numberText } from '../../../shared/figures.ts';
import { isoUtc, SECOND_MS } from '../../../shared/time.ts';
import { stopAlarms } from './alarmLines.ts';
import { orderPriceText, stateWords } from './bookSections.ts';
import { actionWords, reasonWords } from './decisionWords.ts';
import { modeWords, plural } from './headLines.ts';
import { span } from './line.ts';
import { type InstrumentOf, instrumentsOf, percentOfWhole, priceText, qtyText, signedPercent } from './liveFigures.ts';

interface News {
  readonly at: number;
  readonly kind: string;
  readonly text: string;
}

/** What held at the last look. */
interface Seen {
  readonly orders: ReadonlySet<string>;
  readonly state: string;
  readonly alarms: ReadonlySet<string>;
}

export class PlainLines {
  /** Things told: the lists of a status hold the same objects from one look to the next. */
  private readonly told = new WeakSet();
  private readonly seen = new Map<string, Seen>();

  /** What has happened since the last call, in the order of its time. */
  changes(statuses: readonly EngineStatus[]): string[] {
    return statuses.flatMap((status) =>
      [...this.turns(status), ...this.happenings(status)]
        .sort((a, b) => a.at - b.at)
        .map((news) => lineOf(status, news)),
    );
  }

  /** How each engine stands that has begun. */
  summaries(statuses: readonly EngineStatus[]): string[] {
    return statuses
      .filter(({ at }) => at > 0)
      .map((status) => lineOf(status, { at: status.at, kind: 'status', text: standingText(status) }));
  }

  /** What was not so at the last look: the engine's state, alarms, orders that work. */
  private turns(status: EngineStatus): News[] {
    const { connection, state, detail, at } = status;
    const alarms = new Set(stopAlarms(status).map(({ text }) => text));
    const before = this.seen.get(connection);
    const instrumentOf = instrumentsOf(status.markets);
    const orders = status.orders
      .filter(({ clientOrderId }) => before?.orders.has(clientOrderId) !== true)
      .map((order) => ({ at: order.createdAt, kind: 'order', text: orderText(order, instrumentOf) }));
    this.seen.set(connection, {
      ...{ alarms, state },
      orders: new Set(status.orders.map(({ clientOrderId }) => clientOrderId)),
    });
    // A running engine says what its feed says, and that is told by the activity.
    const why = state === 'running' || detail === '' || detail === state ? '' : `: ${detail}`;
    const turned = { at, kind: 'engine', text: `${stateWords(state)}${why}` };
    return [
      ...(before?.state === state ? [] : [turned]),
      ...[...alarms].filter((text) => before?.alarms.has(text) !== true).map((text) => ({ at, kind: 'ALARM', text })),
      ...orders,
    ];
  }

  private happenings(status: EngineStatus): News[] {
    const instrumentOf = instrumentsOf(status.markets);
    const decided = status.signals.flatMap(({ signal, decision }) =>
      decision === undefined ? [] : [{ at: decision.at, key: decision, text: signalText(signal, decision) }],
    );
    const fills = (status.fills ?? []).map((fill) => ({ at: fill.at, key: fill, text: fillText(fill, instrumentOf) }));
    const activity = status.activity.map((line) => ({ ...line, key: line }));
    return [
      ...this.untold(decided).map(({ at, text }) => ({ at, kind: 'signal', text })),
      ...this.untold(fills).map(({ at, text }) => ({ at, kind: 'fill', text })),
      ...this.untold(activity).map(({ at, level, text }) => ({ at, kind: level, text })),
    ];
  }

  private untold<T extends { readonly key: object }>(items: readonly T[]): readonly T[] {
    const fresh = items.filter(({ key }) => !this.told.has(key));
    for (const { key } of fresh) this.told.add(key);
    return fresh;
  }
}

/** Kinds stand below each other. */
const KIND_WIDTH = 8;

/** `2026-03-04T12:34:56Z simulator signal   ...`, whatever the words hold. */
function lineOf({ connection }: EngineStatus, { at, kind, text }: News): string {
  const time = at === 0 ? NO_TIME : isoUtc(Math.floor(at / SECOND_MS) * SECOND_MS);
  return span(`${time} ${connection} ${kind.padEnd(KIND_WIDTH)} ${text}`).text;
}

/** Before the connection has a clock. */
const NO_TIME = '-'.repeat(isoUtc(0).length);

const signalText = (signal: Signal, decision: Decision): string =>
  `${actionWords(signal)} ${signal.symbol} (${signal.strategy}) ${decision.outcome}: ${reasonWords(decision)}`;

function orderText(order: Order, instrumentOf: InstrumentOf): string {
  const { symbol, side, type, qty, purpose, strategy, state } = order;
  const size = `${qtyText(qty, instrumentOf(symbol))} ${symbol}`;
  const price = type === 'market' ? '' : ` at ${orderPriceText(order, instrumentOf)}`;
  return `${side} ${size}, ${stateWords(type)}${price}, ${exitReasonText(purpose)} of ${strategy}: ${stateWords(state)}`;
}

function fillText({ side, qty, symbol, price, fee, liquidity }: Fill, instrumentOf: InstrumentOf): string {
  const instrument = instrumentOf(symbol);
  const what = `${side} ${qtyText(qty, instrument)} ${symbol} at ${priceText(price, instrument)}`;
  return `${what}, fee ${fee.toString()}, ${liquidity}`;
}

function standingText(status: EngineStatus): string {
  const { state, tradingState, feed, quote, equity, dayStartEquity, positions, orders, markets, journal } = status;
  const { decimals } = moneyOf({ quote, cash: equity });
  const day = signedPercent(percentOfWhole(equity.minus(dayStartEquity), dayStartEquity));
  const prices = markets.slice(0, MOST_PRICES).map(({ symbol, price, instrument, staleReason }) => {
    const doubt = staleReason === undefined ? '' : ' (stale)';
    return `${symbol} ${priceText(price, instrument)}${doubt}`;
  });
  return [
    `${modeWords(status)} ${stateWords(state)}, trading ${tradingState}, feed ${feed.isConnected ? 'connected' : 'disconnected'}`,
    `equity ${numberText(equity.toNumber(), { decimals })} ${quote}${dayStartEquity.isZero() ? '' : ` (day ${day})`}`,
    `${plural(positions.length, 'position')}, ${plural(orders.length, 'working order')}`,
    ...(prices.length === 0 ? [] : [prices.join(', ')]),
    `journal ${countText(journal.steps)} steps`,
  ].join('; ');
}

const MOST_PRICES = 5;
