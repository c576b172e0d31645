// How much to trade: the quantity a strategy's sizing asks for, before any limit has its say.
import { assertNever } from '../../../shared/assert.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { Sizing } from '../../../shared/domain/strategy.ts';
import { Decimal, percentOf } from '../../../shared/money.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';

export interface SizingView {
  /** Quote currency. */
  readonly equity: Decimal;
  /** Expected entry: the close of the decision's candle. */
  readonly price: Decimal;
  readonly instrument: Pick<Instrument, 'lotSize' | 'contractSize'>;
  /** From the entry to the stop, quote currency per base coin; undefined without a stop. */
  readonly stopDistance: Decimal | undefined;
  /** 0.6 is 60 % a year; undefined in warm-up. */
  readonly annualVolatility: number | undefined;
  /** Net P&L of the strategy's closed trades, oldest first: at least the last `closedTradesNeeded`. */
  readonly closedPnls: readonly Decimal[];
}

export interface SizingProblem {
  /** `belowLot` is refused as QTY_BELOW_MIN; the others mean that the strategy does not trade now. */
  readonly kind: 'belowLot' | 'noStop' | 'noVolatility' | 'noEdge';
  readonly detail: string;
}

type Sized = Result<Decimal, SizingProblem>;

/** A positive quantity on the lot grid, rounded down exactly. */
export function sizePosition(sizing: Sizing, view: SizingView): Sized {
  switch (sizing.kind) {
    case 'fixedQty':
      return floorToLot(sizing.qty, Decimal.ONE, view);
    case 'percentEquity':
      return shareOfEquity(sizing.pct, view);
    case 'riskPercent': {
      const distance = view.stopDistance;
      if (distance?.isPositive() !== true) return no('noStop', 'riskPercent needs a stop away from the entry price');
      return floorToLot(percentOf(view.equity, sizing.pct), distance.times(view.instrument.contractSize), view);
    }
    case 'volatilityTarget': {
      const volatility = view.annualVolatility;
      if (volatility === undefined) return no('noVolatility', `fewer than ${sizing.lookback + 1} closes so far`);
      // Dividing by zero gives infinity, and the cap takes over.
      return shareOfEquity(Decimal.fromNumber(Math.min(sizing.maxPct, sizing.annualPct / volatility)), view);
    }
    case 'kelly': {
      const pnls = view.closedPnls.slice(-sizing.lookback);
      if (pnls.length < sizing.minTrades) return shareOfEquity(Decimal.fromNumber(sizing.startPct), view);
      const pct = Math.min(sizing.maxPct, 100 * sizing.fraction * kellyShare(pnls));
      if (pct <= 0) return no('noEdge', `the Kelly share of the last ${pnls.length} trades is not positive`);
      return shareOfEquity(Decimal.fromNumber(pct), view);
    }
    default:
      return assertNever(sizing);
  }
}

/** Notional of `pct` percent of equity. */
const shareOfEquity = (pct: Decimal, view: SizingView): Sized =>
  floorToLot(percentOf(view.equity, pct), view.price.times(view.instrument.contractSize), view);

/** The largest multiple of the lot that is <= amount / unit. */
function floorToLot(amount: Decimal, unit: Decimal, { instrument: { lotSize } }: SizingView): Sized {
  const qty = amount.floorQuotient(unit, lotSize);
  if (qty.isPositive()) return ok(qty);
  return no(
    'belowLot',
    `${amount.toString()} at ${unit.toString()} a unit is less than one lot of ${lotSize.toString()}`,
  );
}

const no = (kind: SizingProblem['kind'], detail: string): Sized => fail({ kind, detail });

/** Kelly 1956 for two outcomes: p - (1 - p) / (mean win / mean loss); p itself when nothing was lost. */
function kellyShare(pnls: readonly Decimal[]): number {
  const amounts = pnls.map((pnl) => pnl.toNumber());
  const wins = amounts.filter((amount) => amount > 0);
  const losses = amounts.filter((amount) => amount < 0);
  const winRate = wins.length / amounts.length;
  if (wins.length === 0 || losses.length === 0) return winRate;
  return winRate - (1 - winRate) / (mean(wins) / -mean(losses));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
