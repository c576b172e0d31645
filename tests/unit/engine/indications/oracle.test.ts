// A second oracle that is always at hand: the independent package trading-signals over made-up candles.
import * as oracle from 'trading-signals';
import { describe, expect, it } from 'vitest';
import type { Bar } from '../../../../src/main/engine/indications/indicator.ts';
import { INDICATOR_NAMES } from '../../../../src/main/engine/indications/registry.ts';
import { barWalk } from '../../../builders/barWalk.ts';
import { differences, indicatorOf, rowsOf } from '../../../builders/indicatorRun.ts';

type Row = readonly (number | null | undefined)[];
type Oracle = () => (bar: Bar, index: number) => Row;

const series =
  <In>(
    make: () => { update(input: In, replace: boolean): number | null | undefined },
    pick: (bar: Bar) => In,
  ): Oracle =>
  () => {
    const indicator = make();
    return (bar) => [indicator.update(pick(bar), false)];
  };
const candle = (bar: Bar): Bar => bar;
const close = (bar: Bar): number => bar.close;

/** In the order of our lines. */
const ORACLES: Readonly<Record<string, Oracle>> = {
  'sma:20': series(() => new oracle.SMA(20), close),
  'ema:20': series(() => new oracle.EMA(20), close),
  'wma:14': series(() => new oracle.WMA(14), close),
  'rsi:14': series(() => new oracle.RSI(14), close),
  'macd:12:26:9': () => {
    const macd = new oracle.MACD(new oracle.EMA(12), new oracle.EMA(26), new oracle.EMA(9));
    return (bar) => {
      const result = macd.update(bar.close, false);
      return [result?.macd, result?.signal, result?.histogram];
    };
  },
  'bollinger:20:2': () => {
    const bands = new oracle.BollingerBands(20, 2);
    return (bar) => {
      const result = bands.update(bar.close, false);
      return [result?.middle, result?.upper, result?.lower];
    };
  },
  'atr:14': series(() => new oracle.ATR(14), candle),
  'adx:14': () => {
    const adx = new oracle.ADX(14);
    return (bar) => {
      const value = adx.update(bar, false);
      return [value, 100 * Number(adx.pdi), 100 * Number(adx.mdi)];
    };
  },
  'stochastic:14:3:5': () => {
    const stochastic = new oracle.StochasticOscillator({ kPeriod: 14, dPeriod: 3, kSlowingPeriod: 5 });
    return (bar) => {
      const result = stochastic.update(bar, false);
      return [result?.stochK, result?.stochD];
    };
  },
  'stochRsi:14:14:3:2': () => {
    const k = new oracle.SMA(2);
    const stochRsi = new oracle.StochasticRSI(14, undefined, { k, d: new oracle.SMA(3) });
    const d = new oracle.SMA(3); // Its own %D forgets every %K of 0.
    return (bar) => {
      stochRsi.update(bar.close, false);
      const value = k.getResult() ?? NaN;
      return [100 * value, 100 * (d.update(value, false) ?? NaN)];
    };
  },
  'cci:20': series(() => new oracle.CCI(20), candle),
  'mfi:14': series(() => new oracle.MFI(14), candle),
  obv: series(() => new oracle.OBV(2), candle),
  'roc:14': () => {
    const roc = new oracle.ROC(14);
    return (bar) => [100 * (roc.update(bar.close, false) ?? NaN)];
  },
  'williamsR:14': series(() => new oracle.WilliamsR(14), candle),
  'vwap:1': series(() => new oracle.VWAP(), candle),
  'donchian:20': () => {
    const channel = new oracle.DonchianChannels(20);
    let before: ReturnType<typeof channel.getResult> = null;
    return (bar) => {
      const now = before;
      before = channel.update(bar, false);
      return [now?.middle, now?.upper, now?.lower];
    };
  },
  'keltner:20:2:10': () => {
    const channel = new oracle.KeltnerChannels({ emaInterval: 20, multiplier: 2, atrInterval: 10 });
    return (bar) => {
      const result = channel.update(bar, false);
      return [result?.middle, result?.upper, result?.lower];
    };
  },
  'supertrend:10:3': () => {
    const trend = new oracle.SuperTrend({ interval: 10, multiplier: 3 });
    return (bar) => {
      const result = trend.update(bar, false);
      return [result?.supertrend, result?.trend === oracle.TradingSignal.BULLISH ? 1 : -1];
    };
  },
  'stdDev:14': () => {
    const closes: number[] = [];
    return (bar) => {
      closes.push(bar.close);
      return [oracle.getStandardDeviation(closes.slice(-14))];
    };
  },
};

/** The oracle seeds its averages otherwise; after so many candles that is forgotten. */
const SETTLED = 700;

describe('trading-signals agrees', () => {
  const bars = barWalk(1_000);

  it('covers every indicator', () => {
    expect(Object.keys(ORACLES).map((text) => text.split(':')[0])).toEqual(INDICATOR_NAMES);
  });

  it.each(Object.entries(ORACLES))('%s', (text, start) => {
    const indicator = indicatorOf(text);
    const ours = rowsOf(indicator, bars).slice(SETTLED);
    const next = start();
    const theirs = bars.map((bar, index) => next(bar, index)).slice(SETTLED);
    indicator.lines.forEach((line, place) => {
      const mine = ours.map((row) => row[place] ?? NaN);
      expect(mine.every(Number.isFinite), line).toBe(true);
      expect(
        differences(
          mine,
          theirs.map((row) => row[place]),
        ),
        line,
      ).toEqual([]);
    });
  });
});
