// Orders, positions and the brakes: what the window asks of the engines, as commands with who and why.
import type { CheckedParamsOf } from '../../../../shared/contract/requests.ts';
import { toClientOrderId, toEpochMs, toStrategyId, toSymbolId } from '../../../../shared/domain/ids.ts';
import type { ExitLevel, ExitPlan, OrderRequest } from '../../../../shared/domain/order.ts';
import { Decimal } from '../../../../shared/money.ts';
import type { UserCommand } from '../../../engine/kernel/inputs.ts';
import type { Handlers } from '../../../ipc/dispatch.ts';
import { RequestError } from '../../../ipc/requestError.ts';
import { toWire } from '../../../ipc/toWire.ts';
import type { ControlCommand } from '../../control.ts';
import { controlEngines } from '../../controlEngines.ts';
import type { CommandAnswer, EngineHost } from '../../host/engineHost.ts';
import { orderRow } from '../rows/tradingRows.ts';
import { hostOf, hostsOf, type WindowContext } from '../windowContext.ts';
import { sizeOrder } from './orderSize.ts';

type Names =
  | 'orders.place'
  | 'orders.preview'
  | 'orders.size'
  | 'orders.cancel'
  | 'positions.close'
  | 'positions.closeAll'
  | 'positions.moveStop'
  | 'trading.halt'
  | 'trading.reduce'
  | 'trading.resume'
  | 'trading.killSwitch'
  | 'trading.leaveSafeMode'
  | 'locks.place'
  | 'locks.release';

type WithoutCommander<T> = T extends unknown ? Omit<T, 'by' | 'reason'> : never;
type Wish = WithoutCommander<UserCommand>;

export function tradingHandlers(window: WindowContext): Pick<Handlers, Names> {
  const control = controlEngines(window.manager, window.info, window.wall);
  const brake =
    (type: ControlCommand['type']) =>
    async ({ connection, reason }: { readonly connection?: string | undefined; readonly reason: string }) => {
      const ids = hostsOf(window, connection).map(({ id }) => id);
      const all = await Promise.all(
        ids.map((id) => control.command({ command: { type }, connection: id, reason, by: 'window' })),
      );
      return { outcomes: all.flat().map((outcome) => toWire(outcome)) };
    };
  const each = (connection: string | undefined, wish: Wish, reason: string) => ({
    outcomes: hostsOf(window, connection).map((host) => {
      const { isAccepted, reason: refusal } = ask(host, wish, reason);
      const done = `trading is ${host.core.control.tradingState}`;
      return { connection: host.id, isAccepted, detail: isAccepted ? done : refusal };
    }),
  });
  return {
    'orders.place': ({ connection, order, exits, reason }) => {
      const host = hostOf(window, connection);
      const wish = { type: 'placeOrder', order: toRequest(order), exits: toPlan(exits) } as const;
      const events = command(host, wish, reason);
      const placed = events.flatMap((event) => (event.kind === 'orderChanged' ? [orderRow(host.id, event.order)] : []));
      return { orders: placed.slice(0, 1) };
    },
    'orders.preview': ({ connection, order, exits }) =>
      preview(hostOf(window, connection), toRequest(order), toPlan(exits)),
    'orders.size': (params) => sizeOrder(hostOf(window, params.connection), params),
    'orders.cancel': ({ connection, clientOrderId, reason }) => {
      command(
        hostOf(window, connection),
        { type: 'cancelOrder', clientOrderId: toClientOrderId(clientOrderId) },
        reason,
      );
      return {};
    },
    'positions.close': ({ connection, strategy, symbol, reason }) => {
      const wish = { type: 'closePosition', strategy: toStrategyId(strategy), symbol: toSymbolId(symbol) } as const;
      command(hostOf(window, connection), wish, reason);
      return {};
    },
    'positions.closeAll': ({ connection, reason }) => ({
      outcomes: hostsOf(window, connection).map((host) => {
        const open = host.core.portfolio.openCount;
        const { isAccepted, reason: refusal } = ask(host, { type: 'closeAll' }, reason);
        const done =
          open === 0
            ? 'nothing was open'
            : `${String(open)} ${open === 1 ? 'position is' : 'positions are'} being closed`;
        return { connection: host.id, isAccepted, detail: isAccepted ? done : refusal };
      }),
    }),
    'positions.moveStop': ({ connection, strategy, symbol, stopPrice, targetPrice, reason }) => {
      if (stopPrice === undefined && targetPrice === undefined)
        throw new RequestError('BAD_REQUEST', 'neither a stop nor a target was given');
      const wish: Wish = {
        ...{ type: 'moveProtection', strategy: toStrategyId(strategy), symbol: toSymbolId(symbol) },
        ...(stopPrice === undefined ? {} : { stopPrice: price(stopPrice) }),
        ...(targetPrice === undefined ? {} : { targetPrice: price(targetPrice) }),
      };
      command(hostOf(window, connection), wish, reason);
      return {};
    },
    'trading.halt': brake('halt'),
    'trading.resume': brake('resume'),
    'trading.killSwitch': brake('killSwitch'),
    'trading.reduce': ({ connection, reason }) => each(connection, { type: 'reduce' }, reason),
    'trading.leaveSafeMode': ({ connection, reason }) => each(connection, { type: 'leaveSafeMode' }, reason),
    'locks.place': ({ connection, symbol, strategy, until, reason }) => {
      const wish: Wish = {
        ...{ type: 'lock', untilMs: toEpochMs(until) },
        ...(symbol === undefined ? {} : { symbol: toSymbolId(symbol) }),
        ...(strategy === undefined ? {} : { strategy: toStrategyId(strategy) }),
      };
      command(hostOf(window, connection), wish, reason);
      return {};
    },
    'locks.release': ({ connection, lockId, reason }) => {
      command(hostOf(window, connection), { type: 'unlock', lockId }, reason);
      return {};
    },
  };
}

const ask = (host: EngineHost, wish: Wish, reason: string): CommandAnswer =>
  host.command({ ...wish, by: 'window', reason } as UserCommand);

/** What happened; throws REFUSED with every check that said no. */
function command(host: EngineHost, wish: Wish, reason: string): CommandAnswer['events'] {
  const { isAccepted, reason: refusal, events } = ask(host, wish, reason);
  if (isAccepted) return events;
  const refusals = events
    .flatMap((event) => (event.kind === 'orderRefused' ? event.verdicts : []))
    .filter(({ allow }) => !allow);
  throw new RequestError('REFUSED', refusal, refusals.length === 0 ? {} : { refusals: toWire(refusals) });
}

const price = (text: string | null): Decimal | null => (text === null ? null : Decimal.of(text));
const optional = (text: string | undefined): Decimal | undefined => (text === undefined ? undefined : Decimal.of(text));

type Ticket = CheckedParamsOf<'orders.place'>['order'];

function toRequest(ticket: Ticket): OrderRequest {
  const { symbol, side, type, qty, limitPrice, stopPrice, trailPct, timeInForce, expireAt, reduceOnly, postOnly } =
    ticket;
  return {
    ...{ symbol: toSymbolId(symbol), side, type, qty: Decimal.of(qty), timeInForce, reduceOnly, postOnly },
    limitPrice: optional(limitPrice),
    stopPrice: optional(stopPrice),
    trailPct: optional(trailPct),
    expireAt: expireAt === undefined ? undefined : toEpochMs(expireAt),
  };
}

type Exits = CheckedParamsOf<'orders.place'>['exits'];
type Level = NonNullable<Exits['stopLoss']>;

function toPlan({ stopLoss, takeProfit, trailing, breakEven, maxHoldMs }: Exits): ExitPlan {
  return {
    ...(stopLoss === undefined ? {} : { stopLoss: toLevel(stopLoss) }),
    ...(takeProfit === undefined ? {} : { takeProfit: toLevel(takeProfit) }),
    ...(trailing === undefined
      ? {}
      : {
          trailing: {
            activationPct: Decimal.of(trailing.activationPct),
            distancePct: Decimal.of(trailing.distancePct),
          },
        }),
    ...(breakEven === undefined
      ? {}
      : {
          breakEven: { activationPct: Decimal.of(breakEven.activationPct), offsetPct: Decimal.of(breakEven.offsetPct) },
        }),
    ...(maxHoldMs === undefined ? {} : { maxHoldMs }),
  };
}

function toLevel(level: Level): ExitLevel {
  if ('pct' in level) return { pct: Decimal.of(level.pct) };
  return 'distance' in level ? { distance: Decimal.of(level.distance) } : { price: Decimal.of(level.price) };
}

function preview(host: EngineHost, order: OrderRequest, exits: ExitPlan) {
  const { isAllowed, verdicts, figures } = host.preview({ order, exits });
  if (figures === undefined) return { allow: isAllowed, verdicts: toWire(verdicts) };
  const { price: at, notional, fee, riskAmount, exposureSymbol, exposureTotal, marginUsed, equity } = figures;
  const ofEquity = (amount: Decimal): number => (equity.isZero() ? 0 : amount.toNumber() / equity.toNumber());
  return {
    allow: isAllowed,
    verdicts: toWire(verdicts),
    figures: {
      ...{ price: at.toString(), notional: short(notional), fee: short(fee), marginUsed: short(marginUsed) },
      ...(riskAmount === undefined ? {} : { riskAmount: short(riskAmount), riskPct: 100 * ofEquity(riskAmount) }),
      exposureSymbolPct: 100 * ofEquity(exposureSymbol),
      exposureTotalPct: 100 * ofEquity(exposureTotal),
      leverage: ofEquity(exposureTotal),
    },
  };
}

const short = (value: Decimal): string => value.roundTo(8, 'halfEven').toString();
