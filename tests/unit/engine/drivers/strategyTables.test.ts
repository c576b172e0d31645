// Strategies candle by candle: several symbols, several strategies on one account, higher timeframes, hard corners.
import { describe, expect, it } from 'vitest';
import { toEpochMs, toStrategyId, toSymbolId } from '../../../../src/shared/domain/ids.ts';
import type { Condition, StrategyDefinition } from '../../../../src/shared/domain/strategy.ts';
import { HOUR_MS } from '../../../../src/shared/time.ts';
import { START } from '../../../builders/aCandle.ts';
import { ALWAYS, aNumber, aStrategy, theClose } from '../../../builders/aStrategy.ts';
import { aMarketOf, aSpotMarket, checkTable } from '../../../builders/candleTable.ts';
import { dec } from '../../../builders/risk.ts';

const [A, B] = [toSymbolId('A'), toSymbolId('B')];
const TWO = { instruments: [aMarketOf(), aMarketOf({ symbol: B })] };
const closeIs = (price: number): Condition => ({ kind: 'equals', left: theClose(), right: aNumber(price) });
const pct = (value: number) => ({ kind: 'percent', pct: dec(value) }) as const;
const NO_RISK = aStrategy().risk;

/** Long where the close is 101, short where it is 99; out where it is 105. */
const byClose = (part: Partial<StrategyDefinition> = {}): StrategyDefinition =>
  aStrategy({
    ...{ symbols: [A, B], sides: ['long', 'short'], sizing: { kind: 'fixedQty', qty: dec(10) } },
    ...{ entry: { long: closeIs(101), short: closeIs(99) }, exit: { long: closeIs(105), short: closeIs(105) } },
    ...part,
  });

describe('one strategy', () => {
  it('decides at the close, acts at the next open, and looks for an entry again once it is flat', () => {
    checkTable(
      { strategies: [byClose()] },
      `
      100 101 100 101 | |
      102 105 102 105 | | buy 10 @ 102 taker
      106 106 101 101 | | sell 10 @ 106 taker strategy
      100 100  99  99 | | buy 10 @ 100 taker
      100 105 100 105 | |
      103 103  99  99 | | sell 10 @ 103 taker strategy
       98 105  98 105 | | sell 10 @ 98 taker
      105 105 101 101 | | buy 10 @ 105 taker strategy
      `,
    );
  });

  it('stopped out in a candle may enter again at its close', () => {
    checkTable(
      { strategies: [byClose({ risk: { ...NO_RISK, stopLoss: pct(10) } })] },
      `
      100 101 100 101 | |
      100 101  90 101 | | buy 10 @ 100 taker; sell 10 @ 90 taker stopLoss
      101 101 101 101 | | buy 10 @ 101 taker
       80  81  80  80 | | sell 10 @ 80 taker stopLoss
      `,
    );
  });

  it('asks neither for an entry nor for an exit while one is working', () => {
    const { engine, trades } = checkTable(
      { strategies: [byClose()], volumeCapPct: '10' },
      `
      100 101 100 101 100 | |
      100 101 100 101  40 | | buy 4 @ 100 taker
      100 101 100 101 100 | | buy 6 @ 100 taker
      100 105 100 105 100 | |
      105 105 105 105  40 | | sell 4 @ 105 taker strategy
      105 105 101 101   0 | |
      104 104 101 101 100 | | sell 6 @ 104 taker strategy
      103 103 103 103 100 | | buy 10 @ 103 taker
      `,
    );
    expect(trades).toMatchObject([{ qty: '10', exitPrice: '104.4', exitReason: 'strategy' }]);
    expect(engine.core.orders.openCount).toBe(0);
  });

  it('regression: asks for no exit while the rest of a stop that has begun to fill is working', () => {
    const { trades } = checkTable(
      { strategies: [byClose({ risk: { ...NO_RISK, stopLoss: pct(10) } })], volumeCapPct: '10' },
      `
      100 101 100 101 100 | |
      100 101 100 101 100 | | buy 10 @ 100 taker
      100 105  90 105  40 | | sell 4 @ 90 taker stopLoss
      100 100 100 100 100 | | sell 6 @ 100 taker stopLoss
      `,
    );
    expect(trades.map(({ exitReason }) => exitReason)).toEqual(['stopLoss']);
  });

  it('leaving ends what is left of the entry', () => {
    checkTable(
      { strategies: [byClose()], volumeCapPct: '10' },
      `
      100 101 100 101 100 | |
      100 105 100 105  40 | | buy 4 @ 100 taker; canceled
      104 104 104 104 100 | | sell 4 @ 104 taker strategy
      104 104 104 104 100 | |
      `,
    );
  });

  it('whose time and exit come together leaves for the time; a stop on the way comes before both', () => {
    const risk = { ...NO_RISK, stopLoss: pct(10), maxHoldHours: 0.5 };
    const { trades } = checkTable(
      { strategies: [byClose({ risk })] },
      `
      100 101 100 101 | |
      100 100 100 100 | | buy 10 @ 100 taker
      100 105 100 105 | |
      104 104 101 101 | | sell 10 @ 104 taker maxHold
      100 100 100 100 | | buy 10 @ 100 taker
      100 105  90 105 | | sell 10 @ 90 taker stopLoss
      100 100 100 100 | |
      `,
    );
    expect(trades.map(({ exitReason }) => exitReason)).toEqual(['maxHold', 'stopLoss']);
  });

  it('stops at a multiple of the ATR at the decision', () => {
    // True ranges of 10 from the second candle on: an ATR of 10 with the third, a stop 15 below the entry at 103.
    const risk = { ...NO_RISK, stopLoss: { kind: 'atr', period: 2, multiple: 1.5 } as const };
    checkTable(
      { strategies: [byClose({ risk })] },
      `
      100 106  96 100 | |
      100 106  96 100 | |
      100 106  96 101 | |
      103 103  89 100 | | buy 10 @ 103 taker
      100 100  88 100 | | sell 10 @ 88 taker stopLoss
      `,
    );
  });
});

describe('several symbols', () => {
  it('are taken in the order of their names, and the equity of a decision knows what was closed before it', () => {
    const strategies = [byClose({ sizing: { kind: 'percentEquity', pct: dec(10) } })];
    const { trades } = checkTable(
      { ...TWO, strategies },
      `
      A: 100 101 100 101 | |
      B: 100 101 100 101 | |
      A: 100 105 100 105 | | buy 9 @ 100 taker
      B: 100 105 100 105 | | buy 9 @ 100 taker
      A: 500 500 101 101 | | sell 9 @ 500 taker strategy
      B: 100 101 100 101 | | sell 9 @ 100 taker strategy
      A: 100 100 100 100 | | buy 13 @ 100 taker
      B: 100 100 100 100 | | buy 13 @ 100 taker
      `,
    );
    expect(trades.map(({ symbol }) => symbol)).toEqual(['A', 'B']);
  });
});

describe('several strategies on one account', () => {
  it('hold their own positions and act in the order of the configuration', () => {
    const strategies = ['slow', 'fast'].map((id) => byClose({ id: toStrategyId(id) }));
    checkTable(
      { strategies },
      `
      100 101 100 101 | |
      100 105 100 105 | | buy 10 @ 100 taker by slow; buy 10 @ 100 taker by fast
      106 106 106 106 | | sell 10 @ 106 taker strategy by slow; sell 10 @ 106 taker strategy by fast
      `,
    );
  });

  it('long and short in one contract cancel out in equity and funding, not in margin', () => {
    const strategies = [
      byClose({ id: toStrategyId('bull'), sides: ['long'], sizing: { kind: 'fixedQty', qty: dec(400) } }),
      byClose({
        ...{ id: toStrategyId('bear'), sides: ['short'], sizing: { kind: 'fixedQty', qty: dec(400) } },
        ...{ entry: { short: closeIs(101) } },
      }),
    ];
    const from = toEpochMs(START + 7.5 * HOUR_MS);
    const funding = new Map([[A, [{ at: toEpochMs(START + 8 * HOUR_MS), rate: 0.001 }]]]);
    const { trades, balance } = checkTable(
      { strategies, from, funding },
      `
      100 101 100 101 | |
      100 100 100 100 | | buy 400 @ 100 taker by bull; sell 400 @ 100 taker by bear
      150 150  20 105 | |
      105 105 105 105 | | sell 400 @ 105 taker strategy by bull; buy 400 @ 105 taker strategy by bear
      `,
    );
    // 400 x 150 x 0.001 each; nothing for the account, so nothing in the ledger.
    expect(trades).toMatchObject([
      { strategy: 'bull', pnl: '2000', funding: '-60' },
      { strategy: 'bear', pnl: '-2000', funding: '60' },
    ]);
    expect(balance).toBe('10000');
  });

  it('long and short in one contract are liquidated together where their common maintenance eats the balance', () => {
    // 300 + (p - 100) of equity against 0.5 % of 399 p: enough up to 201.005, then bear alone up to 203.005.
    const sized = (qty: number) => ({ sizing: { kind: 'fixedQty', qty: dec(qty) } }) as const;
    const strategies = [
      byClose({ id: toStrategyId('bull'), sides: ['long'], ...sized(200) }),
      byClose({ id: toStrategyId('bear'), sides: ['short'], entry: { short: closeIs(101) }, ...sized(199) }),
    ];
    checkTable(
      { strategies, cash: '300', instruments: [aMarketOf({ maxLeverage: dec(200) })] },
      `
      100 101 100 101 | |
      100 201 100 100 | | buy 200 @ 100 taker by bull; sell 199 @ 100 taker by bear
      100 210 100 100 | | sell 200 @ 202 taker liquidation by the venue; buy 199 @ 204 taker liquidation by the venue
      `,
    );
  });

  it('sell on spot only what is their own', () => {
    const strategies = [
      byClose({ id: toStrategyId('bull'), sides: ['long'] }),
      byClose({ id: toStrategyId('bear'), sides: ['short'], entry: { short: closeIs(102) } }),
    ];
    checkTable(
      { instruments: [aSpotMarket()], strategies },
      `
      100 101 100 101 | |
      100 102 100 102 | | buy 10 @ 100 taker by bull
      100 105 100 105 | |
      100 100 100 100 | | sell 10 @ 100 taker strategy by bull
      `,
    );
  });
});

describe('a strategy on 1h over 15m candles', () => {
  const hourly = byClose({ timeframe: '1h', entry: { long: ALWAYS }, sides: ['long'], exit: {} });
  const risk = { ...NO_RISK, stopLoss: pct(5) };

  it('decides at the close of the hour and acts at the next quarter', () => {
    checkTable(
      { strategies: [{ ...hourly, risk }] },
      `
      100 100 100 100 | |
      101 101 101 101 | |
      102 102 102 102 | |
      103 103 103 103 | |
      104 104 104 104 | | buy 10 @ 104 taker
      100 100  98 100 | | sell 10 @ 98 taker stopLoss
      100 100 100 100 | |
      100 100 100 100 | |
      101 101 101 101 | | buy 10 @ 101 taker
      `,
    );
  });

  it('does not know an hour that lacks a quarter, be it the last one', () => {
    const twoHours = (missing: number): string => {
      const rows = Array.from({ length: 9 }, (_, k): string => (k === missing ? 'gap | |' : '100 100 100 100 | |'));
      const isWhole = [...rows.slice(0, 4)].every((row) => row !== 'gap | |');
      const place = isWhole ? 4 : 8;
      rows[place] = `100 100 100 100 | | buy 10 @ 100 taker`;
      return rows.join('\n');
    };
    for (const missing of [0, 1, 3]) checkTable({ strategies: [hourly] }, twoHours(missing));
    checkTable({ strategies: [hourly] }, twoHours(7));
  });

  it('acts at the first quarter there is when the one after the hour is missing', () => {
    checkTable(
      { strategies: [hourly] },
      `
      100 100 100 100 | |
      100 100 100 100 | |
      100 100 100 100 | |
      100 100 100 100 | |
      gap             | |
      110 110 110 110 | | buy 10 @ 110 taker
      `,
    );
  });
});

describe('hard corners', () => {
  it('without money nothing is bought, on spot or on margin', () => {
    for (const instruments of [[aSpotMarket()], [aMarketOf()]]) {
      const strategies = [byClose({ symbols: [A], sides: ['long'], sizing: { kind: 'percentEquity', pct: dec(50) } })];
      checkTable(
        { instruments, strategies, cash: '0' },
        `
        100 101 100 101 | |
        100 101 100 101 | |
        `,
      );
    }
  });

  it('in debt nothing is opened, whatever the sizing', () => {
    for (const sizing of [
      { kind: 'fixedQty', qty: dec(90) },
      { kind: 'percentEquity', pct: dec(900) },
    ] as const) {
      const { equity } = checkTable(
        { strategies: [byClose({ sizing })], cash: '1000' },
        `
        100 101 100 101 | |
        100 100 100 100 | | buy ${sizing.kind === 'fixedQty' ? '90' : '89'} @ 100 taker
         50  50  50  50 | | sell ${sizing.kind === 'fixedQty' ? '90' : '89'} @ 50 taker liquidation
        100 101 100 101 | |
        100 101 100 101 | |
        `,
      );
      expect(Number(equity)).toBeLessThan(0);
    }
  });

  it('a stop closer than a tick is a tick away, and reached at once by an entry that slipped beyond it', () => {
    // Bought at 102.01 -> 103; the stop at 102.897 -> 102 lies above the open of 101; sold at 99.99 -> 99.
    const risk = { ...NO_RISK, stopLoss: pct(0.1) };
    checkTable(
      { strategies: [byClose({ risk })], slippageBps: '100' },
      `
      100 101 100 101 | |
      101 102 101 102 | | buy 10 @ 103 taker; sell 10 @ 99 taker stopLoss
      `,
    );
  });
});
