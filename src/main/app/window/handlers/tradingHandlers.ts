// Orders and positions: what the window asks of the engines.
import { toClientOrderId, toStrategyId, toSymbolId } from '../../../../shared/domain/ids.ts';
import type { ExitPlan, OrderRequest } from '../../../../shared/domain/order.ts';
import { Decimal } from '../../../../shared/money.ts';
import type { Handlers } from '../../../ipc/dispatch.ts';
import { RequestError } from '../../../ipc/requestError.ts';
import { toWire } from '../../../ipc/toWire.ts';
import type { EngineHost } from '../../host/engineHost.ts';
import { settleDifference } from '../../settleDifference.ts';
import { inboxView } from '../../views/inboxView.ts';
import { orderRow } from '../rows/tradingRows.ts';
import { hostOf, hostsOf, type WindowContext } from '../windowContext.ts';
import { command, type Wish } from './askEngine.ts';
import { sizeOrder } from './orderSize.ts';
import { toPlan, toPrice, toRequest } from './orderTicket.ts';

type Names =
  | 'orders.place'
  | 'orders.preview'
  | 'orders.size'
  | 'orders.cancel'
  | 'positions.close'
  | 'positions.moveStop'
  | 'reconciliation.list'
  | 'reconciliation.resolve';

export function tradingHandlers(window: WindowContext): Pick<Handlers, Names> {
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
    'positions.moveStop': ({ connection, strategy, symbol, stopPrice, targetPrice, reason }) => {
      if (stopPrice === undefined && targetPrice === undefined)
        throw new RequestError('BAD_REQUEST', 'neither a stop nor a target was given');
      const wish: Wish = {
        ...{ type: 'moveProtection', strategy: toStrategyId(strategy), symbol: toSymbolId(symbol) },
        ...(stopPrice === undefined ? {} : { stopPrice: toPrice(stopPrice) }),
        ...(targetPrice === undefined ? {} : { targetPrice: toPrice(targetPrice) }),
      };
      command(hostOf(window, connection), wish, reason);
      return {};
    },
    'reconciliation.list': ({ connection }) => inboxView(hostsOf(window, connection)),
    'reconciliation.resolve': ({ connection, id, action, strategy, price, reason }) => {
      const settlement = {
        ...{ id, action },
        strategy: strategy === undefined ? undefined : toStrategyId(strategy),
        price: price === undefined ? undefined : Decimal.of(price),
      };
      const { isAccepted, reason: refusal } = settleDifference(hostOf(window, connection), settlement, {
        ...{ by: 'window', reason },
      });
      if (!isAccepted) throw new RequestError('REFUSED', refusal);
      return {};
    },
  };
}

function preview(host: EngineHost, order: OrderRequest, exits: ExitPlan) {
  const { isAllowed, verdicts, rounded, figures } = host.preview({ order, exits });
  const said = { allow: isAllowed, verdicts: toWire(verdicts), rounded: toWire(rounded) };
  if (figures === undefined) return said;
  const { price: at, notional, fee, riskAmount, exposureSymbol, exposureTotal, marginUsed, equity } = figures;
  const ofEquity = (amount: Decimal): number => (equity.isZero() ? 0 : amount.toNumber() / equity.toNumber());
  return {
    ...said,
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
