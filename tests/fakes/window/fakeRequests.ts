// The answers of the window's fake, one per request of the contract.
import { type Answers, newestLast, type Some } from './answers.ts';
import type { JobRow } from '../../../src/shared/contract/records/backtest.ts';
import { FINISHED_ORDERS, POSITIONS, WORKING_ORDERS } from './fakeAccount.ts';
import { jobAt, runDetail, RUNS, SERIES } from './fakeBacktest.ts';
import { createConnectionAnswers } from './fakeConnections.ts';
import type { Timeframe } from '../../../src/shared/time.ts';
import { CONNECTION, gapsOf, indicatorColumns, lastPrice, pageOfCandles } from './fakeMarket.ts';
import { DIFFERENCES } from './fakeInbox.ts';
import { historyAnswers } from './fakeHistory.ts';
import { CARD, CONSENSUS, MODELS, predictionsOf, reliability } from './fakeModels.ts';
import { PORTFOLIO } from './fakeStreams.ts';
import { settingsAnswers } from './fakeSettings.ts';
import { MARKETS, RISK } from './fakeSystem.ts';

const nothing = (): Record<string, never> => ({});
const accepted = (detail: string) => () => ({ outcomes: [{ connection: CONNECTION, isAccepted: true, detail }] });
const openTimes = (candles: readonly { readonly openTime: number }[]) =>
  packed(candles.map(({ openTime }) => openTime));

/** As main's `packColumn`, but in a browser too. */
const packed = (values: readonly (number | null)[]): string => {
  const bytes = new Uint8Array(Float64Array.from(values, (value) => value ?? NaN).buffer);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
};

/** `report` tells of the jobs that are started. */
export function createAnswers(report: (job: JobRow) => void): Answers {
  return {
    ...{ ...accountAnswers, ...marketAnswers, ...historyAnswers, ...settingsAnswers },
    ...{ ...backtestAnswers(report), ...createConnectionAnswers() },
  };
}

const accountAnswers: Some<
  'portfolio' | 'orders' | 'fills' | 'positions' | 'reconciliation' | 'risk' | 'trading' | 'locks'
> = {
  'portfolio.get': () => ({ items: [PORTFOLIO] }),
  'orders.place': () => ({ orders: [...WORKING_ORDERS.slice(3)] }),
  'orders.preview': ({ order }) => {
    const price = order.limitPrice ?? String(lastPrice(order.symbol));
    const notional = Number(order.qty) * Number(price);
    const isTooLarge = notional > 10_000;
    return {
      allow: !isTooLarge,
      rounded: [],
      verdicts: [
        { code: 'TRADING_HALTED', allow: true, detail: '' },
        { code: 'DATA_STALE', allow: true, detail: '' },
        {
          code: 'EXPOSURE_SYMBOL',
          allow: !isTooLarge,
          detail: isTooLarge ? `${(notional / 100).toFixed(0)} % of equity against 100 % allowed` : '',
        },
      ],
      figures: {
        price,
        notional: notional.toFixed(2),
        fee: (notional * 0.0005).toFixed(2),
        riskAmount: (notional * 0.02).toFixed(2),
        riskPct: notional / 5000,
        exposureSymbolPct: notional / 100,
        exposureTotalPct: notional / 100 + 70,
        leverage: notional / 10_000 + 0.7,
        marginUsed: (notional / 3).toFixed(2),
      },
    };
  },
  'orders.size': ({ symbol, by }) => {
    const price = lastPrice(symbol);
    const notional =
      by.kind === 'notional'
        ? Number(by.amount)
        : by.kind === 'percentEquity'
          ? Number(by.pct) * 104
          : Number(by.pct) * 5200;
    return {
      qty: (notional / price).toFixed(4),
      price: price.toFixed(2),
      notional: notional.toFixed(2),
      detail: 'Rounded down to the lot of 0.0001.',
    };
  },
  'orders.cancel': nothing,
  'orders.list': ({ isWorking, limit }) =>
    newestLast(isWorking ? WORKING_ORDERS : [...FINISHED_ORDERS].reverse().concat(WORKING_ORDERS), limit),
  'fills.list': () => ({ items: [], hasMore: false }),
  'positions.list': () => ({ items: [...POSITIONS] }),
  'positions.close': nothing,
  'positions.closeAll': accepted('Three positions are being closed.'),
  'positions.moveStop': nothing,
  'reconciliation.list': () => ({ items: [...DIFFERENCES], comparing: [] }),
  'reconciliation.resolve': nothing,
  'risk.get': () => RISK,
  'risk.update': ({ changes }) => ({ applied: Object.keys(changes) as never }),
  'trading.halt': accepted('Trading is halted.'),
  'trading.reduce': accepted('Only reducing orders are sent.'),
  'trading.resume': accepted('Trading is active.'),
  'trading.killSwitch': () => ({
    outcomes: [
      {
        connection: CONNECTION,
        isAccepted: true,
        detail: 'Nothing is left.',
        tookMs: { canceled: 180, flat: 410, verified: 905 },
      },
    ],
  }),
  'trading.leaveSafeMode': accepted('Left safe mode.'),
  'locks.place': nothing,
  'locks.release': nothing,
};

function candlePage(symbol: string, timeframe: Timeframe, span: Parameters<typeof pageOfCandles>[2]) {
  const { page: candles, hasMore } = pageOfCandles(symbol, timeframe, span);
  const column = (field: 'open' | 'high' | 'low' | 'close' | 'volume') =>
    packed(candles.map((candle) => candle[field]));
  return {
    ...{ symbol, timeframe, hasMore, gaps: gapsOf(candles, timeframe) },
    ...{ openTime: openTimes(candles), open: column('open'), high: column('high'), low: column('low') },
    ...{ close: column('close'), volume: column('volume') },
  };
}

const marketAnswers: Some<'markets' | 'candles' | 'indications' | 'predictions' | 'models'> = {
  'markets.list': () => ({ items: [...MARKETS] }),
  'candles.list': ({ symbol, timeframe, ...span }) => ({
    ...{ connection: CONNECTION, isSimulated: true },
    ...candlePage(symbol, timeframe, span),
  }),
  'indications.list': ({ symbol, timeframe, before, limit, specs, after = -Infinity }) => {
    const { page } = pageOfCandles(symbol, timeframe, { before, limit });
    const candles = page.filter(({ openTime }) => openTime > after);
    return {
      openTime: openTimes(candles),
      columns: specs.flatMap((spec) =>
        indicatorColumns(spec, page).map((column) => ({
          ...column,
          values: packed(column.values.slice(page.length - candles.length)),
        })),
      ),
    };
  },
  'indications.catalogue': () => ({
    items: [
      ['sma', 'price', [['period', 20]], ['value']],
      ['ema', 'price', [['period', 20]], ['value']],
      [
        'bollinger',
        'price',
        [
          ['period', 20],
          ['stdDev', 2],
        ],
        ['upper', 'middle', 'lower'],
      ],
      ['rsi', 'pane', [['period', 14]], ['value']],
      [
        'macd',
        'pane',
        [
          ['fast', 12],
          ['slow', 26],
          ['signal', 9],
        ],
        ['macd', 'signal', 'histogram'],
      ],
      ['atr', 'pane', [['period', 14]], ['value']],
    ].map(([name, place, params, lines]) => ({
      name: name as string,
      description: `${String(name).toUpperCase()} as in the domain rules.`,
      place: place as 'price' | 'pane',
      lines: lines as string[],
      isChartOnly: false,
      params: (params as [string, number][]).map(([key, value]) => ({
        key,
        default: value,
        min: 1,
        max: 500,
        isInteger: true,
        description: `The ${key}.`,
      })),
    })),
  }),
  'predictions.list': ({ symbol }) => ({ items: [...predictionsOf(symbol)] }),
  'predictions.latest': () => ({ items: [...CONSENSUS] }),
  'models.list': () => ({ items: [...MODELS] }),
  'models.card': ({ model }) => ({ model, markdown: CARD }),
  'models.reliability': ({ model }) => ({
    model,
    holdout: reliability(0.01),
    live: reliability(0.05),
    liveBrier: 0.652,
    liveEce: 0.034,
    liveRows: 812,
  }),
};

function backtestAnswers(report: (job: JobRow) => void): Some<'backtest' | 'data'> {
  const timers = new Map<string, ReturnType<typeof setInterval>>();
  let started = 0;
  const stop = (id: string): void => {
    clearInterval(timers.get(id));
    timers.delete(id);
  };
  return {
    'backtest.start': ({ label }) => {
      const id = `job${String((started += 1))}`;
      let share = 0;
      timers.set(
        id,
        setInterval(() => {
          share += 0.1;
          report(jobAt(id, label, share));
          if (share >= 1) stop(id);
        }, 400),
      );
      return jobAt(id, label, 0);
    },
    'backtest.cancel': ({ id }) => {
      stop(id);
      const job: JobRow = { ...jobAt(id, '', 0.4), state: 'canceled', phase: 'called off' };
      report(job);
      return job;
    },
    'backtest.list': () => ({ items: [...RUNS], jobs: [] }),
    'backtest.get': ({ id }) => runDetail(id),
    'backtest.candles': ({ symbol, before, limit }) => candlePage(symbol, '15m', { before, limit }),
    'backtest.delete': ({ id }) => {
      RUNS.splice(
        RUNS.findIndex((run) => run.id === id),
        1,
      );
      return {};
    },
    'backtest.restore': nothing,
    'data.list': () => ({ items: [...SERIES] }),
  };
}
