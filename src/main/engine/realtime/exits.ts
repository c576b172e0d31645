// Where each position is to be left: stop, target, trailing and break-even levels, and the time. Pure levels; no orders here.
import type { EpochMs, PositionKey } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { ClientOrderId } from '../../../shared/domain/ids.ts';
import type { ExitLevel, ExitPlan, ExitReason, PositionSide } from '../../../shared/domain/order.ts';
import { Decimal, percentOf } from '../../../shared/money.ts';
import { averageEntry, type OpenPositionState } from '../portfolio/openPosition.ts';

export type StopReason = Extract<ExitReason, 'stopLoss' | 'trailing' | 'breakEven'>;

/** One level's order at the venue, and what the engine does while there is none. */
export interface Guard {
  order: ClientOrderId | undefined;
  /** The engine watches the level itself. */
  isWatched: boolean;
  /** When the venue is asked for an order again; undefined: it has taken the last one, or has not answered yet. */
  placeAt: EpochMs | undefined;
}

/** The armed exits of one position: armed before its entry is sent, with levels once it is filled. */
export interface Exits {
  plan: ExitPlan;
  /** False: the engine watches the levels, and the venue knows nothing of them. */
  readonly isAtVenue: boolean;
  /** For the position that an order through zero will open. */
  nextPlan: ExitPlan | undefined;
  stopPrice: Decimal | undefined;
  stopReason: StopReason;
  targetPrice: Decimal | undefined;
  /** Best price seen since the entry; 0 before the first. */
  best: number;
  /** The levels as floats for the comparison on every mark; 0 where there is none. */
  stop: number;
  target: number;
  /** When the position has been held long enough. */
  dueAt: EpochMs | undefined;
  stopGuard: Guard;
  targetGuard: Guard;
}

/** Exits of a position to come. */
const armExits = (plan: ExitPlan, isWatched: boolean): Exits => ({
  plan,
  isAtVenue: !isWatched,
  nextPlan: undefined,
  stopPrice: undefined,
  stopReason: 'stopLoss',
  targetPrice: undefined,
  dueAt: undefined,
  best: 0,
  stop: 0,
  target: 0,
  stopGuard: { order: undefined, isWatched, placeAt: undefined },
  targetGuard: { order: undefined, isWatched, placeAt: undefined },
});

/** The guard whose order that is. */
export function guardOf(exits: Exits | undefined, order: ClientOrderId): Guard | undefined {
  if (exits?.stopGuard.order === order) return exits.stopGuard;
  return exits?.targetGuard.order === order ? exits.targetGuard : undefined;
}

/** The trader does without a level: nothing sets or watches it again. */
export function dropLevel(exits: Exits, guard: Guard): void {
  if (guard === exits.stopGuard) {
    exits.plan = { ...exits.plan, stopLoss: undefined, trailing: undefined, breakEven: undefined };
    exits.stopPrice = undefined;
    exits.stop = 0;
  } else {
    exits.plan = { ...exits.plan, takeProfit: undefined };
    exits.targetPrice = undefined;
    exits.target = 0;
  }
  Object.assign(guard, { order: undefined, isWatched: false, placeAt: undefined });
}

/** The trader's own price for a level: it stands until the stop is drawn further in the position's favour. */
export function placeLevel(exits: Exits, guard: Guard, price: Decimal): void {
  if (guard === exits.stopGuard) {
    exits.plan = { ...exits.plan, stopLoss: { price } };
    setStop(exits, price, 'stopLoss');
  } else {
    exits.plan = { ...exits.plan, takeProfit: { price } };
    setTarget(exits, price);
  }
  if (!exits.isAtVenue) guard.isWatched = true;
}

/** Stop and target from the average entry, to the tick away from it; called on every fill that changes the entry. */
export function setLevels(exits: Exits, position: OpenPositionState, { tickSize }: Instrument): void {
  const entry = averageEntry(position);
  const { stopLoss, takeProfit, maxHoldMs } = exits.plan;
  const isLong = position.side === 'long';
  if (stopLoss !== undefined && exits.stopReason === 'stopLoss') {
    setStop(exits, levelPrice(entry, stopLoss, !isLong).toStep(tickSize, isLong ? 'down' : 'up'), 'stopLoss');
  }
  if (takeProfit !== undefined) {
    setTarget(exits, levelPrice(entry, takeProfit, isLong).toStep(tickSize, isLong ? 'up' : 'down'));
  }
  if (maxHoldMs !== undefined) exits.dueAt = (position.openedAt + maxHoldMs) as EpochMs;
}

/** Above or below the entry, not yet on the grid. */
export function levelPrice(entry: Decimal, level: ExitLevel, isAbove: boolean): Decimal {
  if ('price' in level) return level.price;
  const distance = 'pct' in level ? percentOf(entry, level.pct) : level.distance;
  return isAbove ? entry.plus(distance) : entry.minus(distance);
}

function setStop(exits: Exits, price: Decimal, reason: StopReason): void {
  // A stop at or below zero can never be reached.
  if (!price.isPositive()) return;
  exits.stopPrice = price;
  exits.stop = price.toNumber();
  exits.stopReason = reason;
}

function setTarget(exits: Exits, price: Decimal): void {
  // Nor can a target.
  if (!price.isPositive()) return;
  exits.targetPrice = price;
  exits.target = price.toNumber();
}

/** The span of prices seen since the last look, one candle's or a single mark's, and the grid of the stop. */
export interface PriceSpan {
  readonly high: number;
  readonly low: number;
  /** When the span began; Infinity for a single mark. Nothing from before a position opened moves its stop. */
  readonly from: number;
  readonly tickSize: Decimal;
}

/** Moves the stop behind a new best price; true when it moved. Allocation-free while nothing moves. */
export function followPrice(exits: Exits, position: OpenPositionState, span: PriceSpan): boolean {
  if (exits.plan.trailing === undefined && exits.plan.breakEven === undefined) return false;
  if (span.from < position.openedAt) return false;
  const isLong = position.side === 'long';
  const best = isLong ? span.high : span.low;
  if (exits.best !== 0 && (isLong ? best <= exits.best : best >= exits.best)) return false;
  exits.best = best;
  return followBest(exits, position, span.tickSize);
}

function followBest(exits: Exits, position: OpenPositionState, tickSize: Decimal): boolean {
  const { trailing, breakEven } = exits.plan;
  const isLong = position.side === 'long';
  const entry = averageEntry(position);
  const best = Decimal.fromNumber(exits.best);
  const gain = isLong ? best.minus(entry) : entry.minus(best);
  const isReached = (pct: Decimal): boolean => gain.gte(percentOf(entry, pct));
  const beyond = (from: Decimal, distance: Decimal): Decimal => (isLong ? from.plus(distance) : from.minus(distance));
  let moved = false;
  if (breakEven !== undefined && isReached(breakEven.activationPct)) {
    const price = beyond(entry, percentOf(entry, breakEven.offsetPct));
    moved = raiseStop(exits, { price, reason: 'breakEven' }, { isLong, tickSize });
  }
  if (trailing !== undefined && isReached(trailing.activationPct)) {
    const price = beyond(best, percentOf(best, trailing.distancePct).negated());
    moved = raiseStop(exits, { price, reason: 'trailing' }, { isLong, tickSize }) || moved;
  }
  return moved;
}

/** A stop only ever moves in the position's favour. */
function raiseStop(
  exits: Exits,
  to: { price: Decimal; reason: StopReason },
  { isLong, tickSize }: { isLong: boolean; tickSize: Decimal },
): boolean {
  const price = to.price.toStep(tickSize, isLong ? 'down' : 'up');
  const { stopPrice } = exits;
  if (stopPrice !== undefined && (isLong ? price.lte(stopPrice) : price.gte(stopPrice))) return false;
  setStop(exits, price, to.reason);
  return true;
}

/** What is due for a watched position at the price it could be closed at: stop before target before time. */
export function dueExit(exits: Exits, at: { side: PositionSide; price: number; now: EpochMs }): ExitReason | undefined {
  const { side, price, now } = at;
  const { stop, target, stopGuard, targetGuard } = exits;
  const isLong = side === 'long';
  if (stopGuard.isWatched && stop !== 0 && (isLong ? price <= stop : price >= stop)) return exits.stopReason;
  if (targetGuard.isWatched && target !== 0 && (isLong ? price >= target : price <= target)) return 'takeProfit';
  return exits.dueAt !== undefined && now >= exits.dueAt ? 'maxHold' : undefined;
}

/** The armed exits of every position, and of entries on their way. */
export class ExitBook {
  private readonly byPosition = new Map<PositionKey, Exits>();
  /** Those that end by time. */
  private readonly timed = new Map<PositionKey, Exits>();
  /** Those with an order that the venue is asked for again. */
  private readonly unplaced = new Map<PositionKey, Exits>();

  get(key: PositionKey): Exits | undefined {
    return this.byPosition.size === 0 ? undefined : this.byPosition.get(key);
  }

  arm(key: PositionKey, plan: ExitPlan, isWatched: boolean): Exits {
    const exits = armExits(plan, isWatched);
    this.put(key, exits);
    return exits;
  }

  disarm(key: PositionKey): void {
    this.byPosition.delete(key);
    this.timed.delete(key);
    this.unplaced.delete(key);
  }

  /** The engine watches a level, and the venue is asked for its order at that time. */
  placeLater(key: PositionKey, guard: Guard, at: EpochMs): void {
    guard.isWatched = true;
    guard.placeAt = at;
    const exits = this.byPosition.get(key);
    if (exits !== undefined) this.unplaced.set(key, exits);
  }

  /** The earliest time at which the venue is asked for an order again. */
  nextPlaceAt(): number {
    let next = Infinity;
    for (const [key, { stopGuard, targetGuard }] of this.unplaced) {
      const at = Math.min(stopGuard.placeAt ?? Infinity, targetGuard.placeAt ?? Infinity);
      if (at === Infinity) this.unplaced.delete(key);
      else if (at < next) next = at;
    }
    return next;
  }

  /** The positions that may have one due, in an order that outlives a restart. */
  duePlacements(now: EpochMs): readonly PositionKey[] {
    return this.nextPlaceAt() <= now ? [...this.unplaced.keys()].sort() : NONE;
  }

  /** The earliest time after `now` at which a position will have been held long enough. */
  nextDueAt(now: EpochMs): number {
    let next = Infinity;
    for (const { dueAt } of this.timed.values()) if (dueAt !== undefined && dueAt > now && dueAt < next) next = dueAt;
    return next;
  }

  save(): ReadonlyMap<PositionKey, Exits> {
    return new Map([...this.byPosition].map(([key, exits]) => [key, { ...exits }]));
  }

  load(state: ReadonlyMap<PositionKey, Exits>): void {
    this.byPosition.clear();
    this.timed.clear();
    this.unplaced.clear();
    for (const [key, { stopGuard, targetGuard, ...exits }] of state)
      this.put(key, { ...exits, stopGuard: { ...stopGuard }, targetGuard: { ...targetGuard } });
  }

  private put(key: PositionKey, exits: Exits): void {
    this.byPosition.set(key, exits);
    if (exits.plan.maxHoldMs === undefined) this.timed.delete(key);
    else this.timed.set(key, exits);
    if (exits.stopGuard.placeAt !== undefined || exits.targetGuard.placeAt !== undefined) this.unplaced.set(key, exits);
    else this.unplaced.delete(key);
  }
}

const NONE: readonly PositionKey[] = [];
