// From conditions to orders: signal, gates, sizing, risk, intent. Every signal ends in a decision that says what became of it.
import { InvariantError } from '../../../shared/assert.ts';
import { toEpochMs, toSignalId } from '../../../shared/domain/ids.ts';
import { entrySide, type ExitPlan, type PositionSide } from '../../../shared/domain/order.ts';
import type { RefusalCode, Verdict } from '../../../shared/domain/refusal.ts';
import type { Decision, GateVerdict, Signal, SignalAction } from '../../../shared/domain/signal.ts';
import type { Lock } from '../../../shared/domain/trading.ts';
import { Decimal } from '../../../shared/money.ts';
import type { OrderDesk } from '../execution/orderDesk.ts';
import { isClosing } from '../execution/ticket.ts';
import type { OpenPositionState } from '../portfolio/openPosition.ts';
import { clipToLimits } from '../risk/positionLimits.ts';
import { distanceTo } from '../strategies/exitPlan.ts';
import { checkGates, closedTradesNeeded } from '../strategies/gates.ts';
import { sizePosition } from '../strategies/sizing.ts';
import type { EngineCore, StrategyUnit } from './core.ts';

/** Candles that the data quality gate looks back at. */
const QUALITY_WINDOW = 500;

/** The strategies that are due at this close. One that fails is recorded; the others go on. */
export function evaluateUnits(core: EngineCore, desk: OrderDesk, units: readonly StrategyUnit[]): void {
  for (const unit of units) {
    try {
      evaluateUnit(core, desk, unit);
    } catch (error) {
      if (error instanceof InvariantError) throw error;
      core.unitFailed('strategy', unit.key, error);
    }
  }
}

function evaluateUnit(core: EngineCore, desk: OrderDesk, unit: StrategyUnit): void {
  const { instance, key } = unit;
  instance.onCandle();
  const position = core.portfolio.position(key);
  const working = core.orders.of(key);
  if (position === undefined) {
    const side = working.some(({ reduceOnly }) => !reduceOnly) ? undefined : instance.entry();
    if (side !== undefined) enter(core, desk, { unit, side });
  } else if (!working.some(isClosing) && instance.exit(position.side)) {
    leave(core, desk, { unit, position });
  }
}

interface Entry {
  readonly unit: StrategyUnit;
  readonly side: PositionSide;
}

function enter(core: EngineCore, desk: OrderDesk, entry: Entry): void {
  const { unit, side } = entry;
  const signal = raise(core, unit, { action: 'entry', side });
  const lock = core.control.locks.find((held) => isHeld(held, unit));
  const gates = checkGates(unit.definition.gates, gateView(core, unit, lock), core.clock);
  const blocked = gates.filter(({ allow }) => !allow);
  const decide = decider(core, signal, gates);
  if (blocked.length > 0) {
    const verdicts = blocked.flatMap((gate) => gateVerdict(gate, lock));
    decide(
      verdicts.length > 0 ? 'refused' : 'ignored',
      blocked.map(({ gate, detail }) => `${gate}: ${detail}`).join('; '),
      { verdicts },
    );
    return;
  }
  const plan = unit.instance.exitPlan();
  if (!plan.ok) return decide('ignored', plan.error.message);
  const sized = size(core, desk, { ...entry, plan: plan.value });
  if (!sized.ok) {
    const { kind, detail } = sized.error;
    const verdicts: Verdict[] = kind === 'belowLot' ? [{ code: 'QTY_BELOW_MIN', allow: false, detail }] : [];
    return decide(verdicts.length > 0 ? 'refused' : 'ignored', detail, { verdicts });
  }
  const { symbol } = unit.market;
  const { order, refusal, verdicts } = desk.place(
    {
      symbol,
      side: entrySide(side),
      type: 'market',
      qty: sized.value,
      timeInForce: 'GTC',
      reduceOnly: false,
      postOnly: false,
    },
    { strategy: unit.definition.id, purpose: 'entry' },
  );
  if (order === undefined) return decide('refused', refusal?.detail ?? '', { verdicts });
  core.exits.arm(unit.key, plan.value, !core.settings.hasVenueProtection);
  decide('ordered', `${entrySide(side)} ${order.qty.toString()} ${symbol} at the market`, {
    verdicts,
    orders: [order.clientOrderId],
  });
}

/** The strategy's own size, clipped to the limits. */
function size(core: EngineCore, desk: OrderDesk, { unit, side, plan }: Entry & { readonly plan: ExitPlan }) {
  const { definition, market, instance } = unit;
  const price = Decimal.fromNumber(market.price);
  const sized = sizePosition(definition.sizing, {
    equity: core.portfolio.equity,
    price,
    instrument: market.instrument,
    stopDistance: plan.stopLoss === undefined ? undefined : distanceTo(plan.stopLoss, price),
    annualVolatility: instance.annualVolatility(),
    closedPnls: closedPnls(core, unit),
  });
  if (!sized.ok) return sized;
  const order = { symbol: market.symbol, side: entrySide(side), qty: sized.value, reduceOnly: false } as const;
  const view = desk.view.of({
    ...order,
    strategy: definition.id,
    purpose: 'entry',
    type: 'market',
    timeInForce: 'GTC',
    postOnly: false,
  });
  return { ok: true as const, value: clipToLimits({ ...order, price }, view).qty };
}

function leave(
  core: EngineCore,
  desk: OrderDesk,
  { unit, position }: { unit: StrategyUnit; position: OpenPositionState },
): void {
  const decide = decider(core, raise(core, unit, { action: 'exit', side: position.side }), []);
  const placed = desk.close(position, 'strategy');
  if (placed?.order === undefined)
    return decide('refused', placed?.refusal?.detail ?? '', { verdicts: placed?.verdicts ?? [] });
  decide('ordered', `close ${position.qty.toString()} ${position.symbol} at the market`, {
    verdicts: placed.verdicts,
    orders: [placed.order.clientOrderId],
  });
}

function raise(
  core: EngineCore,
  unit: StrategyUnit,
  { action, side }: { action: SignalAction; side: PositionSide },
): Signal {
  const { definition, instance, market } = unit;
  const candleCloseTime = toEpochMs(market.book.lastCloseTime() ?? market.pricedAt);
  const signal: Signal = {
    id: toSignalId(`${unit.key}|${action}|${side}|${String(candleCloseTime)}`),
    strategy: definition.id,
    symbol: market.symbol,
    timeframe: definition.timeframe,
    action,
    side,
    candleCloseTime,
    strength: instance.strength(action, side),
    evidence: instance.evidence(action, side),
  };
  core.emit({ kind: 'signalRaised', signal });
  return signal;
}

type Decide = (
  outcome: Decision['outcome'],
  reason: string,
  found?: Partial<Pick<Decision, 'verdicts' | 'orders'>>,
) => void;

const decider =
  (core: EngineCore, signal: Signal, gates: readonly GateVerdict[]): Decide =>
  (outcome, reason, found = {}) => {
    const decision = { signal: signal.id, at: core.clock, outcome, reason, gates, verdicts: [], orders: [], ...found };
    core.emit({ kind: 'decisionMade', decision });
  };

function gateView(core: EngineCore, unit: StrategyUnit, lock: Lock | undefined) {
  const { gates } = unit.definition;
  return {
    closedPnls: closedPnls(core, unit),
    lastExitAt: Number.isFinite(unit.lastExitAt) ? toEpochMs(unit.lastExitAt) : undefined,
    dataQuality: gates.minDataQuality === null ? 1 : unit.market.book.dataQuality(QUALITY_WINDOW),
    quorum: core.consensus(unit.market.symbol)?.quorum,
    lock,
  };
}

function closedPnls(core: EngineCore, { definition }: StrategyUnit): readonly Decimal[] {
  const needed = closedTradesNeeded(definition);
  return needed === 0
    ? []
    : core
        .tradesOf(definition.id)
        .slice(-needed)
        .map(({ pnl }) => pnl);
}

const isHeld = (lock: Lock, { definition, market }: StrategyUnit): boolean =>
  (lock.symbol === undefined || lock.symbol === market.symbol) &&
  (lock.strategy === undefined || lock.strategy === definition.id);

/** A gate's refusal under the code of the closed list; session hours and data quality have none: the signal is ignored. */
function gateVerdict({ gate, detail }: GateVerdict, lock: Lock | undefined): readonly Verdict[] {
  const codes: Readonly<Partial<Record<GateVerdict['gate'], RefusalCode>>> = {
    profitFactor: 'PROFIT_FACTOR',
    modelQuorum: 'MODEL_QUORUM',
    coolDown: 'LOCK_COOLDOWN',
    ...(lock === undefined ? {} : { lock: lock.code }),
  };
  const code = codes[gate];
  return code === undefined ? [] : [{ code, allow: false, detail }];
}
