// The account: balance, positions and equity. Every change of the balance leaves through the ledger with its cause.
import { need } from '../../../shared/assert.ts';
import {
  type EpochMs,
  type PositionKey,
  positionKey,
  type StrategyId,
  type SymbolId,
} from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { ExitReason, Fill, PositionSide } from '../../../shared/domain/order.ts';
import type { LedgerEntry, LedgerKind, Trade } from '../../../shared/domain/portfolio.ts';
import { Decimal, percentOf } from '../../../shared/money.ts';
import { Ledger, type LedgerPosting, type LedgerState } from './ledger.ts';
import { increase, openPosition, type OpenPositionState, reduce, toTrade } from './openPosition.ts';

/** Net over all strategies in one symbol, so that equity costs one step per symbol. */
interface Holding {
  readonly instrument: Instrument;
  /** Oldest first. */
  readonly positions: OpenPositionState[];
  /** Quantity over all positions regardless of direction. */
  gross: Decimal;
  /** Signed quantity and signed value at average cost. */
  qty: Decimal;
  cost: Decimal;
  mark: Decimal;
  worth: Decimal;
  /** Maintenance margin at mark; zero on spot. */
  maintenance: Decimal;
}

/** What one fill did to the account. */
export interface FillOutcome {
  readonly entries: readonly LedgerEntry[];
  readonly trade: Trade | undefined;
  /** The position after the fill; undefined when flat. */
  readonly position: OpenPositionState | undefined;
}

export class Portfolio {
  private readonly ledger = new Ledger();
  private readonly holdings = new Map<SymbolId, Holding>();
  /** The same, flat for the candle path. */
  private held: readonly Holding[] = [];
  private readonly positions = new Map<PositionKey, OpenPositionState>();
  private tradeSequence = 0;
  /** Sum of all `worth`, kept in step so that equity costs the same however many symbols are held. */
  private worth = Decimal.ZERO;
  /** Sum of all `maintenance`, likewise. */
  private maintenance = Decimal.ZERO;

  get balance(): Decimal {
    return this.ledger.balance;
  }

  /** Open positions in the order they were opened. */
  get open(): IterableIterator<OpenPositionState> {
    return this.positions.values();
  }

  get openCount(): number {
    return this.positions.size;
  }

  /** Makes a symbol known, or renews its instrument; what is held stays. */
  setInstrument(instrument: Instrument): void {
    const zero = Decimal.ZERO;
    const known = this.holdings.get(instrument.symbol) ?? {
      positions: [],
      gross: zero,
      qty: zero,
      cost: zero,
      mark: zero,
      worth: zero,
      maintenance: zero,
    };
    this.holdings.set(instrument.symbol, { ...known, instrument });
    this.held = [...this.holdings.values()];
  }

  position(key: PositionKey): OpenPositionState | undefined {
    return this.positions.size === 0 ? undefined : this.positions.get(key);
  }

  /** A new price of `symbol` for equity and unrealised P&L. */
  setMark(symbol: SymbolId, price: number): void {
    const holding = this.holding(symbol);
    if (holding.positions.length === 0) return;
    holding.mark = Decimal.fromNumber(price, holding.instrument.tickSize.scale);
    this.revalue(holding);
  }

  /** Cash + unrealised P&L (linear) + base holdings at mark (spot). Exact. */
  get equity(): Decimal {
    return this.ledger.balance.plus(this.worth);
  }

  /** Equity as it would be with `symbol` at `price`. */
  equityAt(symbol: SymbolId, price: Decimal): Decimal {
    const holding = this.holding(symbol);
    return this.equity.minus(holding.worth).plus(worthAt(holding, price));
  }

  /** The open positions of a symbol, oldest first. */
  positionsIn(symbol: SymbolId): readonly OpenPositionState[] {
    return this.positions.size === 0 ? NONE : (this.holdings.get(symbol)?.positions ?? NONE);
  }

  /** Signed net quantity of a symbol over all strategies. */
  netQty(symbol: SymbolId): Decimal {
    return this.holdings.get(symbol)?.qty ?? Decimal.ZERO;
  }

  /** Absolute notional at mark. */
  exposure(symbol: SymbolId): Decimal {
    const holding = this.holdings.get(symbol);
    return holding === undefined ? Decimal.ZERO : notionalOf(holding, holding.mark);
  }

  get totalExposure(): Decimal {
    let total = Decimal.ZERO;
    for (const holding of this.held) total = total.plus(notionalOf(holding, holding.mark));
    return total;
  }

  /** Initial margin of the linear positions: notional / maximum leverage. */
  get usedMargin(): Decimal {
    let total = Decimal.ZERO;
    for (const holding of this.held) {
      if (holding.positions.length === 0 || holding.instrument.kind !== 'linear') continue;
      total = total.plus(notionalOf(holding, holding.mark).dividedBy(holding.instrument.maxLeverage));
    }
    return total;
  }

  /** Maintenance margin of the linear positions, with `symbol` at `price`. */
  maintenanceAt(symbol: SymbolId, price: Decimal): Decimal {
    const holding = this.holding(symbol);
    return this.maintenance.minus(holding.maintenance).plus(marginAt(holding, price));
  }

  /** Books a fill for `strategy`. A fill through zero closes the position and opens the opposite one. */
  applyFill(fill: Fill, strategy: StrategyId, reason: ExitReason): FillOutcome {
    const key = positionKey(strategy, fill.symbol);
    const holding = this.holding(fill.symbol);
    const entries: LedgerEntry[] = [];
    let position = this.positions.get(key);
    let trade: Trade | undefined;
    let rest = fill;
    if (position !== undefined && position.side !== sideOf(fill)) {
      const [closing, opening] = splitFill(fill, position.qty);
      this.close(holding, position, { fill: closing, entries });
      rest = opening;
      if (position.qty.isZero()) {
        this.tradeSequence += 1;
        trade = toTrade(position, this.tradeSequence, { at: fill.at, reason });
        this.positions.delete(key);
        holding.positions.splice(holding.positions.indexOf(position), 1);
        position = undefined;
      }
    }
    if (rest.qty.isPositive()) {
      if (position === undefined) {
        position = openPosition(fill, strategy, holding.instrument.contractSize);
        this.positions.set(key, position);
        holding.positions.push(position);
      }
      this.add(holding, position, { fill: rest, entries });
    }
    holding.mark = fill.price;
    this.revalue(holding);
    return { entries, trade, position };
  }

  /**
   * Funding of a symbol, shared among its positions by signed quantity; the last takes the remainder. `perUnit`, what one long
   * unit receives, tells the shares of positions that cancel out. Undefined when the balance stays as it is.
   */
  applyFunding(
    { symbol, amount, cause, perUnit }: { symbol: SymbolId; amount: Decimal; cause: string; perUnit?: Decimal },
    at: EpochMs,
  ): LedgerEntry | undefined {
    const net = this.netQty(symbol);
    const sharers = this.positionsIn(symbol);
    let rest = amount;
    sharers.forEach((position, index) => {
      const signed = position.side === 'long' ? position.qty : position.qty.negated();
      const isLast = index === sharers.length - 1;
      const share = isLast ? rest : net.isZero() ? perUnit?.times(signed) : amount.times(signed).dividedBy(net);
      if (share === undefined) return;
      position.funding = position.funding.plus(share);
      rest = rest.minus(share);
    });
    return amount.isZero() ? undefined : this.post({ kind: 'funding', amount, cause, symbol }, at);
  }

  /** A deposit, transfer or correction from outside. */
  post(posting: LedgerPosting, at: EpochMs): LedgerEntry {
    return this.ledger.post(posting, at);
  }

  private add(holding: Holding, position: OpenPositionState, booking: Booking): void {
    const { fill } = booking;
    increase(position, fill);
    const value = fill.qty.times(fill.price);
    holding.gross = holding.gross.plus(fill.qty);
    move(holding, position.side, { qty: fill.qty, value });
    if (holding.instrument.kind === 'spot') {
      const paid = value.times(position.contractSize);
      this.book(booking, position, { kind: 'transfer', amount: position.side === 'long' ? paid.negated() : paid });
    }
    this.book(booking, position, { kind: 'fee', amount: fill.fee.negated() });
  }

  private close(holding: Holding, position: OpenPositionState, booking: Booking): void {
    const { fill } = booking;
    const { pnl, released } = reduce(position, fill);
    holding.gross = holding.gross.minus(fill.qty);
    move(holding, position.side === 'long' ? 'short' : 'long', { qty: fill.qty, value: released });
    // Spot pays the cost back and the gain on top: together exactly qty x price.
    if (holding.instrument.kind === 'spot') {
      const cost = released.times(position.contractSize);
      this.book(booking, position, { kind: 'transfer', amount: position.side === 'long' ? cost : cost.negated() });
    }
    this.book(booking, position, { kind: 'realisedPnl', amount: pnl });
    this.book(booking, position, { kind: 'fee', amount: fill.fee.negated() });
  }

  private book(
    { fill, entries }: Booking,
    { strategy, symbol }: OpenPositionState,
    { kind, amount }: { readonly kind: LedgerKind; readonly amount: Decimal },
  ): void {
    if (!amount.isZero()) entries.push(this.post({ kind, amount, cause: fill.fillId, symbol, strategy }, fill.at));
  }

  private revalue(holding: Holding): void {
    const worth = worthAt(holding, holding.mark);
    // Most accounts trade one symbol: its worth is the sum.
    this.worth = this.held.length === 1 ? worth : this.worth.minus(holding.worth).plus(worth);
    holding.worth = worth;
    if (holding.instrument.kind === 'spot') return;
    const maintenance = marginAt(holding, holding.mark);
    this.maintenance = this.maintenance.minus(holding.maintenance).plus(maintenance);
    holding.maintenance = maintenance;
  }

  private holding(symbol: SymbolId): Holding {
    return need(this.holdings.get(symbol), 'an instrument', symbol);
  }

  save(): PortfolioState {
    return {
      ledger: this.ledger.save(),
      tradeSequence: this.tradeSequence,
      positions: [...this.positions.values()].map((position) => ({ ...position })),
      holdings: [...this.holdings.values()].map(({ positions: _, ...holding }) => holding),
    };
  }

  load(state: PortfolioState): void {
    this.ledger.load(state.ledger);
    this.tradeSequence = state.tradeSequence;
    this.positions.clear();
    this.holdings.clear();
    for (const holding of state.holdings) this.holdings.set(holding.instrument.symbol, { ...holding, positions: [] });
    for (const saved of state.positions) {
      const position = { ...saved };
      this.positions.set(position.key, position);
      this.holding(position.symbol).positions.push(position);
    }
    this.held = [...this.holdings.values()];
    this.worth = this.held.reduce((sum, { worth }) => sum.plus(worth), Decimal.ZERO);
    this.maintenance = this.held.reduce((sum, { maintenance }) => sum.plus(maintenance), Decimal.ZERO);
  }
}

export interface PortfolioState {
  readonly ledger: LedgerState;
  readonly tradeSequence: number;
  readonly positions: readonly OpenPositionState[];
  readonly holdings: readonly Omit<Holding, 'positions'>[];
}

/** A fill, or the part of one that closes or opens, and where its ledger entries go. */
interface Booking {
  readonly fill: Fill;
  readonly entries: LedgerEntry[];
}

const sideOf = (fill: Fill): PositionSide => (fill.side === 'buy' ? 'long' : 'short');

/** The part of a fill that closes at most `open`, and the rest; the fee goes with the quantity. */
function splitFill(fill: Fill, open: Decimal): readonly [Fill, Fill] {
  if (fill.qty.lte(open)) return [fill, { ...fill, qty: Decimal.ZERO, fee: Decimal.ZERO }];
  const fee = fill.fee.times(open).dividedBy(fill.qty);
  return [
    { ...fill, qty: open, fee },
    { ...fill, qty: fill.qty.minus(open), fee: fill.fee.minus(fee) },
  ];
}

function move(holding: Holding, direction: PositionSide, { qty, value }: { qty: Decimal; value: Decimal }): void {
  const isLong = direction === 'long';
  holding.qty = isLong ? holding.qty.plus(qty) : holding.qty.minus(qty);
  holding.cost = isLong ? holding.cost.plus(value) : holding.cost.minus(value);
}

const NONE: readonly OpenPositionState[] = [];

/** Gross over the strategies: opposite positions do not cancel out. */
const notionalOf = ({ gross, instrument }: Holding, price: Decimal): Decimal =>
  gross.times(instrument.contractSize).times(price);

/** Maintenance margin of a linear holding. */
const marginAt = (holding: Holding, price: Decimal): Decimal =>
  holding.instrument.kind === 'linear'
    ? percentOf(notionalOf(holding, price), holding.instrument.maintenanceMarginPct)
    : Decimal.ZERO;

/** What a holding adds to the cash: its value on spot, its unrealised P&L on linear contracts. */
function worthAt({ qty, cost, instrument }: Holding, price: Decimal): Decimal {
  const value = qty.times(price);
  return (instrument.kind === 'spot' ? value : value.minus(cost)).times(instrument.contractSize);
}
