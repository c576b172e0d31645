// Stop, stop-limit, take-profit and trailing orders on candles, domain.md section 9.
import { describe, it } from 'vitest';
import { aMarketOf, checkTable } from '../../../builders/candleTable.ts';
import { dec } from '../../../builders/risk.ts';

describe('a stop order', () => {
  it('sells at its price when it is touched, at the open when the open lies beyond', () => {
    checkTable(
      {},
      `
      100 100 100 100 | sell 1 stop 95 |
      100 101  96 100 |                |
      100 101  95 100 |                | sell 1 @ 95 taker
      100 100 100 100 | sell 1 stop 95 |
       90  96  89  92 |                | sell 1 @ 90 taker
      100 100 100 100 | sell 1 stop 95 |
       95  96  94  95 |                | sell 1 @ 95 taker
      `,
    );
  });

  it('buys, mirrored', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 stop 105 |
      100 104  99 100 |                |
      100 105  99 100 |                | buy 1 @ 105 taker
      100 100 100 100 | buy 1 stop 105 |
      110 111 104 110 |                | buy 1 @ 110 taker
      `,
    );
  });

  it('then pays slippage and tick', () => {
    // 95 x 0.999 = 94.905 -> 94.9; 90 x 0.999 = 89.91 -> 89.9; 105 x 1.001 = 105.105 -> 105.2.
    checkTable(
      { instruments: [aMarketOf({ tickSize: dec('0.1') })], slippageBps: '10' },
      `
      100 100 100 100 | sell 1 stop 95; buy 1 stop 105 |
      100 105  95 100 |                                | sell 1 @ 94.9 taker; buy 1 @ 105.2 taker
      100 100 100 100 | sell 1 stop 95                 |
       90  90  90  90 |                                | sell 1 @ 89.9 taker
      `,
    );
  });
});

describe('a stop-limit order', () => {
  it('trades at its trigger when that is within the limit', () => {
    checkTable(
      { slippageBps: '200' },
      `
      100 100 100 100 | sell 1 stopLimit 95 94 |
      100 100  95 100 |                        | sell 1 @ 94 taker
      100 100 100 100 | buy 1 stopLimit 105 110 |
      100 105 100 100 |                        | buy 1 @ 108 taker
      `,
    );
  });

  it('rests as a limit order when the market has jumped beyond its limit', () => {
    checkTable(
      {},
      `
      100 100 100 100 | sell 1 stopLimit 95 94 |
       90  93  89  92 |                        |
       92  94  91  92 |                        |
       92  95  91  92 |                        | sell 1 @ 94 maker
      `,
    );
  });

  it('that rests fills at an open within its limit', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 stopLimit 105 106 |
      110 112 104 111 |                         |
      104 105 103 104 |                         | buy 1 @ 104 maker
    `,
    );
  });
});

describe('a take-profit order', () => {
  it('follows the limit rule', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 2 market                          |
      100 100 100 100 | sell 1 takeProfit 105 reduceOnly      | buy 2 @ 100 taker
      100 105 100 100 |                                       |
      100 106 100 100 | sell 1 takeProfit 105 reduceOnly      | sell 1 @ 105 maker
      100 100 100 100 |                                       |
      107 108 107 108 |                                       | sell 1 @ 107 maker
      `,
    );
  });
});

describe('a trailing stop order', () => {
  it('follows the best price of the candles it rests through and never goes back', () => {
    checkTable(
      {},
      `
      100 100 100 100 | sell 1 trailingStop 90 trailPct:10 |
      100 110 100 110 |                                    |
      110 120 100 120 |                                    |
      120 120 109 110 |                                    |
      110 111 108 109 |                                    | sell 1 @ 108 taker
      `,
    );
  });

  it('buys, mirrored', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 trailingStop 110 trailPct:10 |
      100 100  80 100 |                                    |
       80  90  80  85 |                                    | buy 1 @ 88 taker
    `,
    );
  });

  it('without a first trigger starts behind the open of its first candle', () => {
    checkTable(
      {},
      `
      100 100 100 100 | sell 1 trailingStop trailPct:10 |
      101 101  91 101 |                                 |
      101 101  91 101 |                                 |
      101 101  90 101 |                                 | sell 1 @ 90 taker
      100 100 100 100 | sell 1 trailingStop trailPct:10 |
      101 101  89 101 |                                 | sell 1 @ 90 taker
    `,
    );
  });

  it('gone beyond at the open fills there', () => {
    checkTable(
      {},
      `
      100 100 100 100 | sell 1 trailingStop 90 trailPct:5 |
      100 100 100 100 |                                   |
       93  99  92  95 |                                   | sell 1 @ 93 taker
    `,
    );
  });
});
