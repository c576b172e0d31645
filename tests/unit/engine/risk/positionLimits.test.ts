import { describe, expect, it } from 'vitest';
import { clipToLimits, type WantedSize } from '../../../../src/main/engine/risk/positionLimits.ts';
import type { RiskView } from '../../../../src/main/engine/risk/riskLimit.ts';
import { toSymbolId } from '../../../../src/shared/domain/ids.ts';
import { aMarket, anInstrument, aRiskConfig, aView, dec } from '../../../builders/risk.ts';

const clip = (view: RiskView, changes: Partial<WantedSize> = {}): string => {
  const wanted = {
    symbol: toSymbolId('BTC/USDT:USDT'),
    side: 'buy',
    qty: dec(10),
    price: dec(100),
    reduceOnly: false,
  } as const;
  const { qty, clips } = clipToLimits({ ...wanted, ...changes }, view);
  return [qty.toString(), ...clips.map(({ code, from, to }) => `${code} ${from.toString()}>${to.toString()}`)].join(
    ' ',
  );
};
const spot = anInstrument({ kind: 'spot', maxLeverage: dec(1) });

describe('clipToLimits', () => {
  it('rounds down to the lot and leaves what fits', () => {
    expect(clip(aView(), { qty: dec('1.23456') })).toBe('1.234');
  });

  it('names each limit that made it smaller, in the order of the chain', () => {
    const config = aRiskConfig({ maxNotionalPerOrder: '800', maxExposurePerSymbolPct: 7, maxLeverage: 2 });
    const view = aView({
      config,
      totalExposure: dec(19_400),
      market: aMarket({ instrument: anInstrument({ maxQty: dec(9) }) }),
    });
    expect(clip(view)).toBe('6 QTY_ABOVE_MAX 10>9 NOTIONAL_ABOVE_MAX 9>8 EXPOSURE_SYMBOL 8>7 LEVERAGE 7>6');
  });

  it('spot: the taker fee fits into the free cash, and no more base is sold than is free', () => {
    const view = aView({ freeCash: dec(500), market: aMarket({ instrument: spot, freeBase: dec('2.5') }) });
    expect(clip(view)).toBe('4.997 BALANCE_INSUFFICIENT 10>4.997');
    expect(clip(view, { side: 'sell' })).toBe('2.5 BALANCE_INSUFFICIENT 10>2.5');
  });

  it('linear: the free margin carries the position at the highest leverage', () => {
    expect(clip(aView({ freeMargin: dec(50) }))).toBe('5 MARGIN_INSUFFICIENT 10>5');
  });

  it('gives the whole size where nothing tradable is left, so that the chain names the limit', () => {
    expect(clip(aView({ freeMargin: dec('0.99') }))).toBe('10');
    expect(clip(aView({ freeMargin: dec(-5) }))).toBe('10');
  });

  it('reduce-only sizes know the maximum of the instrument alone', () => {
    const view = aView({ freeMargin: dec(0), market: aMarket({ instrument: anInstrument({ maxQty: dec(9) }) }) });
    expect(clip(view, { reduceOnly: true })).toBe('9 QTY_ABOVE_MAX 10>9');
  });

  it('a turned order is never clipped below closing, found by the property', () => {
    const view = aView({ freeMargin: dec(-1000), reducibleQty: dec(3) });
    expect(clip(view)).toBe('3 MARGIN_INSUFFICIENT 10>3');
  });

  it('what the position frees counts before rounding to the lot, found by the property', () => {
    const instrument = anInstrument({ lotSize: dec(1), minQty: dec(1), maxLeverage: dec(1), minNotional: dec(0) });
    const view = aView({ freeMargin: dec(18), reducibleQty: dec('0.41'), market: aMarket({ instrument }) });
    expect(clip(view)).toBe('1 MARGIN_INSUFFICIENT 10>1');
  });
});
