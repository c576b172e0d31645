// Fills on marks, domain.md section 9. Columns: bid ask (bid size x ask size) | asked after the mark | filled at it.
import { describe, expect, it } from 'vitest';
import { aMarketOf, aSpotMarket } from '../../../builders/candleTable.ts';
import { checkMarks } from '../../../builders/markTable.ts';
import { dec } from '../../../builders/risk.ts';

describe('a market order', () => {
  it('buys at the ask and sells at the bid of the next mark, as a taker', () => {
    checkMarks(
      {},
      `
      100 101 | buy 2 market             |
      102 104 | sell 2 market reduceOnly | buy 2 @ 104 taker
       97  99 |                          | sell 2 @ 97 taker
      `,
    );
  });

  it('pays the slippage and then the tick, both against the trader', () => {
    // 101 x 1.0002 = 101.0202 -> 101.05; 100 x 0.9998 = 99.98 -> 99.95.
    checkMarks(
      { instruments: [aMarketOf({ tickSize: dec('0.05') })], slippageBps: '2' },
      `
      100 101 | buy 1 market; sell 1 market |
      100 101 |                             | buy 1 @ 101.05 taker; sell 1 @ 99.95 taker
      `,
    );
  });

  it('takes what the book holds and goes on at the next mark', () => {
    checkMarks(
      {},
      `
      100 101     | buy 5 market |
      100 101 9x2 |              | buy 2 @ 101 taker
      101 102 9x0 |              |
      103 104 9x2 |              | buy 2 @ 104 taker
      105 106 9x2 |              | buy 1 @ 106 taker
      `,
    );
  });

  it('shares the sizes of a mark with the other orders of its side, and only in whole lots', () => {
    checkMarks(
      {},
      `
      100 101         | buy 2 market; buy 3 market             |
      100 101 9x3.9   | sell 3 limit 90; sell 2 limit 91       | buy 2 @ 101 taker; buy 1 @ 101 taker
      100 101 3.9x9   |                                        | buy 2 @ 101 taker; sell 3 @ 100 taker
      100 101 9x9     |                                        | sell 2 @ 100 taker
      `,
    );
  });

  it('waits for its latency, and fills at the first mark at or after it', () => {
    checkMarks(
      { latencyMs: 2500 },
      `
      100 101        | buy 1 market |
      110 111        |              |
      120 121        |              |
      +499ms 130 131 |              |
      +1ms 140 141   |              | buy 1 @ 141 taker
      `,
    );
  });
});

describe('a limit order', () => {
  it('takes at its first mark when the book is within its limit, without slippage', () => {
    checkMarks(
      { slippageBps: '100' },
      `
      100 101 | buy 1 limit 103; sell 1 limit 98 |
      100 102 |                                  | buy 1 @ 102 taker; sell 1 @ 100 taker
      `,
    );
  });

  it('rests otherwise, and fills at its own price as a maker once the other side comes to it', () => {
    checkMarks(
      {},
      `
      100 101 | buy 1 limit 98; sell 1 limit 104 |
      100 101 |                                  |
       97  99 |                                  |
       95  98 |                                  | buy 1 @ 98 maker
      103 105 |                                  |
      106 107 |                                  | sell 1 @ 104 maker
      `,
    );
  });

  it('takes no more than the book offers, goes on taking, and makes what has rested', () => {
    checkMarks(
      {},
      `
      100 101     | buy 5 limit 102 |
      100 101 9x2 |                 | buy 2 @ 101 taker
      100 101 9x1 |                 | buy 1 @ 101 taker
      102 103 9x9 |                 |
      101 102 9x9 |                 | buy 2 @ 102 maker
      `,
    );
  });

  it('that is post-only is canceled instead of taking, and makes later', () => {
    checkMarks(
      {},
      `
      100 101 | buy 1 limit 101 postOnly; sell 1 limit 101 postOnly |
      100 101 |                                                     | canceled
      101 102 |                                                     | sell 1 @ 101 maker
      `,
    );
  });

  it('has its first mark after its latency', () => {
    checkMarks(
      { latencyMs: 1500 },
      `
      100 101 | buy 1 limit 100 |
       90  91 |                 |
       95  96 |                 | buy 1 @ 96 taker
      `,
    );
  });
});

describe('a take-profit order', () => {
  it('follows the limit rule', () => {
    checkMarks(
      {},
      `
      100 100 | buy 2 market                     |
      100 100 | sell 1 takeProfit 105 reduceOnly | buy 2 @ 100 taker
      104 106 |                                  |
      106 108 | sell 1 takeProfit 105 reduceOnly | sell 1 @ 105 maker
      107 109 |                                  | sell 1 @ 107 taker
      `,
    );
  });
});

describe('a stop order', () => {
  it('is reached where it could be closed: a sell stop by the bid, a buy stop by the ask, none by the last trade', () => {
    checkMarks(
      {},
      `
      100 101          | sell 1 stop 95; buy 1 stop 105 |
       96  97 last:90  |                                |
      103 104 last:110 |                                |
       94  99          |                                | sell 1 @ 94 taker
      104 105          |                                | buy 1 @ 105 taker
      `,
    );
  });

  it('is then a market order: slippage, sizes, and no way back', () => {
    // 95 x 0.99 = 94.05 -> 94; 99 x 0.99 = 98.01 -> 98.
    checkMarks(
      { slippageBps: '100' },
      `
      100 101     | sell 3 stop 95 |
       95  97 1x9 |                | sell 1 @ 94 taker
       99 100 9x9 |                | sell 2 @ 98 taker
      `,
    );
  });

  it('of a position ends the rest of its entry when the book has nothing to sell to', () => {
    checkMarks(
      {},
      `
      100 101     | buy 5 market stopLoss:5% |
      100 100 9x2 |                          | buy 2 @ 100 taker
       94  95 0x1 |                          | buy 1 @ 95 taker
       93  94 0x0 |                          | canceled
       92  93 9x9 |                          | sell 3 @ 92 taker stopLoss
      `,
    );
  });
});

describe('a stop-limit order', () => {
  it('trades where it is triggered when that is within its limit, never beyond it', () => {
    checkMarks(
      { slippageBps: '500' },
      `
      100 101 | sell 1 stopLimit 95 94   |
       95  97 |                          | sell 1 @ 94 taker
      100 101 | buy 1 stopLimit 105 120  |
      102 105 |                          | buy 1 @ 111 taker
      `,
    );
  });

  it('goes on taking within its limit what one mark did not hold, and rests then', () => {
    checkMarks(
      {},
      `
      100 101     | sell 4 stopLimit 95 94 |
       95  97 1x9 |                        | sell 1 @ 95 taker
       99 100 1x9 |                        | sell 1 @ 99 taker
       90  91 9x9 |                        |
       99 100 9x9 |                        | sell 2 @ 94 maker
      `,
    );
  });

  it('rests as a limit order when the book is beyond its limit', () => {
    checkMarks(
      {},
      `
      100 101 | sell 1 stopLimit 95 94 |
       90  92 |                        |
       97  98 |                        | sell 1 @ 94 maker
      `,
    );
  });
});

describe('a trailing stop order', () => {
  it('that sells follows the bid and never goes back', () => {
    checkMarks(
      {},
      `
      100 130 | sell 1 trailingStop 90 trailPct:10 |
      120 140 |                                    |
      109 125 |                                    |
      108 109 |                                    | sell 1 @ 108 taker
      `,
    );
  });

  it('that buys follows the ask', () => {
    checkMarks(
      {},
      `
       99 100 | buy 1 trailingStop trailPct:10 |
       70 100 |                                |
       60  80 |                                |
       60  87 |                                |
       60  88 |                                | buy 1 @ 88 taker
      `,
    );
  });

  it('follows nothing before it is active', () => {
    checkMarks(
      { latencyMs: 1500 },
      `
      100 100 | sell 1 trailingStop 90 trailPct:10 |
      200 200 |                                    |
      100 100 |                                    |
       90  90 |                                    | sell 1 @ 90 taker
      `,
    );
  });
});

describe('time in force', () => {
  it('IOC takes what its first mark has, FOK all of it or nothing', () => {
    checkMarks(
      {},
      `
      100 101     | buy 3 market IOC; buy 3 limit 99 IOC        |
      100 101 9x2 | buy 3 market FOK; sell 2 limit 100 FOK      | buy 2 @ 101 taker; canceled; canceled
      100 101 2x2 | buy 1 market IOC                            | canceled; sell 2 @ 100 taker
      100 101 9x0 |                                             | canceled
      100 101     |                                             |
      `,
    );
  });

  it('GTD ends at its time', () => {
    checkMarks(
      {},
      `
      100 101     | buy 1 limit 90 GTD:1 |
      +899s 95 96 |                      |
       89  90     |                      | expired
      `,
    );
  });
});

describe('cover', () => {
  it('reduce-only orders never turn a position around and end with it', () => {
    const { engine } = checkMarks(
      {},
      `
      100 100 | buy 2 market                                           |
      100 100 | sell 2 stop 95 reduceOnly; sell 2 limit 105 reduceOnly | buy 2 @ 100 taker
       90 110 |                                                        | sell 2 @ 90 taker; canceled
      106 107 |                                                        |
      `,
    );
    expect(engine.core.portfolio.openCount).toBe(0);
  });

  it('spot buys what the balance pays, fees included, and an order that nothing covers ends', () => {
    checkMarks(
      { instruments: [aSpotMarket({ takerBps: dec(100) })], cash: '1000' },
      `
      100 100 | buy 9 market; buy 1 limit 60 |
      120 120 |                              | buy 8 @ 120 taker; canceled
       60  60 |                              | canceled
      `,
    );
  });
});

describe('protection', () => {
  it('is an order like any other: it waits for its latency, then sees the book', () => {
    checkMarks(
      { latencyMs: 1500 },
      `
      100 100 | buy 1 market stopLoss:5% |
      100 100 |                          |
      100 100 |                          | buy 1 @ 100 taker
       90  90 |                          |
       93  93 |                          | sell 1 @ 93 taker stopLoss
      `,
    );
  });

  it('one cancels the other, and follows a partly filled entry', () => {
    const { engine } = checkMarks(
      {},
      `
      100 100     | buy 3 market stopLoss:5% takeProfit:5% |
      100 100 9x1 |                                        | buy 1 @ 100 taker
      100 100 9x9 |                                        | buy 2 @ 100 taker
      106 106     |                                        | sell 3 @ 105 maker takeProfit
       90  90     |                                        |
      `,
    );
    expect(engine.core.orders.open).toEqual([]);
  });
});

describe('part of a fill', () => {
  it('is as much as the venue likes, at least one lot, and the rest goes on working', () => {
    checkMarks(
      { limitFill: (_id, qty) => qty.times(dec('0.4')) },
      `
      100 101 | buy 6 market     |
      100 101 | buy 1 market FOK | buy 2 @ 101 taker
      101 102 | buy 5 market FOK | buy 1 @ 102 taker; buy 1 @ 102 taker
      102 103 |                  | buy 1 @ 103 taker; buy 5 @ 103 taker
      103 104 |                  | buy 1 @ 104 taker
      104 105 |                  | buy 1 @ 105 taker
      `,
    );
  });
});
