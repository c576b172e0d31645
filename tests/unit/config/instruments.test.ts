import { describe, expect, it } from 'vitest';
import { findPreset, instrumentPresets, parseInstrumentFile, withFees } from '../../../src/main/config/instruments.ts';
import { marketParameters } from '../../../src/main/engine/paper/simulator/parameters.ts';
import { Decimal } from '../../../src/shared/money.ts';
import { problemText } from '../../../src/shared/result.ts';

const SPOT = {
  ...{ symbol: 'BTC/USDT', kind: 'spot', base: 'BTC', quote: 'USDT', settle: 'USDT', tickSize: '0.01' },
  ...{ lotSize: '0.00001', minQty: '0.00001', minNotional: '0', contractSize: '1', makerBps: '2', takerBps: '5' },
  ...{ maxLeverage: '1', maintenanceMarginPct: '0' },
};
const LINEAR = { ...SPOT, symbol: 'BTC/USDT:USDT', kind: 'linear', maxLeverage: '10', maintenanceMarginPct: '0.5' };

const problemsOf = (text: string): readonly string[] => {
  const parsed = parseInstrumentFile(text, 'i.yaml');
  return parsed.ok ? [] : parsed.error.map(problemText);
};

describe('parseInstrumentFile', () => {
  it('reads one instrument, exactly, from JSON', () => {
    const parsed = parseInstrumentFile(JSON.stringify(SPOT), 'i.json');
    expect(parsed.ok && parsed.value).toHaveLength(1);
    const [instrument] = parsed.ok ? parsed.value : [];
    expect(instrument?.lotSize.toString()).toBe('0.00001');
    expect(instrument?.takerBps?.toString()).toBe('5');
    expect(instrument?.isActive).toBe(true);
  });

  it('reads numbers without quotes as they are written, beyond what a float holds', () => {
    const text = JSON.stringify({ ...SPOT, maxQty: '@' }).replace('"@"', '12345678901234567890');
    const parsed = parseInstrumentFile(text, 'i.json');
    expect(parsed.ok && parsed.value[0]?.maxQty?.toString()).toBe('12345678901234567890');
  });

  it('reads a list and lists by exchange', () => {
    const list = parseInstrumentFile(JSON.stringify([SPOT, LINEAR]), 'i.json');
    expect(list.ok && list.value.map(({ symbol }) => symbol)).toEqual(['BTC/USDT', 'BTC/USDT:USDT']);
    const grouped = parseInstrumentFile(JSON.stringify({ binance: [SPOT], other: [LINEAR] }), 'i.json');
    expect(grouped.ok && grouped.value.map(({ exchange }) => exchange)).toEqual(['binance', 'other']);
  });

  it('tells every problem with its line', () => {
    const text = ['symbol: BTC/USDT', 'kind: linear', 'base: BTC', 'quote: USDT', 'settle: USDT'];
    expect(problemsOf([...text, 'tickSze: "0.01"', 'tickSize: "-1"', 'lotSize: "0"'].join('\n'))).toEqual([
      'i.yaml:7:1: tickSize: expected a decimal number above zero such as "0.01", found "-1"',
      'i.yaml:8:1: lotSize: expected a decimal number above zero such as "0.01", found "0"',
      ...['minQty', 'minNotional', 'contractSize', 'maxLeverage', 'maintenanceMarginPct'].map(
        (key) => `i.yaml:1:1: ${key}: missing; expected text`,
      ),
      'i.yaml:6:1: unknown key "tickSze"; did you mean "tickSize"?',
    ]);
  });

  it.each([
    ['an inverse contract', { ...LINEAR, settle: 'BTC' }, /settle: a linear contract settles in its quote currency/],
    ['another base than the symbol', { ...SPOT, base: 'ETH' }, /symbol: expected ETH\/USDT/],
    ['an unknown kind', { ...SPOT, kind: 'future' }, /kind: expected spot or linear, found "future"/],
    ['a contract size on spot', { ...SPOT, contractSize: '0.1' }, /contractSize: expected one of 1, found "0.1"/],
  ])('refuses %s', (_, instrument, message) => {
    expect(problemsOf(JSON.stringify(instrument)).join()).toMatch(message);
  });

  it.each(['', 'hello', '[]', 'symbol: [1'])('refuses %j with a place', (text) => {
    expect(problemsOf(text)[0]).toMatch(/^i\.yaml/);
  });
});

describe('presets', () => {
  it('all parse, with a positive grid', () => {
    expect(instrumentPresets().length).toBeGreaterThanOrEqual(8);
    expect(instrumentPresets().every(({ tickSize, lotSize }) => tickSize.isPositive() && lotSize.isPositive())).toBe(
      true,
    );
  });

  it('are found by symbol and by the spelling of candle files', () => {
    expect(findPreset('delta', 'BTCUSD')?.contractSize.toString()).toBe('0.001');
    expect(findPreset('delta', 'BTC/USD:USD')?.tickSize.toString()).toBe('0.5');
    expect(findPreset('binance', 'BTC/USDT')?.kind).toBe('spot');
    expect(findPreset('binanceusdm', 'BTCUSDT')?.kind).toBe('linear');
    expect(findPreset('nowhere', 'BTC/USDT')).toBeUndefined();
  });

  it('of the simulator are on the grid of its prices', () => {
    for (const { symbol, tickSize, lotSize } of instrumentPresets().filter(
      ({ exchange }) => exchange === 'simulator',
    )) {
      const { priceDecimals, lotDecimals } = marketParameters(symbol);
      expect([tickSize.toNumber(), lotSize.toNumber()]).toEqual([10 ** -priceDecimals, 10 ** -lotDecimals]);
    }
  });

  it('take fees from the command line, else the instrument, else the configuration', () => {
    const configured = { makerBps: Decimal.of(2), takerBps: Decimal.of(5) };
    const preset = findPreset('binance', 'BTC/USDT')!;
    expect(withFees(preset, {}, configured).takerBps.toString()).toBe('5');
    const own = { ...preset, takerBps: Decimal.of(7) };
    expect(withFees(own, {}, configured).takerBps.toString()).toBe('7');
    expect(withFees(own, { takerBps: Decimal.of(0) }, configured).takerBps.toString()).toBe('0');
  });
});
