import { describe, expect, it } from 'vitest';
import { INDICATOR_NAMES, INDICATORS, resolveSpec, specId } from '../../../../src/main/engine/indications/registry.ts';

describe('resolveSpec', () => {
  it('fills in defaults in canonical order', () => {
    const spec = resolveSpec('macd', { slow: 30, fast: 10 });
    expect(spec).toEqual({ ok: true, value: { name: 'macd', params: { fast: 10, slow: 30, signal: 9 } } });
    expect(spec.ok && specId(spec.value)).toBe('macd_10_30_9');
  });

  it.each([
    ['smaa', {}, 'unknown indicator "smaa"; did you mean "sma"?'],
    ['toString', {}, 'unknown indicator "toString"; known are sma, ema,'],
    ['williamsr', {}, 'did you mean "williamsR"?'],
    ['sma', { perod: 3 }, 'indicator "sma" has no parameter "perod"; did you mean "period"?'],
    ['obv', { period: 3 }, 'indicator "obv" has no parameter "period"; it has none'],
    ['sma', { period: 0 }, '"period" of indicator "sma" must be a whole number from 1 to 10000, got 0'],
    ['sma', { period: 2.5 }, 'got 2.5'],
    ['sma', { period: NaN }, 'got NaN'],
    ['sma', { period: '20' }, 'got "20"'],
    ['sma', { period: null }, 'got null'],
    ['bollinger', { stdDev: -1 }, '"stdDev" of indicator "bollinger" must be a number from 0.001 to 100, got -1'],
    ['macd', { fast: 26 }, 'indicator "macd": "fast" must be below "slow", got 26 and 26'],
  ])('refuses %s %j', (name, params, message) => {
    const spec = resolveSpec(name, params);
    expect(spec.ok ? 'accepted' : spec.error.message).toContain(message);
  });
});

describe('INDICATORS', () => {
  it('accepts its own defaults', () => {
    for (const name of INDICATOR_NAMES)
      expect(resolveSpec(name, {}), name).toMatchObject({ ok: true, value: { name } });
  });

  it('has twenty, each under its own name', () => {
    expect(INDICATOR_NAMES).toHaveLength(20);
    for (const name of INDICATOR_NAMES) expect(INDICATORS[name].name).toBe(name);
  });
});
