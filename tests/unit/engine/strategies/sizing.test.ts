import { describe, expect, it } from 'vitest';
import { distanceTo } from '../../../../src/main/engine/strategies/exitPlan.ts';
import { sizePosition, type SizingView } from '../../../../src/main/engine/strategies/sizing.ts';
import type { Sizing } from '../../../../src/shared/domain/strategy.ts';
import { Decimal } from '../../../../src/shared/money.ts';

const view: SizingView = {
  equity: Decimal.of('10000'),
  price: Decimal.of('30000'),
  instrument: { lotSize: Decimal.of('0.00001'), contractSize: Decimal.ONE },
  stopDistance: undefined,
  annualVolatility: undefined,
  closedPnls: [],
};

function sized(sizing: Sizing, part: Partial<SizingView> = {}): string {
  const result = sizePosition(sizing, { ...view, ...part });
  return result.ok ? result.value.toString() : result.error.kind;
}
const percent = (pct: string): Sizing => ({ kind: 'percentEquity', pct: Decimal.of(pct) });
const pnls = (...amounts: readonly number[]): readonly Decimal[] => amounts.map((amount) => Decimal.of(amount));

describe('fixed and percent sizing', () => {
  it('takes a fixed quantity down to the lot', () => {
    expect(sized({ kind: 'fixedQty', qty: Decimal.of('0.123456789') })).toBe('0.12345');
  });

  it('takes the share of equity at the price and contract size, exactly', () => {
    expect(sized(percent('50'))).toBe('0.16666');
    expect(sized(percent('30'), { price: Decimal.of('0.3') })).toBe('10000');
    const instrument = { lotSize: Decimal.ONE, contractSize: Decimal.of('0.001') };
    expect(sized(percent('50'), { instrument })).toBe('166');
  });

  it('does not lose the last lot to rounding', () => {
    const instrument = { lotSize: Decimal.of('0.1'), contractSize: Decimal.ONE };
    expect(sized(percent('100'), { equity: Decimal.of('0.3'), price: Decimal.ONE, instrument })).toBe('0.3');
  });

  it('refuses less than a lot', () => {
    expect(sized(percent('0.000001'))).toBe('belowLot');
    expect(sized(percent('50'), { equity: Decimal.of('-5') })).toBe('belowLot');
  });
});

describe('risk percent', () => {
  const sizing: Sizing = { kind: 'riskPercent', pct: Decimal.ONE };

  it('loses that share of equity at the stop', () => {
    expect(sized(sizing, { stopDistance: Decimal.of('600') })).toBe('0.16666');
    const instrument = { lotSize: Decimal.ONE, contractSize: Decimal.of('0.01') };
    expect(sized(sizing, { stopDistance: Decimal.of('600'), instrument })).toBe('16');
  });

  it('needs a stop', () => {
    expect(sized(sizing)).toBe('noStop');
    expect(sized(sizing, { stopDistance: Decimal.ZERO })).toBe('noStop');
  });

  it('measures the distance of any exit level', () => {
    const price = Decimal.of(200);
    expect(distanceTo({ pct: Decimal.of(2) }, price).toString()).toBe('4');
    expect(distanceTo({ distance: Decimal.of(7) }, price).toString()).toBe('7');
    expect(distanceTo({ price: Decimal.of(190) }, price).toString()).toBe('10');
    expect(distanceTo({ price: Decimal.of(210) }, price).toString()).toBe('10');
  });
});

describe('volatility target', () => {
  const sizing: Sizing = { kind: 'volatilityTarget', annualPct: 20, lookback: 30, maxPct: 100 };

  it('takes more in calm markets, up to the cap', () => {
    const price = Decimal.of(100);
    expect(sized(sizing, { price, annualVolatility: 0.8 })).toBe('25');
    expect(sized(sizing, { price, annualVolatility: 0.4 })).toBe('50');
    expect(sized(sizing, { price, annualVolatility: 0.1 })).toBe('100');
    expect(sized(sizing, { price, annualVolatility: 0 })).toBe('100');
  });

  it('waits for the volatility', () => {
    expect(sized(sizing)).toBe('noVolatility');
  });
});

describe('kelly', () => {
  const sizing: Sizing = { kind: 'kelly', fraction: 0.5, maxPct: 15, minTrades: 4, lookback: 8, startPct: 2 };
  const price = Decimal.of(100);

  it('starts small before there are enough trades', () => {
    expect(sized(sizing, { price, closedPnls: pnls(5, 5, 5) })).toBe('2');
  });

  it('takes its fraction of p - q / payoff', () => {
    // p = 0.5, payoff = 15 / 10: share 1/6, half of it 8.33 %.
    expect(sized(sizing, { price, closedPnls: pnls(15, -10, 15, -10) })).toBe('8.33333');
  });

  it('is capped, also when nothing was lost', () => {
    expect(sized(sizing, { price, closedPnls: pnls(9, 9, 9, -1) })).toBe('15');
    expect(sized(sizing, { price, closedPnls: pnls(9, 9, 9, 9) })).toBe('15');
  });

  it('does not trade without an edge', () => {
    expect(sized(sizing, { price, closedPnls: pnls(10, -10, 10, -10) })).toBe('noEdge');
    expect(sized(sizing, { price, closedPnls: pnls(-1, -1, -1, -1) })).toBe('noEdge');
  });

  it('forgets what is older than its lookback', () => {
    const old = pnls(-100, -100, -100, -100);
    expect(sized(sizing, { price, closedPnls: [...old, ...pnls(15, -10, 15, -10, 15, -10, 15, -10)] })).toBe('8.33333');
  });
});
