import { describe, expect, it } from 'vitest';
import {
  candleFileName,
  parseCandleFileName,
  seriesOfFile,
} from '../../../../src/main/store/candleFiles/candleFileName.ts';
import { toSymbolId } from '../../../../src/shared/domain/ids.ts';

describe('parseCandleFileName', () => {
  it.each([
    ['/data/binance_BTCUSDT_15m.csv.gz', 'binance', 'BTC/USDT', '15m'],
    ['binance_ETHBTC_1d.csv', 'binance', 'ETH/BTC', '1d'],
    ['binance_1000SHIBFDUSD_1m.csv', 'binance', '1000SHIB/FDUSD', '1m'],
    ['bitfinex_BTCUSD_1m.csv.gz', 'bitfinex', 'BTC/USD', '1m'],
    ['binanceusdm_BTCUSDT_4h.csv.gz', 'binanceusdm', 'BTC/USDT:USDT', '4h'],
    ['delta_BTCUSD_1h.csv.gz', 'delta', 'BTC/USD:USD', '1h'],
    ['SIMULATED_SOLUSDT_15m.csv', 'SIMULATED', 'SOL/USDT', '15m'],
  ])('reads %s and writes the same name', (...[path, source, symbol, timeframe]) => {
    const key = { source, symbol: toSymbolId(symbol), timeframe };
    expect(parseCandleFileName(path)).toEqual({ ok: true, value: key });
    const named = parseCandleFileName(path);
    if (named.ok) expect(parseCandleFileName(candleFileName(named.value))).toEqual(named);
  });

  it.each([
    'btc.csv',
    'binance_BTCUSDT_7m.csv',
    'binance_USDT_15m.csv',
    'binance_BTCXYZ_15m.csv',
    'binance_BTCUSDT_15m.txt',
  ])('asks for options where %s tells too little', (path) => {
    const named = parseCandleFileName(path);
    expect(named).toMatchObject({ ok: false, error: { file: path } });
    expect(named).toMatchObject({ error: { message: expect.stringContaining('--symbol and --timeframe') as string } });
  });
});

describe('seriesOfFile', () => {
  it('takes options before the name', () => {
    expect(seriesOfFile('binance_BTCUSDT_15m.csv', { timeframe: '1h', source: 'mine' })).toEqual({
      ok: true,
      value: { source: 'mine', symbol: 'BTC/USDT', timeframe: '1h' },
    });
    expect(seriesOfFile('x.csv', { timeframe: '1h', symbol: toSymbolId('A/B') })).toEqual({
      ok: true,
      value: { source: 'file', symbol: 'A/B', timeframe: '1h' },
    });
    expect(seriesOfFile('x.csv', { timeframe: '1h' }).ok).toBe(false);
  });
});

describe('a file of the simulator', () => {
  it('stays one, whatever the options say', () => {
    const named = seriesOfFile('simulator_BTCUSDT_15m.csv', { source: 'binance' });
    expect(named.ok ? 'accepted' : named.error.message).toContain('the candles are SIMULATED');
    const market = { symbol: toSymbolId('BTC/USDT'), timeframe: '15m' } as const;
    expect(seriesOfFile('simulator_copy.csv', market)).toMatchObject({ ok: true, value: { source: 'simulator' } });
    expect(seriesOfFile('copy.csv', market)).toMatchObject({ ok: true, value: { source: 'file' } });
  });
});
