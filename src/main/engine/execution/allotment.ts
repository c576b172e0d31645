// In whose books a difference of quantity with the venue's account goes, and why it may not go there. Pure; books nothing.
import { positionKey, type StrategyId, type SymbolId } from '../../../shared/domain/ids.ts';
import type { PositionSide } from '../../../shared/domain/order.ts';
import type { AccountDifference, DifferenceAction } from '../../../shared/domain/reconciliation.ts';
import { type Decimal, minDecimal } from '../../../shared/money.ts';
import { MANUAL } from '../kernel/accountView.ts';
import type { EngineCore } from '../kernel/core.ts';
import { closableQty } from './closableQty.ts';

/** What the venue holds more than we, signed. */
export interface Excess {
  readonly symbol: SymbolId;
  readonly more: Decimal;
}

/** A part of it, and in whose book it goes. */
export interface Allotment {
  readonly strategy: StrategyId;
  readonly qty: Decimal;
  /** Takes from an opposite position; else it opens one, or adds to it. */
  readonly isClosing: boolean;
}

/** What the venue has more than we and than was accepted: signed quantity, or money. */
export function unaccounted(core: EngineCore, difference: Exclude<AccountDifference, { kind: 'order' }>): Decimal {
  const { accepted } = core;
  const offset = difference.kind === 'balance' ? accepted.balanceOffset : accepted.offsetOf(difference.symbol);
  return difference.theirs.minus(difference.ours).minus(offset);
}

/** Opposite positions are closed first, that of `chosen` before the oldest; the rest is for `chosen`. */
export function allot(core: EngineCore, excess: Excess, chosen: StrategyId): readonly Allotment[] {
  const holders = holdersAgainst(core, excess);
  const own = holders.filter(({ strategy }) => strategy === chosen);
  const parts: Allotment[] = [];
  let left = excess.more.abs();
  for (const { strategy, qty: held } of [...own, ...holders.filter((each) => !own.includes(each))]) {
    const qty = minDecimal(held, left);
    left = left.minus(qty);
    if (qty.isPositive()) parts.push({ strategy, qty, isClosing: true });
  }
  return left.isPositive() ? [...parts, { strategy: chosen, qty: left, isClosing: false }] : parts;
}

/** What is not closed by it. */
export const openedBy = (parts: readonly Allotment[]): Allotment | undefined =>
  parts.find(({ isClosing }) => !isClosing);

/** Positions that it would close, oldest first. */
function holdersAgainst(core: EngineCore, { symbol, more }: Excess) {
  const side: PositionSide = more.isPositive() ? 'short' : 'long';
  return core.portfolio.positionsIn(symbol).filter((position) => position.side === side);
}

interface Wish {
  readonly action: DifferenceAction;
  readonly strategy: StrategyId;
}

/** Why that cannot be done, as a sentence; undefined: it can. Says nothing of the price. */
export function problemWith(core: EngineCore, excess: Excess, wish: Wish): string | undefined {
  const opened = openedBy(allot(core, excess, wish.strategy));
  return (
    ownerProblem(core, excess, { ...wish, opened }) ??
    (wish.action === 'flatten' ? closingProblem(core, excess, opened) : undefined)
  );
}

function ownerProblem(
  core: EngineCore,
  excess: Excess,
  { action, strategy, opened }: Wish & { readonly opened: Allotment | undefined },
): string | undefined {
  const holders = holdersAgainst(core, excess).map((each) => each.strategy);
  if (holders.includes(strategy)) return undefined;
  if (opened === undefined && (action === 'assign' || holders.length > 1))
    return `it would close what ${holders.join(', ')} ${holders.length > 1 ? 'hold' : 'holds'}: assign it to one of them`;
  return action === 'assign' && strategy !== MANUAL ? strangerProblem(core, excess, strategy) : undefined;
}

function strangerProblem(core: EngineCore, { symbol, more }: Excess, strategy: StrategyId): string | undefined {
  const { definition } = core.unit(positionKey(strategy, symbol)) ?? {};
  if (definition === undefined) return `${strategy} does not trade ${symbol} here`;
  const side: PositionSide = more.isPositive() ? 'long' : 'short';
  return definition.sides.includes(side) ? undefined : `${strategy} does not hold ${side} positions`;
}

function closingProblem(core: EngineCore, { symbol }: Excess, opened: Allotment | undefined): string | undefined {
  if (opened === undefined) return 'the venue holds less than we: there is nothing to close there';
  const isDust = closableQty(opened.qty, core.market(symbol).instrument).isZero();
  return isDust ? `${opened.qty.toString()} is less than the smallest order can close` : undefined;
}
