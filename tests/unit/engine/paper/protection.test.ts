// Brackets on candles: protective orders behind entries, one cancels the other, quantity follows partial fills. domain.md 7-9.
import { describe, expect, it } from 'vitest';
import { aMarketOf, checkTable } from '../../../builders/candleTable.ts';
import { dec } from '../../../builders/risk.ts';

describe('protective orders in the candle of a market entry', () => {
  it('are active after the entry: the stop', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 market stopLoss:5% takeProfit:10% |
      100 105  95 100 |                                         | buy 1 @ 100 taker; sell 1 @ 95 taker stopLoss
    `,
    );
  });

  it('are active after the entry: the target, which a touch does not fill', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 market stopLoss:5% takeProfit:10%  |
      100 111  96 100 |                                          | buy 1 @ 100 taker; sell 1 @ 110 maker takeProfit
      100 100 100 100 | sell 1 market stopLoss:5% takeProfit:10% |
      100 104  90 100 |                                          | sell 1 @ 100 taker
      100 104  89 100 |                                          | buy 1 @ 90 maker takeProfit
      `,
    );
  });

  it('where both could fill, the stop does', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 market stopLoss:5% takeProfit:10%  |
      100 120  95 100 |                                          | buy 1 @ 100 taker; sell 1 @ 95 taker stopLoss
      100 100 100 100 | sell 1 market stopLoss:5% takeProfit:10% |
      100 105  80 100 |                                          | sell 1 @ 100 taker; buy 1 @ 105 taker stopLoss
      `,
    );
  });

  it('the stop also wins over a target that the open has passed', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 market stopLoss:5% takeProfit:10% |
      100 100 100 100 |                                         | buy 1 @ 100 taker
      115 120  94 100 |                                         | sell 1 @ 95 taker stopLoss
    `,
    );
  });
});

describe('levels', () => {
  it('are measured from the fill and rounded to the tick away from it', () => {
    // Bought at 101: 97.97 -> 97, 104.03 -> 105. Sold at 101: 103.02 -> 104, 97.97 -> 97.
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 market stopLoss:3% takeProfit:3%  |
      101 101 101 101 |                                         | buy 1 @ 101 taker
      101 105  98 101 |                                         |
      101 106  98 101 |                                         | sell 1 @ 105 maker takeProfit
      101 101 101 101 | sell 1 market stopLoss:2% takeProfit:3% |
      101 103  97 101 |                                         | sell 1 @ 101 taker
      101 104  97 101 |                                         | buy 1 @ 104 taker stopLoss
      `,
    );
  });

  it('closer than a tick still lie a whole tick away', () => {
    checkTable(
      { instruments: [aMarketOf({ tickSize: dec(10) })] },
      `
      100 100 100 100 | buy 1 market stopLoss:1% takeProfit:1% |
      100 109  91 100 |                                        | buy 1 @ 100 taker
      100 111  91 100 |                                        | sell 1 @ 110 maker takeProfit
    `,
    );
  });

  it('that no price can reach are left out: a stop of a long and a target of a short at or below zero', () => {
    const { engine } = checkTable(
      {},
      `
      100 100 100 100 | sell 1 market stopLoss:5% takeProfit:150%   |
      100 100 100 100 |                                             | sell 1 @ 100 taker
        1   1   1   1 |                                             |
      106 106 100 100 |                                             | buy 1 @ 106 taker stopLoss
      100 100 100 100 | buy 1 market stopLoss:100% takeProfit:200%  |
      100 100   1   1 |                                             | buy 1 @ 100 taker
      301 301 100 100 |                                             | sell 1 @ 301 maker takeProfit
    `,
    );
    expect(engine.core.orders.open).toEqual([]);
  });
});

describe('a later candle', () => {
  it('gaps through the stop: filled at the open', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 market stopLoss:5% takeProfit:10% |
      100 100 100 100 |                                         | buy 1 @ 100 taker
       80  96  70  90 |                                         | sell 1 @ 80 taker stopLoss
    `,
    );
  });

  it('gaps through the target: filled at the open as a maker', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 market stopLoss:5% takeProfit:10% |
      100 100 100 100 |                                         | buy 1 @ 100 taker
      120 121 119 120 |                                         | sell 1 @ 120 maker takeProfit
    `,
    );
  });

  it('fills a market exit at its open before any protection looks at it', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 market stopLoss:5% takeProfit:10% |
      100 100 100 100 | close                                   | buy 1 @ 100 taker
       90  90  80  80 |                                         | sell 1 @ 90 taker
      130 130  10 100 |                                         |
    `,
    );
  });
});

describe('behind an entry within its candle', () => {
  // The candle's path before the entry is over: its open counts for nothing, its extremes only against the trader.
  it('the stop counts the whole range of the candle', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 limit 95 stopLoss:4% takeProfit:4% |
      100 100  91  95 |                                          | buy 1 @ 95 maker; sell 1 @ 91 taker stopLoss
    `,
    );
  });

  it('the target waits for the next candle: its high may have been before the entry', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 limit 95 stopLoss:10% takeProfit:4% |
      100 101  94 100 |                                           | buy 1 @ 95 maker
       98 100  97  99 |                                           | sell 1 @ 99 maker takeProfit
    `,
    );
  });

  it('an entry by stop is protected the same way, and the open before it triggers nothing', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 stop 110 stopLoss:5% takeProfit:5%  |
      100 120 105 115 |                                           | buy 1 @ 110 taker
      115 117 115 115 |                                           | sell 1 @ 116 maker takeProfit
      `,
    );
  });

  it('a stop that the candle reached before the entry is taken as reached after it', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 stop 110 stopLoss:5% |
      100 111 100 110 |                            | buy 1 @ 110 taker; sell 1 @ 104 taker stopLoss
    `,
    );
  });
});

describe('one cancels the other', () => {
  it('leaves no order behind, whichever side of the bracket was filled', () => {
    const { engine, trades } = checkTable(
      {},
      `
      100 100 100 100 | buy 2 market stopLoss:5% takeProfit:5% |
      100 106 100 100 |                                        | buy 2 @ 100 taker; sell 2 @ 105 maker takeProfit
       10  10  10  10 |                                        |
    `,
    );
    expect(engine.core.orders.open).toEqual([]);
    expect(trades.map(({ exitReason }) => exitReason)).toEqual(['takeProfit']);
  });

  it('entries of a group: the first fill ends the other', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 stop 105 group:x; sell 1 stop 95 group:x |
      100 105  96 100 |                                                | buy 1 @ 105 taker; canceled
      100 100  90 100 |                                                |
    `,
    );
  });

  it('exits of a group: a partial fill of one shrinks the other, the rest stays protected', () => {
    checkTable(
      { volumeCapPct: '10' },
      `
      100 100 100 100 100 | buy 10 market                                                                    |
      100 100 100 100 100 | sell 10 limit 105 reduceOnly group:x; sell 10 stop 90 reduceOnly group:x | buy 10 @ 100 taker
      100 106 100 100  40 |                                                                          | sell 4 @ 105 maker
       90  90  90  90 100 |                                                                          | sell 6 @ 90 taker; canceled
    `,
    );
  });
});

describe('reduce-only', () => {
  it('never turns a position around and ends with it', () => {
    const { engine } = checkTable(
      {},
      `
      100 100 100 100 | buy 2 market                                                    |
      100 100 100 100 | sell 2 stop 95 reduceOnly; sell 2 limit 105 reduceOnly          | buy 2 @ 100 taker
      100 106  94 100 |                                                                 | sell 2 @ 95 taker; canceled
      100 100 100 100 | sell 1 market reduceOnly                                        | refused REDUCE_ONLY_INCREASES
    `,
    );
    expect(engine.core.portfolio.openCount).toBe(0);
  });
});

describe('an order through zero', () => {
  it('closes, opens the other side with its own protection, and the old protection is gone', () => {
    const { engine, trades } = checkTable(
      {},
      `
      100 100 100 100 | buy 2 market stopLoss:5% takeProfit:20%   |
      100 100 100 100 | sell 3 market stopLoss:10%                | buy 2 @ 100 taker
      102 102 102 102 |                                           | sell 3 @ 102 taker
      102 130  90 102 |                                           | buy 1 @ 113 taker stopLoss
    `,
    );
    expect(trades.map(({ side, pnl, exitReason }) => `${side} ${pnl} ${exitReason}`)).toEqual([
      'long 4 reversal',
      'short -11 stopLoss',
    ]);
    expect(engine.core.orders.open).toEqual([]);
  });
});

describe('moving stops', () => {
  it('trail behind the best price of closed candles and act from the next candle on', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 market stopLoss:10% trail:5/3 |
      100 104  97 104 |                                     | buy 1 @ 100 taker
      104 110 101 109 |                                     |
      109 109 107 108 |                                     |
      108 108 106 107 |                                     | sell 1 @ 106 taker stopLoss
    `,
    );
  });

  it('say why they were moved', () => {
    const { trades } = checkTable(
      {},
      `
      100 100 100 100 | buy 1 market stopLoss:10% trail:5/3 breakEven:2/1  |
      100 102 100 102 |                                                    | buy 1 @ 100 taker
      102 102 101 101 |                                                    | sell 1 @ 101 taker stopLoss
      100 100 100 100 | sell 1 market stopLoss:10% trail:5/3               |
      100 100  90  90 |                                                    | sell 1 @ 100 taker
       95  96  94  94 |                                                    | buy 1 @ 95 taker stopLoss
      100 100 100 100 | sell 1 market stopLoss:10% breakEven:5/0           |
      100 100  96 100 |                                                    | sell 1 @ 100 taker
      110 110 110 110 |                                                    | buy 1 @ 110 taker stopLoss
      `,
    );
    expect(trades.map(({ exitReason }) => exitReason)).toEqual(['breakEven', 'trailing', 'stopLoss']);
  });

  it('a trailing stop without a stop loss appears when it is due', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 market trail:5/3 |
      100 100  10 100 |                        | buy 1 @ 100 taker
      100 110 100 110 |                        |
      108 108 106 106 |                        | sell 1 @ 106 taker trailing
    `,
    );
  });
});

describe('the maximum hold', () => {
  it('ends at the first open after the time', () => {
    // 22.5 minutes after 00:15, so within the candle of 00:30: out at 00:45.
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 market maxHold:0.375h |
      101 101 101 101 |                             | buy 1 @ 101 taker
      102 102 102 102 |                             |
      103 103 103 103 |                             | sell 1 @ 103 taker maxHold
    `,
    );
  });

  it('reached at a close ends at the next open, after an outage too; a stop in between comes first', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 market maxHold:0.25h             |
      101 101 101 101 |                                        | buy 1 @ 101 taker
      102 102 102 102 |                                        | sell 1 @ 102 taker maxHold
      100 100 100 100 | buy 1 market maxHold:0.5h              |
      101 101 101 101 |                                        | buy 1 @ 101 taker
      gap             |                                        |
      gap             |                                        |
      104 104 104 104 |                                        | sell 1 @ 104 taker maxHold
      100 100 100 100 | buy 1 market maxHold:0.5h stopLoss:10% |
      100 100 100 100 |                                        | buy 1 @ 100 taker
      100 100  90 100 |                                        | sell 1 @ 90 taker stopLoss
      100 100 100 100 |                                        |
      `,
    );
  });
});
