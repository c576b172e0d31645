// Fills and what they do to balance, position and equity, checkable by eye.
import { describe, expect, it } from 'vitest';
import { Portfolio } from '../../../../src/main/engine/portfolio/portfolio.ts';
import {
  positionKey,
  toClientOrderId,
  toEpochMs,
  toFillId,
  toStrategyId,
  type StrategyId,
} from '../../../../src/shared/domain/ids.ts';
import type { Instrument } from '../../../../src/shared/domain/instrument.ts';
import type { ExitReason } from '../../../../src/shared/domain/order.ts';
import { InvariantError } from '../../../../src/shared/assert.ts';
import { LINEAR, SPOT } from '../../../builders/engineRun.ts';
import { dec } from '../../../builders/risk.ts';

const S = toStrategyId('s');

/** An account with 1000 in cash. */
function anAccount(instrument: Instrument) {
  const portfolio = new Portfolio();
  portfolio.setInstrument(instrument);
  portfolio.post({ kind: 'deposit', amount: dec(1000), cause: 'start' }, toEpochMs(0));
  let sequence = 0;
  /** `+1 @ 100` buys, `-1 @ 100` sells; a fee of 0.1 each. */
  const fill = (
    text: string,
    { strategy = S, reason = 'strategy' }: { strategy?: StrategyId; reason?: ExitReason } = {},
  ) => {
    const [, sign, qty, price] = /^([+-])(\S+) @ (\S+)$/.exec(text) as unknown as [string, string, string, string];
    sequence += 1;
    const deal = { qty: dec(qty), price: dec(price), fee: dec('0.1'), liquidity: 'taker' } as const;
    const place = { symbol: instrument.symbol, side: sign === '+' ? 'buy' : 'sell' } as const;
    const ids = { fillId: toFillId(`F${String(sequence)}`), clientOrderId: toClientOrderId('fd') };
    return portfolio.applyFill({ ...ids, ...place, ...deal, at: toEpochMs(sequence) }, strategy, reason);
  };
  const held = (strategy = S) => portfolio.position(positionKey(strategy, instrument.symbol));
  return { portfolio, fill, held };
}

describe.each([
  // fills; side and quantity held, cost, balance, equity at the last price
  ['linear', ['+2 @ 100'], ['long 2 200', '999.9', '999.9']],
  ['linear', ['+2 @ 100', '+2 @ 110'], ['long 4 420', '999.8', '1019.8']],
  ['linear', ['+2 @ 100', '-1 @ 110'], ['long 1 100', '1009.8', '1019.8']],
  ['linear', ['+2 @ 100', '-2 @ 110'], ['flat', '1019.8', '1019.8']],
  ['linear', ['-2 @ 100', '+1 @ 110'], ['short 1 100', '989.8', '979.8']],
  ['linear', ['+1 @ 100', '-3 @ 110'], ['short 2 220', '1009.8', '1009.8']],
  ['spot', ['+2 @ 100'], ['long 2 200', '799.9', '999.9']],
  ['spot', ['+2 @ 100', '-1 @ 110'], ['long 1 100', '909.8', '1019.8']],
  ['spot', ['+1 @ 100', '-3 @ 110'], ['short 2 220', '1229.8', '1009.8']],
  ['spot', ['+1 @ 100', '-3 @ 110', '+2 @ 100'], ['flat', '1029.7', '1029.7']],
] as const)('%s after %j', (kind, fills, [position, balance, equity]) => {
  it(`is ${position}, balance ${balance}, equity ${equity}`, () => {
    const { portfolio, fill, held } = anAccount(kind === 'spot' ? SPOT : LINEAR);
    for (const each of fills) fill(each);
    const open = held();
    expect(open === undefined ? 'flat' : [open.side, open.qty, open.cost].join(' ')).toBe(position);
    expect([portfolio.balance, portfolio.equity].map(String)).toEqual([balance, equity]);
  });
});

describe('a round trip', () => {
  it('becomes a trade with averages over all its fills, net of all its fees', () => {
    const { fill } = anAccount(LINEAR);
    for (const each of ['+1 @ 100', '+3 @ 104', '-2 @ 106']) expect(fill(each).trade).toBeUndefined();
    const { trade, position } = fill('-2 @ 110', { reason: 'takeProfit' });
    expect(position).toBeUndefined();
    expect(trade).toMatchObject({ id: 'T1', side: 'long', entryAt: 1, exitAt: 4, exitReason: 'takeProfit' });
    const { entryPrice, exitPrice, qty, fees, pnl } = trade!;
    expect([entryPrice, exitPrice, qty, fees, pnl].map(String)).toEqual(['103', '108', '4', '0.4', '19.6']);
  });

  it('through zero ends one trade and opens the opposite position, the fee shared by quantity', () => {
    const { fill, held } = anAccount(LINEAR);
    fill('+1 @ 100');
    const { trade } = fill('-4 @ 90', { reason: 'reversal' });
    expect([trade!.qty, trade!.fees, trade!.pnl].map(String)).toEqual(['1', '0.125', '-10.125']);
    expect(held()).toMatchObject({ side: 'short', openedAt: 2 });
    expect([held()!.qty, held()!.fees].map(String)).toEqual(['3', '0.075']);
  });
});

describe('several strategies in one symbol', () => {
  const T = toStrategyId('t');

  it('hold positions of their own; equity is that of the sum, exposure of both', () => {
    const { portfolio, fill, held } = anAccount(LINEAR);
    fill('+3 @ 100');
    fill('-1 @ 100', { strategy: T });
    expect([held()!.side, held(T)!.side]).toEqual(['long', 'short']);
    portfolio.setMark(LINEAR.symbol, 110);
    expect(portfolio.netQty(LINEAR.symbol).toString()).toBe('2');
    expect(portfolio.equity.toString()).toBe('1019.8');
    expect(portfolio.exposure(LINEAR.symbol).toString()).toBe('440');
    expect(portfolio.usedMargin.toString()).toBe('44');
    expect(portfolio.maintenanceAt(LINEAR.symbol, dec(100)).toString()).toBe('2');
    expect(portfolio.equityAt(LINEAR.symbol, dec(90)).toString()).toBe('979.8');
  });

  it('share funding by signed quantity; the ledger has one entry for the symbol', () => {
    const { portfolio, fill, held } = anAccount(LINEAR);
    fill('+3 @ 100');
    fill('-1 @ 100', { strategy: T });
    const amount = dec('-2');
    const entry = portfolio.applyFunding({ symbol: LINEAR.symbol, amount, cause: 'funding-1' }, toEpochMs(9));
    expect(entry).toMatchObject({ kind: 'funding', cause: 'funding-1' });
    expect([held()!.funding, held(T)!.funding, portfolio.balance].map(String)).toEqual(['-3', '1', '997.8']);
    expect(fill('-3 @ 100').trade?.funding.toString()).toBe('-3');
  });
});

it('a fill of a symbol nobody configured is our own bug', () => {
  expect(() => new Portfolio().setMark(SPOT.symbol, 1)).toThrow(InvariantError);
});
