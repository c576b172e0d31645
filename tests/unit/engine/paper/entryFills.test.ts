// Market and limit orders on candles, domain.md section 9. Columns: open high low close | asked at the close | filled.
import { describe, it } from 'vitest';
import { aMarketOf, checkTable } from '../../../builders/candleTable.ts';
import { toSymbolId } from '../../../../src/shared/domain/ids.ts';
import { dec } from '../../../builders/risk.ts';

const FINE = { instruments: [aMarketOf({ tickSize: dec('0.05') })] };

describe('a market order', () => {
  it('fills at the next open, never in the candle it was decided on', () => {
    checkTable(
      {},
      `
      100 105  95 101 | buy 2 market            |
      103 104  90  95 |                         | buy 2 @ 103 taker
       95  96  94  95 | sell 2 market reduceOnly |
       92  99  91  95 |                         | sell 2 @ 92 taker
      `,
    );
  });

  it('pays the slippage and then the tick, both against the trader', () => {
    // 100 x 1.0002 = 100.02 -> 100.05; 100 x 0.9998 = 99.98 -> 99.95.
    checkTable(
      { ...FINE, slippageBps: '2' },
      `
      100 100 100 100 | buy 1 market; sell 1 market   |
      100 100 100 100 |                               | buy 1 @ 100.05 taker; sell 1 @ 99.95 taker
      `,
    );
  });

  it('rounds an open off the tick against the trader even without slippage', () => {
    checkTable(
      FINE,
      `
      100    100    100    100    | buy 1 market; sell 1 market |
      100.01 100.01 100.01 100.01 |                             | buy 1 @ 100.05 taker; sell 1 @ 100 taker
      `,
    );
  });

  it('waits through an outage for the next candle there is', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 market |
      gap             |              |
      120 121 119 120 |              | buy 1 @ 120 taker
      `,
    );
  });
});

describe('a limit order', () => {
  it('takes at the open of its first candle when it is marketable there, without slippage', () => {
    checkTable(
      { slippageBps: '10' },
      `
      100 100 100 100 | buy 1 limit 101; sell 1 limit 99 |
      100 102  98 100 |                                  | buy 1 @ 100 taker; sell 1 @ 100 taker
      `,
    );
  });

  it('is marketable at an open equal to it', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 limit 100 |
      100 100 100 100 |                 | buy 1 @ 100 taker
    `,
    );
  });

  it('makes at its own price once the market goes through it; a touch is no fill', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 limit 95  |
      100 101  95 100 |                 |
      100 101  94  96 |                 | buy 1 @ 95 maker
      100 100 100 100 | sell 1 limit 105 |
      100 105  99 100 |                 |
      100 106  99 100 |                 | sell 1 @ 105 maker
      `,
    );
  });

  it('goes through in its very first candle as a maker', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 limit 95 |
       96  97  94  95 |                | buy 1 @ 95 maker
    `,
    );
  });

  it('fills at a later open beyond it, as a maker', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 limit 95; sell 1 limit 104 |
      100 101  99 100 |                                  |
       93  94  92  93 |                                  | buy 1 @ 93 maker
      110 111 109 110 |                                  | sell 1 @ 110 maker
      `,
    );
  });

  it('fills at a gap to exactly its price', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 limit 95 |
      100 100  99 100 |                |
       95  96  95  96 |                | buy 1 @ 95 maker
    `,
    );
  });

  it('is rounded to the tick away from the market', () => {
    checkTable(
      FINE,
      `
      100   100   100   100 | buy 1 limit 99.99 |
      100   100    99.95 100 |                  |
      100   100    99.94 100 |                  | buy 1 @ 99.95 maker
    `,
    );
  });

  it('that is canceled fills no more', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 limit 95 |
      100 100  96 100 | cancel         | canceled
       90  90  90  90 |                |
    `,
    );
  });
});

describe('post-only', () => {
  it('ends when it would take, and rests otherwise', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 limit 100 postOnly |
      100 100  90 100 |                          | canceled
      100 100 100 100 | buy 1 limit 99 postOnly  |
      100 100  98 100 |                          | buy 1 @ 99 maker
      100 100 100 100 | sell 1 limit 99 postOnly |
      100 100 100 100 |                          | canceled
      `,
    );
  });

  it('may fill at an open beyond it once it has rested', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 limit 99 postOnly |
      100 100 100 100 |                         |
       97  98  97  98 |                         | buy 1 @ 97 maker
    `,
    );
  });
});

describe('time in force', () => {
  it('IOC takes at the open of its first candle what there is and never rests', () => {
    checkTable(
      { volumeCapPct: '10' },
      `
      100 100 100 100 1000 | buy 30 limit 101 IOC |
      100 100  90 100  200 |                      | buy 20 @ 100 taker; canceled
      100 100 100 100 1000 | buy 5 limit 99 IOC   |
      100 100  90 100 1000 |                      | canceled
      100 100 100 100 1000 | buy 5 market IOC     |
      101 101 101 101 1000 |                      | buy 5 @ 101 taker
      `,
    );
  });

  it('FOK fills all of it at the first open or nothing', () => {
    checkTable(
      { volumeCapPct: '10' },
      `
      100 100 100 100 1000 | buy 30 limit 101 FOK |
      100 100 100 100  299 |                      | canceled
      100 100 100 100 1000 | buy 30 limit 101 FOK |
      100 100 100 100  300 |                      | buy 30 @ 100 taker
      100 100 100 100 1000 | buy 1 limit 99 FOK   |
      100 100  90 100 1000 |                      | canceled
      `,
    );
  });

  it('GTD expires at its time, before a candle that opens then', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 limit 95 GTD:2 |
      100 100  96 100 |                      |
      100 100  95 100 |                      |
       90  90  90  90 |                      | expired
      100 100 100 100 | buy 1 limit 95 GTD:2 |
      100 100  96 100 |                      |
      100 100  94 100 |                      | buy 1 @ 95 maker
      `,
    );
  });

  it('GTC rests for ever', () => {
    checkTable(
      {},
      `
      100 100 100 100 | buy 1 limit 50 |
      100 100  51 100 |                |
      gap             |                |
      100 100  50 100 |                |
      100 100  49 100 |                | buy 1 @ 50 maker
    `,
    );
  });
});

describe('two symbols', () => {
  it('fill at their own candles', () => {
    const two = { instruments: [aMarketOf(), aMarketOf({ symbol: toSymbolId('B') })] };
    checkTable(
      two,
      `
      A: 100 100 100 100 | buy 1 market |
      B:  10  10  10  10 | buy 2 market |
      A: 101 101 101 101 |              | buy 1 @ 101 taker
      B: gap             |              |
      A: 102 102 102 102 |              |
      B:  12  12  12  12 |              | buy 2 @ 12 taker
      `,
    );
  });

  it('closed at the same time: what the first decides is not active in the candle of the second', () => {
    const two = { instruments: [aMarketOf(), aMarketOf({ symbol: toSymbolId('B') })] };
    checkTable(
      two,
      `
      A: 100 100 100 100 |              |
      B: 100 100 100 100 | buy 1 market |
      A: 101 101 101 101 |              |
      B: 102 102 102 102 |              | buy 1 @ 102 taker
      `,
    );
  });
});
