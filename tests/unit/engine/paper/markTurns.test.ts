// What happens at one mark, in which order: funding, the trader's orders, stops, liquidation, targets. domain.md section 9.
import { describe, expect, it } from 'vitest';
import type { FundingSource } from '../../../../src/main/engine/paper/paperAccount.ts';
import { toEpochMs, toSymbolId } from '../../../../src/shared/domain/ids.ts';
import { HOUR_MS } from '../../../../src/shared/time.ts';
import { START } from '../../../builders/aCandle.ts';
import { aMarketOf } from '../../../builders/candleTable.ts';
import { checkMarks } from '../../../builders/markTable.ts';

const A = toSymbolId('A');

describe('the order of turns', () => {
  it('is the trader first, then stops: what is closed needs no stop', () => {
    checkMarks(
      {},
      `
      100 100 | buy 2 market stopLoss:5% |
      100 100 | close                    | buy 2 @ 100 taker
       90  90 |                          | sell 2 @ 90 taker
      `,
    );
  });

  it('is stops before a liquidation: they were reached no later', () => {
    checkMarks(
      { cash: '1000' },
      `
      100 100     | buy 90 market stopLoss:20% |
      100 100     |                            | buy 90 @ 100 taker
       70  70 3x3 |                            | sell 3 @ 70 taker stopLoss; sell 87 @ 70 taker liquidation
      `,
    );
  });

  it('is a liquidation before targets', () => {
    const { trades } = checkMarks(
      { cash: '1000', instruments: [aMarketOf(), aMarketOf({ symbol: toSymbolId('B') })] },
      `
      A: 100 100 | buy 10 market takeProfit:5% |
      B: 100 100 | buy 80 market               |
      A: 100 100 |                             | buy 10 @ 100 taker
      B: 100 100 |                             | buy 80 @ 100 taker
      B:  85  85 |                             | sell 80 @ 85 taker liquidation
      A: 106 106 |                             | sell 10 @ 106 taker liquidation
      `,
    );
    expect(trades.map(({ exitReason }) => exitReason)).toEqual(['liquidation', 'liquidation']);
  });
});

describe('liquidation', () => {
  // Cash 1000, maintenance 0.5 %: 90 long from 100 are at it at 89.33.., 90 short at 110.55..
  it('is judged at the last price; the venue closes the whole at the other side with slippage', () => {
    // 87 x 0.98 = 85.26 -> 85.
    checkMarks(
      { cash: '1000', slippageBps: '200' },
      `
      98 98             | buy 90 market |
      98 98             |               | buy 90 @ 100 taker
      80 91 last:90     |               |
      87 91 1x1 last:89 |               | sell 90 @ 85 taker liquidation
      `,
    );
  });

  it('takes a short, mirrored', () => {
    checkMarks(
      { cash: '1000' },
      `
      100 100              | sell 90 market |
      100 100              |                | sell 90 @ 100 taker
      105 120 1x1 last:110 |                |
      105 112 1x1 last:111 |                | buy 90 @ 112 taker liquidation
      `,
    );
  });
});

describe('funding', () => {
  const source: FundingSource = (_symbol, after) => ({
    at: toEpochMs(after - (after % (8 * HOUR_MS)) + 8 * HOUR_MS),
    rate: 0.001,
  });
  const lists: FundingSource = new Map([
    [A, [1, 2, 3].map((time) => ({ at: toEpochMs(START + time * 8 * HOUR_MS), rate: 0.001 }))],
  ]);
  const from = toEpochMs(START + 8 * HOUR_MS - 3000);

  it.each([
    ['recorded', lists],
    ['made as time goes on', source],
  ])('%s, is paid at the first mark at or after its time, on what is held, at the last price', (_name, funding) => {
    const { balance } = checkMarks(
      { from, funding },
      `
      100 100               | buy 10 market                      |
      100 100               | close                              | buy 10 @ 100 taker
      109 111 last:110      |                                    | funding -1.1; sell 10 @ 109 taker
      109 111               | sell 20 market                     |
      109 111               |                                    | sell 20 @ 109 taker
      +16h 100 101 last:100 | buy 20 market reduceOnly           | funding 2; funding 2
      100 101               |                                    | buy 20 @ 101 taker
      `,
    );
    expect(balance).toBe('10252.9');
  });

  it('is paid on what was held, not on what the same mark brings', () => {
    checkMarks(
      { from, funding: lists },
      `
      100 100          |               |
      100 100          | buy 10 market |
      100 101          |               | buy 10 @ 101 taker
      `,
    );
  });
});
