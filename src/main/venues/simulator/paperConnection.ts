// A connection to a world: its market, its exchange, its clock.
import type { Instrument } from '../../../shared/domain/instrument.ts';
import { Decimal } from '../../../shared/money.ts';
import { timeframeMs } from '../../../shared/time.ts';
import type { FundingSource } from '../../engine/paper/paperAccount.ts';
import type { Connection } from '../ports.ts';
import { BadDay } from './badDay.ts';
import type { MarketSource } from './marketSource.ts';
import type { PaperConnectionOptions } from './options.ts';
import { PaperExchange } from './paperExchange.ts';
import { World } from './world.ts';

const ORDER_TYPES = ['market', 'limit', 'stop', 'stopLimit', 'takeProfit', 'trailingStop'] as const;

interface PaperMarket {
  readonly source: MarketSource;
  readonly instruments: readonly Instrument[];
  readonly isSimulated: boolean;
  readonly funding: FundingSource | undefined;
}

export function paperConnection(options: PaperConnectionOptions, market: PaperMarket): Connection {
  const { source, instruments, isSimulated, funding } = market;
  const { id, cash, costs } = options;
  const badDay = options.badDay.isOn ? new BadDay(options.badDay, source.startAt) : undefined;
  const exchange = new PaperExchange({
    ...{ instruments, cash, costs, funding, startAt: source.startAt },
    limitFill:
      badDay && ((order, qty, at) => qty.times(Decimal.of(badDay.shareOfFill(`${order} ${String(at)}`).toFixed(3)))),
  });
  const world = new World({ ...options, source, exchange, badDay, resumeAt: options.resumeAt });
  /** An answer of the exchange; it can be asked before anybody has connected. */
  const ask = <T>(answer: () => T): Promise<T> =>
    new Promise((resolve) => {
      world.ask();
      resolve(answer());
    });
  return {
    ...{ id, isSimulated, instruments, orderTypes: ORDER_TYPES },
    clock: world,
    baseTimeframe: source.timeframe,
    venue: {
      cancelForeignOrder: (order) => world.cancelForeign(order),
      perform: (effect) => world.perform(effect),
      findOrder: (order) => ask(() => exchange.findOrder(order)),
      openOrders: () => ask(() => exchange.openOrders()),
      fills: (since) => ask(() => exchange.records.fills(since)),
      accountReports: (since) => ask(() => exchange.records.accountReports(since)),
      positions: () => ask(() => exchange.positions()),
      balance: () => ask(() => exchange.balance),
      time: () => ask(() => world.now()),
    },
    feed: { candles: (range) => ask(() => source.candles(range, world.now())) },
    // Not `ask`: with the first try time begins to pass, also where the exchange cannot be reached.
    connect: (listener) =>
      new Promise((resolve) => {
        world.connect(listener);
        resolve();
      }),
    close: () => {
      world.close();
      return Promise.resolve();
    },
  };
}

/** Marks on the way through a candle. */
export const stepsOf = (
  { fills, markSeconds }: PaperConnectionOptions,
  timeframe: MarketSource['timeframe'],
): number => (fills === 'candles' ? 0 : Math.max(1, Math.round(timeframeMs(timeframe) / 1000 / markSeconds)));
