// What the account adds to the fill rules: fees, balance, contracts, funding, liquidation, participation.
import { describe, expect, it } from 'vitest';
import { toEpochMs, toSymbolId } from '../../../../src/shared/domain/ids.ts';
import { HOUR_MS } from '../../../../src/shared/time.ts';
import { START } from '../../../builders/aCandle.ts';
import { aMarketOf, aSpotMarket, checkTable } from '../../../builders/candleTable.ts';
import { dec } from '../../../builders/risk.ts';

const A = toSymbolId('A');

describe('fees', () => {
  it('are half-even to 8 decimals, of qty x contract size x price', () => {
    const fine = { lotSize: dec('0.00000001'), minQty: dec('0.00000001'), tickSize: dec('0.01') };
    const trades = (takerBps: string, qty: string): string =>
      checkTable(
        { instruments: [aMarketOf({ ...fine, takerBps: dec(takerBps) })] },
        `
        1 1 1 1 | buy ${qty} market |
        1 1 1 1 | close             | buy ${qty} @ 1 taker
        1 1 1 1 |                   | sell ${qty} @ 1 taker
        `,
      )
        .trades.map(({ fees }) => fees)
        .join();
    // One side: 0.000000025 -> 0.00000002, 0.000000035 -> 0.00000004.
    expect(trades('1', '0.00025')).toBe('0.00000004');
    expect(trades('1', '0.00035')).toBe('0.00000008');
  });

  it('a maker rebate is received', () => {
    const { trades, balance } = checkTable(
      { instruments: [aMarketOf({ makerBps: dec(-1), takerBps: dec(5) })] },
      `
      100 100 100 100 | buy 1 market takeProfit:10% |
      100 100 100 100 |                             | buy 1 @ 100 taker
      100 111 100 100 |                             | sell 1 @ 110 maker takeProfit
      `,
    );
    expect(trades[0]?.fees).toBe('0.039');
    expect(balance).toBe('10009.961');
  });
});

describe('a contract of 0.001 coins', () => {
  it('counts in money, not in prices', () => {
    const { trades, balance } = checkTable(
      { instruments: [aMarketOf({ contractSize: dec('0.001'), takerBps: dec(5) })] },
      `
      60000 60000 60000 60000 | sell 7 market stopLoss:2% |
      60000 61000 60000 60000 |                           | sell 7 @ 60000 taker
      60000 61200 60000 60000 |                           | buy 7 @ 61200 taker stopLoss
      `,
    );
    // Fees 0.21 + 0.2142; -1200 x 7 x 0.001 = -8.4.
    expect(trades[0]).toMatchObject({ fees: '0.4242', pnl: '-8.8242', initialRisk: '8.4' });
    expect(balance).toBe('9991.1758');
  });
});

describe('on spot', () => {
  it('the quote pays, the base is received, equity marks it', () => {
    const { balance, equity } = checkTable(
      { instruments: [aSpotMarket()], cash: '1000' },
      `
      100 100 100 100 | buy 4 market |
      100 110 100 110 |              | buy 4 @ 100 taker
      `,
    );
    expect([balance, equity]).toEqual(['600', '1040']);
  });

  it('a purchase is cut to what the balance pays, with its fee', () => {
    const { balance } = checkTable(
      { instruments: [aSpotMarket({ takerBps: dec(100) })], cash: '1000' },
      `
      100 100 100 100 | buy 9 market |
      120 120 120 120 |              | buy 8 @ 120 taker; canceled
      `,
    );
    expect(balance).toBe('30.4');
  });

  it('and ends when it pays for nothing', () => {
    checkTable(
      { instruments: [aSpotMarket()], cash: '1000' },
      `
      100  100  100  100 | buy 9 market |
      1001 1001 1001 1001 |             | canceled
      `,
    );
  });

  it('nothing is sold that is not held', () => {
    checkTable(
      { instruments: [aSpotMarket()] },
      `
      100 100 100 100 | sell 1 market | refused BALANCE_INSUFFICIENT
      100 100 100 100 | buy 2 market  |
      100 100 100 100 | sell 3 market | buy 2 @ 100 taker; refused BALANCE_INSUFFICIENT
      100 100 100 100 | sell 1 market |
      100 100 100 100 |               | sell 1 @ 100 taker
      `,
    );
  });
});

describe('funding', () => {
  const at8 = { from: toEpochMs(START + 8 * HOUR_MS - 30 * 60_000) };
  const rate = (value: number) => ({ funding: new Map([[A, [{ at: toEpochMs(START + 8 * HOUR_MS), rate: value }]]]) });

  it('is paid by longs at the open of 08:00, before the orders of that candle', () => {
    const { trades, balance } = checkTable(
      { ...at8, ...rate(0.001) },
      `
      100 100 100 100 | buy 10 market  |
      100 100 100 100 | close          | buy 10 @ 100 taker
      110 110 110 110 |                | funding -1.1; sell 10 @ 110 taker
      `,
    );
    expect(trades[0]).toMatchObject({ pnl: '100', funding: '-1.1' });
    expect(balance).toBe('10098.9');
  });

  it('is received by shorts, and the other way round when the rate is negative', () => {
    const run = (side: string, value: number): string =>
      checkTable(
        { ...at8, ...rate(value) },
        `
        100 100 100 100 | ${side} 10 market |
        100 100 100 100 |                   | ${side} 10 @ 100 taker
        100 100 100 100 |                   | funding ${(side === 'sell') === value > 0 ? '1' : '-1'}
        `,
      ).balance;
    expect([run('sell', 0.001), run('sell', -0.001), run('buy', -0.001)]).toEqual(['10001', '9999', '10001']);
  });

  it('is not due on what is bought at that very open, nor without a rate', () => {
    checkTable(
      { ...at8, ...rate(0.001) },
      `
      100 100 100 100 |               |
      100 100 100 100 | buy 10 market |
      100 100 100 100 |               | buy 10 @ 100 taker
      100 100 100 100 |               |
      `,
    );
  });

  it('due in an outage is paid at the next open there is', () => {
    checkTable(
      { ...at8, ...rate(0.001) },
      `
      100 100 100 100 | buy 10 market |
      100 100 100 100 |               | buy 10 @ 100 taker
      gap             |               |
      120 120 120 120 |               | funding -1.2
      `,
    );
  });
});

describe('liquidation', () => {
  // Cash 1000, maintenance 0.5 %: 90 long from 100 are at their maintenance where 1000 + 90 (p - 100) = 0.45 p, at 89.33..
  const small = { cash: '1000' };

  it('takes a long where its margin balance meets its maintenance margin, to the tick against it', () => {
    const { trades } = checkTable(
      small,
      `
      100 100 100 100 | buy 90 market |
      100 100  90 100 |               | buy 90 @ 100 taker
      100 100  88  90 |               | sell 90 @ 89 taker liquidation
    `,
    );
    expect(trades[0]).toMatchObject({ exitReason: 'liquidation', pnl: '-990' });
  });

  it('takes a short, mirrored', () => {
    // 1000 - 90 (p - 100) = 0.45 p at 110.55..
    checkTable(
      small,
      `
      100 100 100 100 | sell 90 market |
      100 110 100 100 |                | sell 90 @ 100 taker
      100 111 100 100 |                | buy 90 @ 111 taker liquidation
    `,
    );
  });

  it('gapped through happens at the open, and the debt stays', () => {
    const { balance } = checkTable(
      small,
      `
      100 100 100 100 | buy 90 market stopLoss:5% |
      100 100 100 100 |                           | buy 90 @ 100 taker
       80  80  80  80 | buy 1 market              | sell 90 @ 80 taker liquidation; refused MARGIN_INSUFFICIENT
    `,
    );
    expect(balance).toBe('-800');
  });

  it('comes after a stop that the price reaches first', () => {
    const { trades } = checkTable(
      small,
      `
      100 100 100 100 | buy 90 market stopLoss:5% takeProfit:5% |
      100 106  50 100 |                                         | buy 90 @ 100 taker; sell 90 @ 95 taker stopLoss
      100 100 100 100 | sell 50 market stopLoss:5%              |
      100 150 100 100 |                                         | sell 50 @ 100 taker; buy 50 @ 105 taker stopLoss
    `,
    );
    expect(trades.map(({ exitReason }) => exitReason)).toEqual(['stopLoss', 'stopLoss']);
  });

  it('comes before a stop that lies behind it, and before a target', () => {
    checkTable(
      small,
      `
      100 100 100 100 | buy 90 market stopLoss:20% takeProfit:5% |
      100 106  50 100 |                                          | buy 90 @ 100 taker; sell 90 @ 89 taker liquidation
    `,
    );
  });

  it('counts all positions of the account, and takes those of the symbol that moves', () => {
    const two = { ...small, instruments: [aMarketOf(), aMarketOf({ symbol: toSymbolId('B') })] };
    const { trades, equity } = checkTable(
      two,
      `
      A: 100 100 100 100 |               |
      B: 100 100 100 100 | buy 45 market |
      A: 100 100 100 100 | buy 40 market |
      B: 100 100  90  90 |               | buy 45 @ 100 taker
      A: 100 100  90 100 |               | buy 40 @ 100 taker
      A:  87  87  86  86 |               | sell 40 @ 87 taker liquidation
      B:  90  91  90  90 |               |
      `,
    );
    expect(trades.map(({ symbol }) => symbol)).toEqual(['A']);
    expect(equity).toBe('30');
  });
});

describe('the volume cap', () => {
  const capped = { volumeCapPct: '10' };

  it('fills an entry in parts, its rest at the next opens; stop and target follow the average and the quantity', () => {
    const { trades } = checkTable(
      capped,
      `
      100 100 100 100 100 | buy 30 market stopLoss:10% takeProfit:10% |
      100 100 100 100 200 |                                           | buy 20 @ 100 taker
      103 103 103 103   0 |                                           |
      106 106 106 106  50 |                                           | buy 5 @ 106 taker
      108 111 108 110 100 |                                           | buy 5 @ 108 taker
      `,
    );
    expect(trades).toEqual([]);
  });

  it('off by zero fills all of it in a candle without volume', () => {
    checkTable(
      { volumeCapPct: '0' },
      `
      100 100 100 100 0 | buy 5 market |
      100 100 100 100 0 |              | buy 5 @ 100 taker
    `,
    );
  });

  it('is shared by all orders of the candle, in lots', () => {
    checkTable(
      capped,
      `
      100 100 100 100 100 | buy 7 market; buy 7 limit 101 |
      100 100 100 100  99 |                               | buy 7 @ 100 taker; buy 2 @ 100 taker
      100 100 100 100 100 |                               | buy 5 @ 100 maker
    `,
    );
  });

  it('counts coins, whatever a contract holds', () => {
    checkTable(
      { ...capped, instruments: [aMarketOf({ contractSize: dec('0.001') })] },
      `
      100 100 100 100 1    | buy 50 market |
      100 100 100 100 0.25 |               | buy 25 @ 100 taker
      100 100 100 100 1    |               | buy 25 @ 100 taker
    `,
    );
  });

  it('a stop that was reached goes on at the market until it is done', () => {
    const { trades } = checkTable(
      capped,
      `
      100 100 100 100 1000 | buy 30 market stopLoss:10% takeProfit:10% |
      100 100 100 100 1000 |                                           | buy 30 @ 100 taker
       95  95  90  92  100 |                                           | sell 10 @ 90 taker stopLoss
       92  92  92  92    0 |                                           |
       94  95  94  95  150 |                                           | sell 15 @ 94 taker stopLoss
       96 120  96  96  900 |                                           | sell 5 @ 96 taker stopLoss
      100 100 100 100  100 |                                           |
      `,
    );
    expect(trades).toMatchObject([{ qty: '30', exitPrice: '93', exitReason: 'stopLoss' }]);
  });

  it('a target filled in part leaves the stop for the rest', () => {
    const { trades } = checkTable(
      capped,
      `
      100 100 100 100 1000 | buy 30 market stopLoss:10% takeProfit:10% |
      100 100 100 100 1000 |                                           | buy 30 @ 100 taker
      105 111 105 106  100 |                                           | sell 10 @ 110 maker takeProfit
      100 100  90  90 1000 |                                           | sell 20 @ 90 taker stopLoss
      `,
    );
    expect(trades).toMatchObject([{ qty: '30', pnl: '-100', exitReason: 'stopLoss' }]);
  });

  it('an entry filled in part whose stop is reached buys no more, even while the stop waits for volume', () => {
    const { trades } = checkTable(
      capped,
      `
      100 100 100 100 1000 | buy 30 market stopLoss:10% |
      100 100 100 100  100 |                            | buy 10 @ 100 taker
       97  97  85  90  150 |                            | buy 15 @ 97 taker; canceled
       88  88  88  88  100 |                            | sell 10 @ 88 taker stopLoss
       90  90  90  90 1000 |                            | sell 15 @ 90 taker stopLoss
      `,
    );
    expect(trades).toMatchObject([{ qty: '25', exitPrice: '89.2', exitReason: 'stopLoss' }]);
  });

  it('an entry filled in part whose target is reached buys no more', () => {
    checkTable(
      capped,
      `
      100 100 100 100 1000 | buy 30 limit 99 takeProfit:10% |
      100 100  98 100  100 |                                | buy 10 @ 99 maker
      100 110 100 100   40 |                                | sell 4 @ 109 maker takeProfit; canceled
      100 100  90 100 1000 |                                |
      `,
    );
  });

  it('an entry limited below: its rest ends when the stop has closed what was filled', () => {
    const { engine } = checkTable(
      capped,
      `
      100 100 100 100 1000 | buy 30 limit 99 stopLoss:10% |
      100 100  98 100  100 |                              | buy 10 @ 99 maker
       85  86  84  86  100 |                              | buy 10 @ 85 maker
       80  81  79  80 1000 |                              | buy 10 @ 80 maker; sell 30 @ 79 taker stopLoss
      `,
    );
    expect(engine.core.orders.open).toEqual([]);
  });

  it('a close at the market in parts: the stop covers what is left, and closing ends the rest of an entry', () => {
    const { trades, engine } = checkTable(
      capped,
      `
      100 100 100 100 1000 | buy 30 market stopLoss:10% |
      100 100 100 100  200 | close                      | buy 20 @ 100 taker; canceled
       95  95  89  92  100 |                            | sell 10 @ 95 taker
       92  92  92  92 1000 |                            | sell 10 @ 92 taker
      100 100 100 100 1000 |                            |
      `,
    );
    expect(trades).toMatchObject([{ qty: '20', exitPrice: '93.5', exitReason: 'manual' }]);
    expect(engine.core.orders.open).toEqual([]);
  });
});
