import { describe, expect, it } from 'vitest';
import {
  collectList,
  collectSeries,
  collectSimulated,
  toBarriers,
  toBps,
  toPath,
  toSignedBps,
  toSource,
  toDays,
  toMoney,
  toShare,
  toSymbol,
  toTime,
  toTimeframe,
} from '../../../src/main/cli/options.ts';

describe('toTime', () => {
  it.each([
    ['1704067200000', 1704067200000],
    ['2024-01-01', 1704067200000],
    ['2024-01-01T00:15', 1704068100000],
    ['2024-01-01T00:15:00', 1704068100000],
    ['2024-01-01T00:15:00Z', 1704068100000],
    ['2024-01-01T02:15:00+02:00', 1704068100000],
  ])('reads %s as UTC', (text, at) => {
    expect(toTime(text)).toBe(at);
  });

  it.each(['', 'yesterday', '2024-13-01', '01.01.2024', '12'])('refuses %j', (text) => {
    expect(() => toTime(text)).toThrow(/Expected a UTC date/);
  });
});

describe('numbers', () => {
  it('are exact', () => {
    expect(toMoney('0.1').plus(toMoney('0.2')).toString()).toBe('0.3');
  });

  it('stay in their range', () => {
    expect(() => toMoney('0')).toThrow(/positive amount/);
    expect(() => toMoney('ten')).toThrow(/positive amount/);
    expect(() => toBps('-1')).toThrow(/at least 0/);
    expect(() => toBps('10000')).toThrow(/below 10000/);
    expect(() => toSignedBps('-10000')).toThrow(/above -10000/);
    expect(() => toShare('101')).toThrow(/from 0 to 100/);
    expect(toShare('0').isZero()).toBe(true);
  });
});

describe('names', () => {
  it('are checked', () => {
    expect(toTimeframe('15m')).toBe('15m');
    expect(() => toTimeframe('7m')).toThrow(/Expected one of 1m/);
    expect(toSymbol('BTC/USDT:USDT')).toBe('BTC/USDT:USDT');
    expect(() => toSymbol('BTCUSDT')).toThrow(/such as BTC\/USDT/);
  });

  it('are not nothing', () => {
    expect(() => toPath('')).toThrow(/a path/);
    expect(() => toSource('my data')).toThrow(/letters and digits/);
    expect(() => collectList(' , ')).toThrow(/at least one/);
  });

  it('may be repeated and separated by commas', () => {
    expect(collectList('c', collectList('a, b'))).toEqual(['a', 'b', 'c']);
  });
});

describe('stored series', () => {
  it('are source, symbol and timeframe, the symbol with its own colon', () => {
    expect(collectSeries('binance:BTC/USDT:15m,delta:BTC/USD:USD:1h')).toEqual([
      { source: 'binance', symbol: 'BTC/USDT', timeframe: '15m' },
      { source: 'delta', symbol: 'BTC/USD:USD', timeframe: '1h' },
    ]);
  });

  it.each(['binance', 'binance:BTC/USDT', ':BTC/USDT:1h', 'binance:BTCUSDT:1h', 'binance:BTC/USDT:7m'])(
    'refuse %j',
    (text) => {
      expect(() => collectSeries(text)).toThrow(/^Expected /);
    },
  );
});

describe('what to simulate', () => {
  it('is spot in USDT, each once', () => {
    expect(collectSimulated('ETH/USDT', collectSimulated('BTC/USDT'))).toEqual(['BTC/USDT', 'ETH/USDT']);
    expect(() => collectSimulated('BTC/USDT:USDT')).toThrow(/found BTC\/USDT:USDT/);
    expect(() => collectSimulated('BTC/EUR')).toThrow(/Expected spot symbols in USDT/);
    expect(() => collectSimulated(',')).toThrow(/at least one value/);
    expect(() => collectSimulated('BTC/USDT,BTC/USDT')).toThrow(/listed twice/);
  });

  it('is a whole number of days', () => {
    expect(toDays('3660')).toBe(3660);
    for (const text of ['0', '3661', '1.5', '-1', 'ten', '']) expect(() => toDays(text)).toThrow(/from 1 to 3660/);
  });
});

describe('toBarriers', () => {
  it('reads horizon, multiples and half-life', () => {
    expect(toBarriers('32:1.2:0.8:96')).toEqual({
      ...{ horizonCandles: 32, upMultiple: 1.2, downMultiple: 0.8, halfLifeCandles: 96 },
    });
  });

  it.each(['', '32:1.2:0.8', '32:1.2:0.8:96:1', '0:1.2:0.8:96', '1.5:1.2:0.8:96', '32:-1:0.8:96', '32:1e2:0.8:96'])(
    'refuses %j',
    (text) => {
      expect(() => toBarriers(text)).toThrow(/Expected horizon:up:down:halfLife/);
    },
  );
});
