// The trader moves stop and target of an open position by hand, or goes on without one.
import { positionKey } from '../../../shared/domain/ids.ts';
import type { PositionSide } from '../../../shared/domain/order.ts';
import { Decimal } from '../../../shared/money.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { EngineCore } from '../kernel/core.ts';
import type { UserCommand } from '../kernel/inputs.ts';
import type { SymbolMarket } from '../market/symbolMarket.ts';
import type { OpenPositionState } from '../portfolio/openPosition.ts';
import { dropLevel, type Exits, type Guard, placeLevel } from '../realtime/exits.ts';
import { describePosition, type OrderDesk } from './orderDesk.ts';
import { syncProtection } from './protection.ts';
import { isClosing } from './ticket.ts';

type Move = Extract<UserCommand, { type: 'moveProtection' }>;
type Level = 'stop' | 'target';

/** All or nothing: what is wrong with either price is found before anything moves. */
export function moveProtection(core: EngineCore, desk: OrderDesk, command: Move): Result<void> {
  const { strategy, symbol, stopPrice, targetPrice } = command;
  const key = positionKey(strategy, symbol);
  const position = core.portfolio.position(key);
  if (position === undefined) return fail({ message: `${strategy} holds no position in ${symbol}` });
  if (core.orders.of(key).some(isClosing)) return fail({ message: 'the position is being closed already' });
  const armed = core.exits.get(key);
  const held = { core, position, market: core.market(symbol), armed };
  const stop = onGrid(held, stopPrice, 'stop');
  const target = onGrid(held, targetPrice, 'target');
  const problem = problemOf(held, 'stop', stop) ?? problemOf(held, 'target', target);
  if (problem !== undefined) return fail({ message: problem });
  const exits = armed ?? core.exits.arm(key, {}, !core.settings.hasVenueProtection);
  apply(core, desk, { exits, guard: exits.stopGuard, price: stop });
  apply(core, desk, { exits, guard: exits.targetGuard, price: target });
  syncProtection(core, desk, position);
  core.isTimerStale = true;
  core.emit({ kind: 'positionChanged', position: describePosition(core, position) });
  return ok(undefined);
}

/** Null: the level goes; undefined: it stays. */
type Wanted = Decimal | null | undefined;

interface Held {
  readonly core: EngineCore;
  readonly position: OpenPositionState;
  readonly market: SymbolMarket;
  readonly armed: Exits | undefined;
}

/** To the tick away from the price, as levels of a plan are. */
function onGrid({ position: { side }, market }: Held, price: Wanted, level: Level): Wanted {
  return price?.toStep(market.instrument.tickSize, isLevelBelow(side, level) ? 'down' : 'up') ?? price;
}

/** The stop of a long position lies below the price, its target above; of a short one the other way round. */
const isLevelBelow = (side: PositionSide, level: Level): boolean => (side === 'long') === (level === 'stop');

function problemOf(held: Held, level: Level, price: Wanted): string | undefined {
  if (price === undefined) return undefined;
  const { core, armed } = held;
  const id = (level === 'stop' ? armed?.stopGuard : armed?.targetGuard)?.order;
  if (id !== undefined && core.orders.findWorking(id)?.state === 'unknown')
    return `the fate of its ${level} order ${id} is being looked up`;
  return price === null ? undefined : priceProblem(held, level, price);
}

/** A level on the other side of what the position could be closed at now would be reached at once. */
function priceProblem({ position: { side }, market }: Held, level: Level, price: Decimal): string | undefined {
  if (!price.isPositive()) return `the ${level} ${price.toString()} is not a price`;
  const quoted = side === 'long' ? market.bid : market.ask;
  const now = Decimal.fromNumber(market.bid === 0 ? market.price : quoted);
  if (now.isZero()) return `${market.symbol} has no price yet to hold the ${level} against`;
  const isBelow = isLevelBelow(side, level);
  if (isBelow ? price.lt(now) : price.gt(now)) return undefined;
  const where = isBelow ? 'below' : 'above';
  return `the ${level} ${price.toString()} is not ${where} the price ${now.toString()}: the ${level} of a ${side} position lies ${where} it`;
}

function apply(
  core: EngineCore,
  desk: OrderDesk,
  { exits, guard, price }: { readonly exits: Exits; readonly guard: Guard; readonly price: Wanted },
): void {
  if (price === undefined) return;
  if (price !== null) return placeLevel(exits, guard, price);
  const order = guard.order === undefined ? undefined : core.orders.findWorking(guard.order);
  dropLevel(exits, guard);
  if (order !== undefined) desk.cancel(order);
}
