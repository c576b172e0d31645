// The quantity that an amount, a share of equity or a risk comes to, on the lot grid and rounded down.
import { assertNever } from '../../../../shared/assert.ts';
import type { CheckedParamsOf, ResultOf } from '../../../../shared/contract/requests.ts';
import { toSymbolId } from '../../../../shared/domain/ids.ts';
import { Decimal, percentOf } from '../../../../shared/money.ts';
import { RequestError } from '../../../ipc/requestError.ts';
import type { EngineHost } from '../../host/engineHost.ts';

type Params = CheckedParamsOf<'orders.size'>;

/** Zero, with the reason, where it comes to less than a lot. */
export function sizeOrder({ core, id }: EngineHost, params: Params): ResultOf<'orders.size'> {
  const { side, by } = params;
  const market = core.markets.get(toSymbolId(params.symbol));
  if (market === undefined) throw new RequestError('NOT_FOUND', `${id} has no market ${params.symbol}`);
  const quoted = (side === 'buy' ? market.ask : market.bid) || market.price;
  if (params.price === undefined && quoted === 0)
    throw new RequestError('UNAVAILABLE', `${params.symbol} has no price yet`);
  const price = params.price === undefined ? Decimal.fromNumber(quoted) : Decimal.of(params.price);
  const { contractSize, lotSize } = market.instrument;
  const { amount, perUnit } = wanted(by, { price, equity: core.portfolio.equity });
  if (!perUnit.isPositive()) throw new RequestError('REFUSED', 'the stop is at the price itself');
  const unit = perUnit.times(contractSize);
  const qty = amount.isPositive() ? amount.floorQuotient(unit, lotSize) : Decimal.ZERO;
  const detail = qty.isPositive()
    ? ''
    : `${amount.roundTo(8, 'halfEven').toString()} is less than one lot of ${lotSize.toString()} takes`;
  const notional = qty.times(price).times(contractSize).roundTo(8, 'halfEven');
  return { qty: qty.toString(), price: price.toString(), notional: notional.toString(), detail };
}

/** What may be used up, and what a unit of the base coin uses of it; quote currency. */
function wanted(
  by: Params['by'],
  { price, equity }: { readonly price: Decimal; readonly equity: Decimal },
): { readonly amount: Decimal; readonly perUnit: Decimal } {
  switch (by.kind) {
    case 'notional':
      return { amount: Decimal.of(by.amount), perUnit: price };
    case 'percentEquity':
      return { amount: percentOf(equity, Decimal.of(by.pct)), perUnit: price };
    case 'riskPercent':
      return { amount: percentOf(equity, Decimal.of(by.pct)), perUnit: price.minus(Decimal.of(by.stopPrice)).abs() };
    default:
      return assertNever(by);
  }
}
