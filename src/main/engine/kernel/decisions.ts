// From conditions to orders: signal, gates, sizing, risk, intent. Every signal ends in a decision that says what became of it.
import { InvariantError } from '../../../shared/assert.ts';
import type { DecisionEnd, Question } from '../../../shared/domain/decisionRecord.ts';
import { toEpochMs, toSignalId } from '../../../shared/domain/ids.ts';
import { entrySide, type ExitPlan, type PositionSide } from '../../../shared/domain/order.ts';
import type { RefusalCode, Verdict } from '../../../shared/domain/refusal.ts';
import type { Decision, GateVerdict, Signal, SignalAction } from '../../../shared/domain/signal.ts';
import type { Lock } from '../../../shared/domain/trading.ts';
import { Decimal } from '../../../shared/money.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { OrderDesk } from '../execution/orderDesk.ts';
import { isClosing } from '../execution/ticket.ts';
import type { OpenPositionState } from '../portfolio/openPosition.ts';
import { clipToLimits } from '../risk/positionLimits.ts';
import { distanceTo } from '../strategies/exitPlan.ts';
import { checkGates, closedTradesNeeded } from '../strategies/gates.ts';
import { sizePosition, type SizingProblem } from '../strategies/sizing.ts';
import type { EngineCore, StrategyUnit } from './core.ts';
import { closeTimeOf, recordDecision, recordFailure } from './recordDecision.ts';

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
      if (core.settings.recordsDecisions === true) recordFailure(core, unit, error);
    }
  }
}

function evaluateUnit(core: EngineCore, desk: OrderDesk, unit: StrategyUnit): void {
  const { instance, key } = unit;
  instance.onCandle();
  const position = held(core, unit);
  const working = core.orders.of(key);
  let question: Question = 'nothing';
  let end: DecisionEnd | undefined;
  if (position === undefined) {
    if (!working.some(({ reduceOnly }) => !reduceOnly)) {
      question = 'entry';
      const side = instance.entry();
      if (side !== undefined) end = enter(core, desk, { unit, side });
    }
  } else if (!working.some(isClosing)) {
    question = position.side === 'long' ? 'exitLong' : 'exitShort';
    if (instance.exit(position.side)) end = leave(core, desk, { unit, position });
  }
  if (core.settings.recordsDecisions === true) recordDecision(core, unit, { question, end });
}

/** The unit's position; what is too little for an order is none: it must not keep the strategy from trading for ever. */
function held(core: EngineCore, { key, market }: StrategyUnit): OpenPositionState | undefined {
  const position = core.portfolio.position(key);
  if (position === undefined) return undefined;
  const { lotSize, minQty } = market.instrument;
  return position.qty.lt(lotSize) || position.qty.lt(minQty) ? undefined : position;
}

interface Entry {
  readonly unit: StrategyUnit;
  readonly side: PositionSide;
}

function enter(core: EngineCore, desk: OrderDesk, entry: Entry): DecisionEnd {
  const { unit, side } = entry;
  const signal = raise(core, unit, { action: 'entry', side });
  const lock = core.control.locks.find((held) => isHeld(held, unit));
  const gates = checkGates(unit.definition.gates, gateView(core, unit, lock), core.clock);
  const blocked = gates.filter(({ allow }) => !allow);
  const decide = decider(core, signal, gates);
  const [first] = blocked;
  if (first !== undefined) {
    const verdicts = blocked.flatMap((gate) => gateVerdict(gate, lock));
    decide(
      verdicts.length > 0 ? 'refused' : 'ignored',
      blocked.map(({ gate, detail }) => `${gate}: ${detail}`).join('; '),
      { verdicts },
    );
    const { gate, detail, measure } = first;
    return { stage: 'gates', code: gate, detail, measure };
  }
  const plan = unit.instance.exitPlan();
  if (!plan.ok) {
    decide('ignored', plan.error.message);
    return { stage: 'exitPlan', detail: plan.error.message };
  }
  const sized = size(core, desk, { ...entry, plan: plan.value });
  if (!sized.ok) {
    const { kind, detail } = sized.error;
    const verdicts: Verdict[] = kind === 'belowLot' ? [{ code: 'QTY_BELOW_MIN', allow: false, detail }] : [];
    decide(verdicts.length > 0 ? 'refused' : 'ignored', detail, { verdicts });
    return { stage: 'sizing', code: kind, detail };
  }
  return order(core, desk, { ...entry, plan: plan.value, sizing: sized.value, decide });
}

interface SizedEntry extends Entry {
  readonly plan: ExitPlan;
  readonly sizing: SizingFound;
  readonly decide: Decide;
}

/** Sends the entry, if the limits let it go. */
function order(core: EngineCore, desk: OrderDesk, { unit, side, plan, sizing, decide }: SizedEntry): DecisionEnd {
  const { symbol } = unit.market;
  const { order, refusal, verdicts } = desk.place(
    {
      symbol,
      side: entrySide(side),
      type: 'market',
      qty: sizing.qty,
      timeInForce: 'GTC',
      reduceOnly: false,
      postOnly: false,
    },
    { strategy: unit.definition.id, purpose: 'entry' },
  );
  if (order === undefined) {
    decide('refused', refusal?.detail ?? '', { verdicts, sizing });
    return refused(refusal);
  }
  core.exits.arm(unit.key, plan, !core.settings.hasVenueProtection);
  const detail = `${entrySide(side)} ${order.qty.toString()} ${symbol} at the market`;
  decide('ordered', detail, { verdicts, sizing, orders: [order.clientOrderId] });
  return { stage: 'ordered', detail };
}

const refused = (refusal: Verdict | undefined): DecisionEnd => ({
  stage: 'risk',
  code: refusal?.code,
  detail: refusal?.detail ?? '',
  measure: refusal?.until === undefined ? undefined : { until: toEpochMs(refusal.until) },
});

type SizingFound = NonNullable<Decision['sizing']>;

/** The strategy's own size, clipped to the limits. */
function size(
  core: EngineCore,
  desk: OrderDesk,
  { unit, side, plan }: Entry & { readonly plan: ExitPlan },
): Result<SizingFound, SizingProblem> {
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
  const { qty, clips } = clipToLimits({ ...order, price }, view);
  const clipped = clips.map(({ code, to }) => `; ${code} leaves ${to.toString()}`).join('');
  return ok({ qty, detail: `${definition.sizing.kind} asks for ${sized.value.toString()}${clipped}` });
}

function leave(
  core: EngineCore,
  desk: OrderDesk,
  { unit, position }: { unit: StrategyUnit; position: OpenPositionState },
): DecisionEnd {
  const decide = decider(core, raise(core, unit, { action: 'exit', side: position.side }), []);
  const placed = desk.close(position, 'strategy');
  if (placed?.order === undefined) {
    decide('refused', placed?.refusal?.detail ?? '', { verdicts: placed?.verdicts ?? [] });
    return refused(placed?.refusal);
  }
  const detail = `close ${position.qty.toString()} ${position.symbol} at the market`;
  decide('ordered', detail, { verdicts: placed.verdicts, orders: [placed.order.clientOrderId] });
  return { stage: 'ordered', detail };
}

function raise(
  core: EngineCore,
  unit: StrategyUnit,
  { action, side }: { action: SignalAction; side: PositionSide },
): Signal {
  const { definition, instance, market } = unit;
  const candleCloseTime = closeTimeOf(unit);
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
  found?: Partial<Pick<Decision, 'verdicts' | 'orders' | 'sizing'>>,
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
