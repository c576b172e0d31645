// The account against the most naive model there is: every equity is money put in, minus what was paid for what is held, plus
// what that is worth now. Computed in decimal.js with 60 digits from the bare list of fills, sharing nothing with the product.
import { Decimal as Big } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../src/main/engine/kernel/canonical.ts';
import { Portfolio, type PortfolioState } from '../../src/main/engine/portfolio/portfolio.ts';
import { positionKey, toClientOrderId, toEpochMs, toFillId, toStrategyId } from '../../src/shared/domain/ids.ts';
import type { Instrument } from '../../src/shared/domain/instrument.ts';
import type { LedgerEntry, Trade } from '../../src/shared/domain/portfolio.ts';
import { Decimal } from '../../src/shared/money.ts';
import { aLinear, SPOT } from '../builders/engineRun.ts';
import { dec } from '../builders/risk.ts';

const Wide = Big.clone({ precision: 60 });
type Num = InstanceType<typeof Wide>;
const ZERO = new Wide(0);
const wide = (value: { toString(): string } | string): Num => new Wide(value.toString());

const MARKETS: readonly Instrument[] = [
  SPOT,
  aLinear('ETH/USDT:USDT'),
  aLinear('SOL/USDT:USDT', { contractSize: dec('0.1') }),
];
const STRATEGIES = ['a', 'b'].map(toStrategyId);

type Move =
  | { kind: 'fill'; market: number; strategy: number; isBuy: boolean; qty: number; price: number; fee: number }
  | { kind: 'mark'; market: number; price: number }
  | { kind: 'funding'; market: number; amount: number }
  | { kind: 'deposit'; amount: number }
  | { kind: 'restart' };

const market = fc.nat({ max: MARKETS.length - 1 });
const price = fc.integer({ min: 1, max: 5000 });
const anyMove: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('fill' as const),
      market,
      strategy: fc.nat({ max: 1 }),
      isBuy: fc.boolean(),
      // Few different sizes, so that positions come back to zero exactly as often as they go through it.
      qty: fc.constantFrom(1, 2, 3, 7, 333),
      price,
      fee: fc.integer({ min: -20, max: 500 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('mark' as const), market, price }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('funding' as const), market, amount: fc.integer({ min: -99, max: 99 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('deposit' as const), amount: fc.integer({ min: -999, max: 999 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
);

interface NaiveFill {
  readonly market: Instrument;
  readonly key: string;
  /** Signed. */
  readonly qty: Num;
  readonly price: Num;
  readonly fee: Num;
}

class Naive {
  readonly fills: NaiveFill[] = [];
  readonly marks = new Map<string, Num>();
  money = ZERO;
  funding = ZERO;

  /** Money that came for what was sold, less what went for what was bought, in quote currency. */
  flow(fills: readonly NaiveFill[]): Num {
    return fills.reduce(
      (sum, { qty, price: at, market: of }) => sum.minus(qty.times(at).times(wide(of.contractSize))),
      ZERO,
    );
  }

  fees(fills: readonly NaiveFill[]): Num {
    return fills.reduce((sum, { fee }) => sum.plus(fee), ZERO);
  }

  held(fills: readonly NaiveFill[]): Num {
    return fills.reduce((sum, { qty }) => sum.plus(qty), ZERO);
  }

  of(key: string): readonly NaiveFill[] {
    return this.fills.filter((fill) => fill.key === key);
  }

  equity(): Num {
    return MARKETS.reduce(
      (sum, { symbol, contractSize }) => {
        const own = this.fills.filter(({ market: of }) => of.symbol === symbol);
        return sum.plus(
          this.held(own)
            .times(this.marks.get(symbol) ?? ZERO)
            .times(wide(contractSize)),
        );
      },
      this.money.plus(this.funding).plus(this.flow(this.fills)).minus(this.fees(this.fills)),
    );
  }
}

class Account {
  portfolio = new Portfolio();
  readonly naive = new Naive();
  readonly entries: LedgerEntry[] = [];
  readonly trades: Trade[] = [];
  private sequence = 0;

  constructor() {
    for (const instrument of MARKETS) this.portfolio.setInstrument(instrument);
  }

  apply(move: Move): void {
    const at = toEpochMs(++this.sequence);
    const cause = `C${String(at)}`;
    switch (move.kind) {
      case 'fill':
        return this.fill(move);
      case 'mark': {
        const { symbol } = MARKETS[move.market]!;
        this.portfolio.setMark(symbol, move.price / 10);
        if (this.portfolio.positionsIn(symbol).length > 0) this.naive.marks.set(symbol, wide(move.price).div(10));
        return;
      }
      case 'funding': {
        const amount = dec(move.amount).times(dec('0.01'));
        const { symbol } = MARKETS[move.market]!;
        const entry = this.portfolio.applyFunding({ symbol, amount, cause, perUnit: amount }, at);
        if (entry !== undefined) this.entries.push(entry);
        this.naive.funding = this.naive.funding.plus(wide(amount));
        return;
      }
      case 'deposit':
        this.entries.push(this.portfolio.post({ kind: 'deposit', amount: dec(move.amount), cause }, at));
        this.naive.money = this.naive.money.plus(move.amount);
        return;
      case 'restart': {
        const saved = encode(this.portfolio.save());
        this.portfolio = new Portfolio();
        this.portfolio.load(decode(saved) as PortfolioState);
        expect(encode(this.portfolio.save())).toBe(saved);
      }
    }
  }

  private fill(move: Extract<Move, { kind: 'fill' }>): void {
    const instrument = MARKETS[move.market]!;
    const strategy = STRATEGIES[move.strategy]!;
    const fill = {
      fillId: toFillId(`F${String(this.sequence)}`),
      clientOrderId: toClientOrderId('fd'),
      symbol: instrument.symbol,
      side: move.isBuy ? 'buy' : 'sell',
      qty: dec(move.qty).times(dec('0.001')),
      price: dec(move.price).times(dec('0.1')),
      fee: dec(move.fee).times(dec('0.00000001')),
      liquidity: 'taker',
      at: toEpochMs(this.sequence),
    } as const;
    const { entries, trade } = this.portfolio.applyFill(fill, strategy, 'manual');
    this.entries.push(...entries);
    if (trade !== undefined) this.trades.push(trade);
    const qty = wide(fill.qty).times(move.isBuy ? 1 : -1);
    const key = positionKey(strategy, instrument.symbol);
    this.naive.fills.push({ market: instrument, key, qty, price: wide(fill.price), fee: wide(fill.fee) });
    this.naive.marks.set(instrument.symbol, wide(fill.price));
  }
}

/** Quotients are rounded to 34 digits; nothing else may be. */
function expectClose(found: Decimal, expected: Num, what: string): void {
  const error = wide(found).minus(expected).abs();
  expect(error.lte('1e-24'), `${what}: expected ${expected.toString()}, found ${found.toString()}`).toBe(true);
}

function expectSound({ portfolio, naive, entries, trades }: Account): void {
  const ledger = entries.reduce((sum, { amount }) => sum.plus(amount), Decimal.ZERO);
  expect(ledger.toString()).toBe(portfolio.balance.toString());
  expect(entries.at(-1)?.balance.toString() ?? '0').toBe(portfolio.balance.toString());
  expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1));
  expectClose(portfolio.equity, naive.equity(), 'equity');
  const spot = naive.fills.filter(({ market: of }) => of.kind === 'spot');
  for (const { symbol, kind, contractSize } of MARKETS) {
    const own = naive.fills.filter(({ market: of }) => of.symbol === symbol);
    expectClose(portfolio.netQty(symbol), naive.held(own), `quantity of ${symbol}`);
    const notional = portfolio
      .positionsIn(symbol)
      .reduce((sum, { qty }) => sum.plus(wide(qty).times(naive.marks.get(symbol)!).times(wide(contractSize))), ZERO);
    expectClose(portfolio.exposure(symbol), notional, `exposure of ${symbol}`);
    if (kind !== 'linear') continue;
    for (const strategy of STRATEGIES) expectKey({ portfolio, naive, trades }, positionKey(strategy, symbol));
  }
  // With nothing but spot, the balance is plain cash.
  if (spot.length === naive.fills.length) {
    const cash = naive.money.plus(naive.funding).plus(naive.flow(spot)).minus(naive.fees(spot));
    expectClose(portfolio.balance, cash, 'cash');
  }
}

/** One strategy in one symbol: what its trades and its open position earned is what its fills brought. */
function expectKey({ portfolio, naive, trades }: Pick<Account, 'portfolio' | 'naive' | 'trades'>, key: string): void {
  const own = naive.of(key);
  const held = naive.held(own);
  const position = [...portfolio.open].find((open) => open.key === key);
  expect(position === undefined).toBe(held.isZero());
  const closed = trades.filter(({ strategy, symbol }) => positionKey(strategy, symbol) === key);
  const earned = closed.reduce((sum, { pnl }) => sum.plus(wide(pnl)), ZERO);
  const contractSize = wide(own[0]?.market.contractSize ?? '1');
  // What is still open stands at cost: its P&L so far is what was realised.
  const cost = position === undefined ? ZERO : wide(position.cost).times(position.side === 'long' ? 1 : -1);
  const open = position === undefined ? ZERO : wide(position.realised).minus(wide(position.fees));
  const expected = naive.flow(own).plus(cost.times(contractSize)).minus(naive.fees(own));
  expectClose(dec(earned.plus(open).toFixed(30)), expected, `P&L of ${key}`);
  if (position === undefined) return;
  expectClose(position.qty, held.abs(), `position ${key}`);
  expect(position.side).toBe(held.isNegative() ? 'short' : 'long');
}

describe('the account', () => {
  it('is what the naive model says after every step: through zero, several strategies, spot and linear', () => {
    fc.assert(
      fc.property(fc.array(anyMove, { minLength: 5, maxLength: 40, size: 'max' }), (moves) => {
        const account = new Account();
        for (const move of moves) {
          account.apply(move);
          expectSound(account);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('shares funding out among the positions without losing any', () => {
    fc.assert(
      fc.property(fc.array(anyMove, { minLength: 5, maxLength: 30, size: 'max' }), (moves) => {
        const account = new Account();
        for (const move of moves) {
          const before = new Map([...account.portfolio.open].map(({ key, funding }) => [key, funding]));
          account.apply(move);
          if (move.kind !== 'funding') continue;
          const sharers = [...account.portfolio.positionsIn(MARKETS[move.market]!.symbol)];
          if (sharers.length === 0 || move.amount === 0) continue;
          const shared = sharers.reduce(
            (sum, { key, funding }) => sum.plus(wide(funding.minus(before.get(key)!))),
            ZERO,
          );
          expect(
            shared
              .minus(wide(account.entries.at(-1)!.amount))
              .abs()
              .lte('1e-24'),
          ).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});
