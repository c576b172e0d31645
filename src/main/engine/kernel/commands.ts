// What people ask of the engine: orders, closing, the brakes. Every command is accepted or refused here, with its reason.
import { assertNever } from '../../../shared/assert.ts';
import { positionKey } from '../../../shared/domain/ids.ts';
import { entrySide, type Side, type ExitPlan } from '../../../shared/domain/order.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { moveProtection } from '../execution/moveProtection.ts';
import type { OrderDesk } from '../execution/orderDesk.ts';
import { resolveDifference } from '../execution/resolveDifference.ts';
import { isClosing, isProtective } from '../execution/ticket.ts';
import type { OpenPositionState } from '../portfolio/openPosition.ts';
import { dropLevel, guardOf } from '../realtime/exits.ts';
import type { TradingChanges } from '../risk/tradingControl.ts';
import { MANUAL } from './accountView.ts';
import type { EngineCore } from './core.ts';
import type { UserCommand } from './inputs.ts';

/** Carries the command out, or says why not. */
export function handleCommand(core: EngineCore, desk: OrderDesk, command: UserCommand): void {
  const outcome = carryOut(core, desk, command);
  if (outcome.ok) core.emit({ kind: 'commandAccepted', command });
  else core.emit({ kind: 'commandRefused', command, reason: outcome.error.message });
}

function carryOut(core: EngineCore, desk: OrderDesk, command: UserCommand): Result<void> {
  switch (command.type) {
    case 'placeOrder':
      return placeOrder(core, desk, command);
    case 'cancelOrder':
      return cancelOrder(core, desk, command);
    case 'closePosition': {
      const position = core.portfolio.position(positionKey(command.strategy, command.symbol));
      if (position === undefined)
        return fail({ message: `${command.strategy} holds no position in ${command.symbol}` });
      return closed(desk.close(position, 'manual'));
    }
    case 'closeAll': {
      const open = [...core.portfolio.open].filter((position) => desk.closing.closable(position).isPositive());
      const placements = open.map((position) => desk.close(position, 'manual'));
      const refused = placements.find((placement) => placement?.refusal !== undefined);
      return refused === undefined ? ok(undefined) : closed(refused);
    }
    case 'moveProtection':
      return moveProtection(core, desk, command);
    case 'resolveDifference':
      return resolveDifference(core, desk, command);
    case 'explain':
      return explain(core, command);
    default:
      return brakes(core, desk, command);
  }
}

type BrakeCommand = Exclude<
  UserCommand,
  {
    type:
      'placeOrder' | 'cancelOrder' | 'closePosition' | 'closeAll' | 'moveProtection' | 'resolveDifference' | 'explain';
  }
>;

function brakes(core: EngineCore, desk: OrderDesk, command: BrakeCommand): Result<void> {
  const { control, clock } = core;
  switch (command.type) {
    case 'killSwitch':
      return changed(core, desk, ok(control.killSwitch(command.reason, clock)));
    case 'halt':
      return changed(core, desk, control.halt(command.reason, clock));
    case 'reduce':
      return changed(core, desk, control.reduce(command.reason, clock));
    case 'resume':
      return changed(core, desk, control.resume(command.reason, clock));
    case 'enterSafeMode':
      return changed(core, desk, ok(control.enterSafeMode(command.reason, clock)));
    case 'leaveSafeMode':
      return changed(core, desk, control.leaveSafeMode(command.reason, clock));
    case 'lock': {
      const { symbol, strategy, untilMs: until, reason } = command;
      const scope = { ...(symbol === undefined ? {} : { symbol }), ...(strategy === undefined ? {} : { strategy }) };
      return changed(core, desk, control.lock({ ...scope, until, reason }, clock));
    }
    case 'unlock':
      return changed(core, desk, control.unlock(command.lockId));
    default:
      return assertNever(command);
  }
}

function changed(core: EngineCore, desk: OrderDesk, outcome: Result<TradingChanges>): Result<void> {
  if (!outcome.ok) return outcome;
  if (core.controlChanged(outcome.value)) flatten(core, desk);
  return ok(undefined);
}

/** Cancels every order but those that protect or already close a position, then closes the others; protection goes with them. */
export function flatten(core: EngineCore, desk: OrderDesk): void {
  for (const order of core.orders.open) if (!isProtective(order) && !isClosing(order)) desk.cancel(order);
  if (core.control.killSwitchReport !== undefined) core.control.onKillSwitchStep('canceledAt', core.clock);
  for (const position of [...core.portfolio.open]) desk.close(position, 'killSwitch', true);
  reportFlat(core, desk);
}

/** After a report: whatever it left open while all is to be flat is closed too, such as a fill that came before its cancel. */
export function stayFlat(core: EngineCore, desk: OrderDesk): void {
  const { control } = core;
  if (control.tradingState !== 'HALTED') return;
  const cause = control.stateChange?.cause;
  if (cause === 'killSwitch' || (cause === 'DRAWDOWN' && core.settings.risk.flattenOnDrawdown)) {
    for (const position of [...core.portfolio.open]) desk.close(position, 'killSwitch');
  }
  reportFlat(core, desk);
}

/** Says once how long the flattening took, when nothing that an order can close is open any more and nothing can open. */
function reportFlat(core: EngineCore, desk: OrderDesk): void {
  const report = core.control.killSwitchReport;
  if (report === undefined || report.flatAt !== undefined) return;
  const left = [...core.portfolio.open];
  if (left.some((position) => desk.closing.closable(position).isPositive())) return;
  if (core.orders.open.some(({ reduceOnly }) => !reduceOnly)) return;
  core.control.onKillSwitchStep('flatAt', core.clock);
  const dust = left.map(({ strategy, symbol, qty }) => ({ strategy, symbol, qty }));
  const tookMs = core.clock - report.startedAt;
  core.emit({ kind: 'flattened', requestedAt: report.startedAt, tookMs, ...(dust.length === 0 ? {} : { dust }) });
}

function placeOrder(
  core: EngineCore,
  desk: OrderDesk,
  command: Extract<UserCommand, { type: 'placeOrder' }>,
): Result<void> {
  const { order, exits, group } = command;
  const key = positionKey(MANUAL, order.symbol);
  const armed = core.exits.get(key);
  const { refusal } = desk.place(order, {
    strategy: MANUAL,
    purpose: order.reduceOnly ? 'manual' : 'entry',
    ...(group === undefined ? {} : { group }),
  });
  if (refusal !== undefined) return fail({ message: `${refusal.code}: ${refusal.detail}` });
  if (order.reduceOnly) return ok(undefined);
  // Adding to a position leaves its exits as they are; what turns it around brings its own.
  if (armed === undefined) core.exits.arm(key, exits, !core.settings.hasVenueProtection);
  else if (core.portfolio.position(key) === undefined) {
    // Either of two entries on their way may be the one that fills: neither may lose its protection to the other.
    core.exits.arm(key, mergePlans(armed.plan, exits), !core.settings.hasVenueProtection);
  } else if (isOpposite(core.portfolio.position(key), order.side)) armed.nextPlan = exits;
  return ok(undefined);
}

/** Part by part the newer plan, where it says something. */
const mergePlans = (older: ExitPlan, newer: ExitPlan): ExitPlan => ({
  stopLoss: newer.stopLoss ?? older.stopLoss,
  takeProfit: newer.takeProfit ?? older.takeProfit,
  trailing: newer.trailing ?? older.trailing,
  breakEven: newer.breakEven ?? older.breakEven,
  maxHoldMs: newer.maxHoldMs ?? older.maxHoldMs,
});

const isOpposite = (position: OpenPositionState | undefined, side: Side): boolean =>
  position !== undefined && entrySide(position.side) !== side;

function cancelOrder(
  core: EngineCore,
  desk: OrderDesk,
  { clientOrderId }: Extract<UserCommand, { type: 'cancelOrder' }>,
): Result<void> {
  const order = core.orders.findWorking(clientOrderId);
  if (order === undefined && core.owed.takeBack(clientOrderId)) return ok(undefined);
  if (order === undefined) return fail({ message: `no working order has the id ${clientOrderId}` });
  if (order.state === 'unknown') return fail({ message: `the fate of order ${clientOrderId} is being looked up` });
  core.owed.takeBack(clientOrderId);
  const exits = core.exits.get(positionKey(order.strategy, order.symbol));
  const guard = guardOf(exits, clientOrderId);
  if (exits !== undefined && guard !== undefined) dropLevel(exits, guard);
  desk.cancel(order);
  return ok(undefined);
}

function explain(core: EngineCore, { strategy, symbol }: Extract<UserCommand, { type: 'explain' }>): Result<void> {
  const unit = core.unit(positionKey(strategy, symbol));
  if (unit === undefined) return fail({ message: `${strategy} does not trade ${symbol} here` });
  const { sides } = unit.definition;
  const evidence = (['entry', 'exit'] as const).flatMap((action) =>
    sides.map((side) => unit.instance.evidence(action, side)),
  );
  core.emit({ kind: 'explained', strategy, symbol, evidence });
  return ok(undefined);
}

function closed(placement: ReturnType<OrderDesk['close']>): Result<void> {
  if (placement === undefined) return fail({ message: 'the position is being closed already' });
  const { refusal } = placement;
  return refusal === undefined ? ok(undefined) : fail({ message: `${refusal.code}: ${refusal.detail}` });
}
