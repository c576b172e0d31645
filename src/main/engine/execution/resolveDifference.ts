// The trader settles a difference between the venue's account and ours. Nothing is guessed: the books must still be as the trader
// saw them, and where it is not clear whose position is meant, the trader has to say so.
import { assertNever } from '../../../shared/assert.ts';
import {
  type PositionKey,
  positionKey,
  type StrategyId,
  type SymbolId,
  toClientOrderId,
  toFillId,
} from '../../../shared/domain/ids.ts';
import { type ExitPlan, exitSide, type Fill } from '../../../shared/domain/order.ts';
import type { AccountDifference, DifferenceSettlement } from '../../../shared/domain/reconciliation.ts';
import { Decimal } from '../../../shared/money.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { MANUAL } from '../kernel/accountView.ts';
import type { EngineCore } from '../kernel/core.ts';
import type { UserCommand } from '../kernel/inputs.ts';
import { allot, openedBy, problemWith, unaccounted } from './allotment.ts';
import type { OrderDesk } from './orderDesk.ts';

/** Of what is adopted without a strategy of its own, percent from the price it is booked at. */
export const ADOPTED_STOP_PCT = Decimal.of(2);
const ADOPTED_EXITS: ExitPlan = { stopLoss: { pct: ADOPTED_STOP_PCT } };

/** All or nothing. */
export function resolveDifference(
  core: EngineCore,
  desk: OrderDesk,
  command: Extract<UserCommand, { type: 'resolveDifference' }>,
): Result<void> {
  const { difference, action } = command;
  if (action === 'restore') return restore(core, difference);
  switch (difference.kind) {
    case 'order':
      return resolveOrder(core, difference, action);
    case 'position':
      return resolvePosition(core, desk, { ...command, difference });
    case 'balance':
      return resolveBalance(core, desk, { ...command, difference });
    default:
      return assertNever(difference);
  }
}

function restore({ accepted }: EngineCore, difference: AccountDifference): Result<void> {
  switch (difference.kind) {
    case 'order':
      return accepted.orders.delete(difference.venueOrderId) ? ok(undefined) : fail(NOT_IGNORED);
    case 'position':
      return accepted.positions.delete(difference.symbol) ? ok(undefined) : fail(NOT_IGNORED);
    case 'balance':
      if (accepted.balance === undefined) return fail(NOT_IGNORED);
      accepted.balance = undefined;
      return ok(undefined);
    default:
      return assertNever(difference);
  }
}

const NOT_IGNORED = { message: 'it is not ignored' };

function resolveOrder(
  core: EngineCore,
  { symbol, venueOrderId }: Extract<AccountDifference, { kind: 'order' }>,
  action: DifferenceSettlement['action'],
): Result<void> {
  if (!core.markets.has(symbol)) return fail({ message: `${symbol} is not traded here` });
  if (core.orders.open.some((order) => order.venueOrderId === venueOrderId))
    return fail({ message: `order ${venueOrderId} is ours` });
  if (action === 'flatten') core.effect({ kind: 'cancelForeignOrder', symbol, venueOrderId });
  else if (action === 'ignore') core.accepted.acceptOrder(venueOrderId, { symbol, at: core.clock });
  else return fail({ message: `an order that is not ours can be canceled or ignored, not ${PAST[action]}` });
  return ok(undefined);
}

const PAST = { adopt: 'adopted', assign: 'assigned', restore: 'restored' } as const;

type Of<Kind extends AccountDifference['kind']> = Extract<UserCommand, { type: 'resolveDifference' }> & {
  readonly difference: Extract<AccountDifference, { kind: Kind }>;
};

function resolveBalance(
  core: EngineCore,
  desk: OrderDesk,
  { difference, action, reason }: Of<'balance'>,
): Result<void> {
  const { portfolio, accepted, clock } = core;
  const { ours, theirs } = difference;
  if (!portfolio.balance.eq(ours)) return changed(`the balance here is ${portfolio.balance.toString()} now`);
  // What of a position's result is booked already depends on the order of its fills.
  if (portfolio.openCount > 0) return changed('positions are open');
  const more = unaccounted(core, difference);
  if (more.isZero()) return changed('nothing differs any more');
  if (action === 'adopt') {
    desk.report({ type: 'correction', id: `${nextId(core)}: ${reason}`, amount: more, reason });
    return ok(undefined);
  }
  if (action !== 'ignore') return fail({ message: 'a balance can be adopted or ignored, nothing else' });
  accepted.balance = { offset: theirs.minus(ours), at: clock };
  return ok(undefined);
}

function resolvePosition(core: EngineCore, desk: OrderDesk, command: Of<'position'>): Result<void> {
  const { difference, action } = command;
  const { symbol, ours, theirs } = difference;
  if (!core.markets.has(symbol)) return fail({ message: `${symbol} is not traded here` });
  const held = core.portfolio.netQty(symbol);
  if (!held.eq(ours)) return changed(`we hold ${held.toString()} ${symbol} now, not ${ours.toString()}`);
  const underWay = core.orders.open.find(
    (order) => order.symbol === symbol && (order.state === 'submitting' || order.state === 'unknown'),
  );
  if (underWay !== undefined) return changed(`what becomes of our order ${underWay.clientOrderId} is not known yet`);
  if (action === 'ignore') {
    const offset = theirs.minus(ours);
    if (offset.isZero()) core.accepted.positions.delete(symbol);
    else core.accepted.positions.set(symbol, { offset, at: core.clock });
    return ok(undefined);
  }
  const more = unaccounted(core, difference);
  if (more.isZero()) return changed('nothing differs any more');
  return book(core, desk, { command, more });
}

const changed = (what: string): Result<void> => fail({ message: `${what}; look at the difference again` });

/** Into our books, at the trader's price. */
function book(
  core: EngineCore,
  desk: OrderDesk,
  { command, more }: { readonly command: Of<'position'>; readonly more: Decimal },
): Result<void> {
  const { action, price } = command;
  const { symbol } = command.difference;
  const strategy = action === 'assign' ? command.strategy : MANUAL;
  if (strategy === undefined) return fail({ message: 'the strategy that it is assigned to was not given' });
  if (price?.isPositive() !== true) return fail({ message: 'the price at which it is booked was not given' });
  const problem = problemWith(core, { symbol, more }, { action, strategy });
  if (problem !== undefined) return fail({ message: problem });
  const parts = allot(core, { symbol, more }, strategy);
  const opened = openedBy(parts);
  const plan = opened === undefined ? ok({}) : exitsOf(core, symbol, strategy);
  if (!plan.ok) return plan;
  const side = more.isPositive() ? 'buy' : 'sell';
  for (const { qty, strategy: owner, isClosing } of parts) {
    // Once its own opposite position is closed.
    if (!isClosing) arm(core, positionKey(owner, symbol), plan.value);
    desk.adopt({ ...madeUp(core), symbol, side, qty, price, fee: Decimal.ZERO, liquidity: 'taker' }, owner);
  }
  if (action === 'flatten' && opened !== undefined) closeAtOnce(core, desk, { symbol, qty: opened.qty });
  return ok(undefined);
}

/** Nothing is taken over without a stop. */
function exitsOf(core: EngineCore, symbol: SymbolId, strategy: StrategyId): Result<ExitPlan> {
  const plan = core.unit(positionKey(strategy, symbol))?.instance.exitPlan();
  if (strategy === MANUAL || plan === undefined) return ok(ADOPTED_EXITS);
  return plan.ok ? ok({ ...plan.value, stopLoss: plan.value.stopLoss ?? ADOPTED_EXITS.stopLoss }) : plan;
}

/** What is armed already stays, but for a stop where there is none. */
function arm(core: EngineCore, key: PositionKey, plan: ExitPlan): void {
  const armed = core.exits.get(key);
  if (armed === undefined) core.exits.arm(key, plan, !core.settings.hasVenueProtection);
  else if (armed.stopPrice === undefined && armed.plan.stopLoss === undefined) {
    armed.plan = { ...armed.plan, stopLoss: plan.stopLoss };
    if (!armed.isAtVenue) armed.stopGuard.isWatched = true;
  }
}

/** Only what was adopted: what was held before stays. Nobody wants it, so it goes in every trading state. */
function closeAtOnce(
  core: EngineCore,
  desk: OrderDesk,
  { symbol, qty }: { readonly symbol: SymbolId; readonly qty: Decimal },
): void {
  const position = core.portfolio.position(positionKey(MANUAL, symbol));
  if (position === undefined) return;
  const { side } = position;
  const placement = position.qty.eq(qty)
    ? desk.close(position, 'reversal', true)
    : desk.place(
        { symbol, side: exitSide(side), type: 'market', qty, timeInForce: 'GTC', reduceOnly: true, postOnly: false },
        { strategy: MANUAL, purpose: 'reversal' },
      );
  if (placement?.refusal === undefined) return;
  const text =
    `${qty.toString()} ${symbol} was adopted, but the order that closes it was refused (${placement.refusal.detail}); ` +
    `it is part of the ${side} position of ${MANUAL} now.`;
  core.effect({ kind: 'notify', level: 'critical', text });
}

/** A fill that no order of ours had: its ids say so. */
function madeUp(core: EngineCore): Pick<Fill, 'fillId' | 'clientOrderId' | 'at'> {
  const id = nextId(core);
  return { fillId: toFillId(id), clientOrderId: toClientOrderId(id), at: core.clock };
}

/** From the sequence of the intents: no two are the same. */
function nextId(core: EngineCore): string {
  core.intent += 1;
  return `adopted-${String(core.intent)}`;
}
