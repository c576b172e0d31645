import { describe, expect, it } from 'vitest';
import { backtestRequest, type SeriesRow } from '../../../../src/shared/contract/records/backtest.ts';
import {
  alignCurves,
  type BacktestDraft,
  backtestProblems,
  NEW_BACKTEST,
  seriesKey,
  toBacktest,
} from '../../../../src/renderer/lib/backtestDraft.ts';

const SERIES: readonly SeriesRow[] = (['stored', 'connection'] as const).map((kind) => ({
  kind,
  source: kind === 'stored' ? 'binance' : 'simulator',
  isSimulated: kind === 'connection',
  symbol: 'BTC/USDT',
  timeframe: '15m',
  candles: 100,
  from: 0,
  to: 1,
}));
const draft = (over: Partial<BacktestDraft> = {}): BacktestDraft => ({
  ...NEW_BACKTEST,
  strategies: ['sma-cross'],
  ...over,
});

describe('the backtest form', () => {
  it('says what is missing, by field', () => {
    expect(Object.keys(backtestProblems(NEW_BACKTEST))).toEqual(['strategies']);
    expect(Object.keys(backtestProblems(draft({ source: 'stored' })))).toEqual(['series']);
    expect(
      Object.keys(backtestProblems(draft({ days: '0', symbol: 'BTC', cash: '', takerBps: 'x', from: 'soon' }))),
    ).toEqual(['days', 'symbol', 'cash', 'from', 'takerBps']);
    expect(toBacktest(NEW_BACKTEST, SERIES)).toBeUndefined();
  });

  it('says what is more than can be taken, before it is sent', () => {
    expect(backtestProblems(draft({ days: '731', cash: '0', takerBps: '1001', volumeCapPct: '101' }))).toEqual({
      days: 'At most 730 days.',
      cash: 'An amount, such as 10000.',
      takerBps: 'At most 1000.',
      volumeCapPct: 'At most 100.',
    });
    const ofConnection = { source: 'connection', series: ['x'] } as const;
    expect(backtestProblems(draft({ ...ofConnection, days: '366' }))).toEqual({ days: 'At most 365 days.' });
    expect(backtestProblems(draft({ ...ofConnection, days: 'many' }))).toHaveProperty('days');
    expect(backtestProblems(draft({ from: '2026-02-01', to: '2026-02-01' }))).toEqual({
      to: 'A date after the first.',
    });
  });

  it.each([
    ['a made-up market', draft({ seed: '', from: '2026-01-01', to: '2026-02-01', takerBps: '4.5' })],
    ['stored candles', draft({ source: 'stored', series: [seriesKey(SERIES[0] as SeriesRow)] })],
    ['a connection', draft({ source: 'connection', series: [seriesKey(SERIES[1] as SeriesRow)], days: '365' })],
  ])('makes a request of %s that the contract takes', (_name, written) => {
    const ticket = toBacktest(written, SERIES);
    expect(backtestRequest.safeParse(ticket).error).toBeUndefined();
    expect(ticket?.data).toHaveLength(1);
  });

  it('leaves out costs that were not written, so that the configured ones hold', () => {
    const ticket = toBacktest(draft({ takerBps: '4.5' }), SERIES);
    expect([ticket?.takerBps, 'makerBps' in (ticket ?? {})]).toEqual([4.5, false]);
  });
});

describe('curves of different times', () => {
  it('share one axis, with holes where one has no point', () => {
    const aligned = alignCurves([
      { at: [1, 3], values: [10, 30] },
      { at: [2, 3], values: [5, 6] },
    ]);
    expect(aligned).toEqual({
      times: [1, 2, 3],
      values: [
        [10, null, 30],
        [null, 5, 6],
      ],
    });
  });
});
