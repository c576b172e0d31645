// The one rule of the loss limits, used by the order checks and by the trading state.
import { type Decimal, percentOf } from '../../../shared/money.ts';

/** True when `equity` is more than `pct` percent below `base`. Without a positive base there is no percentage. */
export const isLossBreached = (equity: Decimal, base: Decimal, pct: Decimal): boolean =>
  equity.lt(base) && base.isPositive() && base.minus(equity).gt(percentOf(base, pct));

/** `10.52 % below 5000 (limit 5 %)`. */
export const lossText = (equity: Decimal, base: Decimal, pct: Decimal): string => {
  const loss = (1 - equity.toNumber() / base.toNumber()) * 100;
  return `equity ${equity.roundTo(8, 'halfEven').toString()} is ${loss.toFixed(2)} % below ${base.roundTo(8, 'halfEven').toString()} (limit ${pct.toString()} %)`;
};
