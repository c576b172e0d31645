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
  const market = core.market(symbol);
  const wanted = {
    stop: onGrid(position, market, stopPrice, 'stop'),
    target: onGrid(position, market, targetPrice, 'target'),
  };
  const problem =
    problemOf({ core, position, market, armed }, 'stop', wanted.stop) ??
    problemOf({ core, position, market, armed }, 'target', wanted.target);
  if (problem !== undefined) return fail({ message: problem });
  const exits = armed ?? core.exits.arm(key, {}, !core.settings.hasVenueProtection);
  apply(core, desk, { exits, guard: exits.stopGuard, price: wanted.stop });
  apply(core, desk, { exits, guard: exits.targetGuard, price: wanted.target });
  syncProtection(core, desk, position);
  core.isTimerStale = true;
  core.emit({ kind: 'positionChanged', position: describePosition(core, position) });
  return ok(undefined);
}

/** To the tick away from the price, as levels of a plan are. */
function onGrid(
  { side }: OpenPositionState,
  { instrument }: SymbolMarket,
  price: Decimal | null | undefined,
  level: Level,
): Decimal | null | undefined {
  const isBelow = isLevelBelow(side, level);
  return price?.toStep(instrument.tickSize, isBelow ? 'down' : 'up') ?? price;
}

/** The stop of a long position lies below the price, its target above; of a short one the other way round. */
const isLevelBelow = (side: PositionSide, level: Level): boolean => (side === 'long') === (level === 'stop');

interface Held {
  readonly core: EngineCore;
  readonly position: OpenPositionState;
  readonly market: SymbolMarket;
  readonly armed: Exits | undefined;
}

function problemOf(
  { core, position: { side }, market, armed }: Held,
  level: Level,
  price: Decimal | null | undefined,
): string | undefined {
  if (price === undefined) return undefined;
  const guard = level === 'stop' ? armed?.stopGuard : armed?.targetGuard;
  const order = guard?.order === undefined ? undefined : core.orders.findWorking(guard.order);
  if (order?.state === 'unknown') return `the fate of its ${level} order ${order.clientOrderId} is being looked up`;
  if (price === null) return undefined;
  if (!price.isPositive()) return `the ${level} ${price.toString()} is not a price`;
  // What it could be closed at now; a level on the other side of that would be reached at once.
  const now = market.bid === 0 ? market.price : side === 'long' ? market.bid : market.ask;
  if (now === 0) return `${market.symbol} has no price yet to hold the ${level} against`;
  const isBelow = isLevelBelow(side, level);
  const reference = Decimal.fromNumber(now);
  if (isBelow ? price.lt(reference) : price.gt(reference)) return undefined;
  const [where, should] = isBelow ? ['not below', 'below'] : ['not above', 'above'];
  return `the ${level} ${price.toString()} is ${where} the price ${reference.toString()}: the ${level} of a ${side} position lies ${should} it`;
}

function apply(
  core: EngineCore,
  desk: OrderDesk,
  { exits, guard, price }: { readonly exits: Exits; readonly guard: Guard; readonly price: Decimal | null | undefined },
): void {
  if (price === undefined) return;
  if (price !== null) return placeLevel(exits, guard, price);
  const order = guard.order === undefined ? undefined : core.orders.findWorking(guard.order);
  dropLevel(exits, guard);
  if (order !== undefined) desk.cancel(order);
}
