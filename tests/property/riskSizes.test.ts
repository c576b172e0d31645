// Clipping and checking share one table: whatever is clipped must pass, and nothing is clipped further than needed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipToLimits } from '../../src/main/engine/risk/positionLimits.ts';
import { checkOrder } from '../../src/main/engine/risk/riskChain.ts';
import type { RiskView } from '../../src/main/engine/risk/riskLimit.ts';
import { toEpochMs } from '../../src/shared/domain/ids.ts';
import type { RefusalCode } from '../../src/shared/domain/refusal.ts';
import { type Decimal, maxDecimal } from '../../src/shared/money.ts';
import { aMarket, anInstrument, anOrder, aRiskConfig, aView, dec } from '../builders/risk.ts';

const SIZE_CODES: ReadonlySet<RefusalCode> = new Set([
  'QTY_BELOW_MIN',
  'QTY_ABOVE_MAX',
  'NOTIONAL_BELOW_MIN',
  'NOTIONAL_ABOVE_MAX',
  'EXPOSURE_SYMBOL',
  'EXPOSURE_TOTAL',
  'LEVERAGE',
  'MARGIN_INSUFFICIENT',
  'BALANCE_INSUFFICIENT',
]);

const decimals = (max: number, scale: number) =>
  fc.integer({ min: 0, max }).map((units) => dec(units).times(dec(`1e-${scale}`)));
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 1 });
const money = decimals(2_000_000, 2);

const view: fc.Arbitrary<RiskView> = fc
  .record({
    config: fc.record({
      maxNotionalPerOrder: orNull(fc.integer({ min: 0, max: 5000 }).map(String)),
      maxExposurePerSymbolPct: orNull(fc.integer({ min: 0, max: 2000 }).map((pct) => pct / 10)),
      maxExposureTotalPct: orNull(fc.integer({ min: 0, max: 400 })),
      maxLeverage: orNull(fc.integer({ min: 0, max: 50 }).map((leverage) => leverage / 10)),
    }),
    instrument: fc.record({
      kind: fc.constantFrom('spot' as const, 'linear' as const),
      maxLeverage: fc.constantFrom(dec(1), dec(3), dec(100)),
      lotSize: fc.constantFrom(dec('0.001'), dec('0.05'), dec(1)),
      minQty: fc.constantFrom(dec('0.001'), dec('0.5'), dec(2)),
      minNotional: fc.constantFrom(dec(0), dec(10)),
      contractSize: fc.constantFrom(dec(1), dec('0.01')),
      takerBps: fc.constantFrom(dec(0), dec(5), dec('7.5')),
    }),
    maxQty: fc.option(decimals(50_000, 3), { nil: undefined }),
    account: fc.record({ equity: money, freeCash: money, freeMargin: money, totalExposure: money }),
    market: fc.record({ exposure: money, freeBase: decimals(50_000, 3) }),
    reducibleQty: fc.oneof(fc.constant(dec(0)), decimals(20_000, 3)),
  })
  .map(({ config, instrument, maxQty, account, market, reducibleQty }) =>
    aView({
      ...account,
      config: aRiskConfig(config),
      reducibleQty,
      market: aMarket({ ...market, instrument: anInstrument({ ...instrument, ...(maxQty && { maxQty }) }) }),
    }),
  );
const wanted = fc.record({
  side: fc.constantFrom('buy' as const, 'sell' as const),
  qty: decimals(100_000, 4),
  price: fc.integer({ min: 1, max: 2000 }).map((halves) => dec(halves).times(dec('0.5'))),
  reduceOnly: fc.boolean(),
});

describe('clipToLimits', () => {
  it('gives a size that passes, the largest one; or the whole size where no tradable one would pass', () => {
    const seen = { whole: 0, clipped: 0, hopeless: 0 };
    fc.assert(
      fc.property(view, wanted, (account, { side, qty, price, reduceOnly }) => {
        const { lotSize, minQty, minNotional, contractSize } = account.market!.instrument;
        const refusalOf = (size: Decimal) => {
          const order = anOrder({ side, qty: size, reduceOnly, type: 'limit', limitPrice: price });
          return checkOrder(order, account, toEpochMs(0)).verdicts.find(
            ({ allow, code }) => !allow && SIZE_CODES.has(code),
          );
        };
        const floored = qty.toStep(lotSize, 'down');
        const result = clipToLimits(
          { symbol: account.market!.instrument.symbol, side, qty, price, reduceOnly },
          account,
        );
        expect(result.qty.lte(floored) && result.qty.isMultipleOf(lotSize)).toBe(true);
        expect(result.clips.at(-1)?.to ?? floored).toEqual(result.qty);
        if (refusalOf(result.qty) === undefined) {
          seen[result.clips.length === 0 ? 'whole' : 'clipped']++;
          if (result.qty.lt(floored)) expect(refusalOf(result.qty.plus(lotSize))).toBeDefined();
          return;
        }
        seen.hopeless++;
        expect(result).toEqual({ qty: floored, clips: [] });
        const unit = contractSize.times(price);
        let least = maxDecimal(minQty, lotSize).toStep(lotSize, 'up');
        if (!reduceOnly) least = maxDecimal(least, minNotional.dividedBy(unit).toStep(lotSize, 'up'));
        if (least.lte(floored)) expect(refusalOf(least)).toBeDefined();
      }),
      { numRuns: 2000 },
    );
    // Each kind must really occur, else the property says little.
    expect(Math.min(seen.whole, seen.clipped, seen.hopeless)).toBeGreaterThan(50);
  });
});
