// The figures of a risk configuration as exact decimals, made once per configuration so that no check parses anything.
import type { RiskConfig } from '../../../shared/domain/risk.ts';
import { Decimal } from '../../../shared/money.ts';

/** Undefined is off. Percentages of equity; `maxNotionalPerOrder` in quote currency. */
export interface RiskAmounts {
  readonly maxDailyLossPct: Decimal | undefined;
  readonly maxDrawdownPct: Decimal | undefined;
  readonly maxExposurePerSymbolPct: Decimal | undefined;
  readonly maxExposureTotalPct: Decimal | undefined;
  readonly maxLeverage: Decimal | undefined;
  readonly priceCollarPct: Decimal | undefined;
  readonly maxNotionalPerOrder: Decimal | undefined;
}

/** The decimals of `config`, which is already validated. */
export const toRiskAmounts = (config: RiskConfig): RiskAmounts => ({
  maxDailyLossPct: optional(config.maxDailyLossPct),
  maxDrawdownPct: optional(config.maxDrawdownPct),
  maxExposurePerSymbolPct: optional(config.maxExposurePerSymbolPct),
  maxExposureTotalPct: optional(config.maxExposureTotalPct),
  maxLeverage: optional(config.maxLeverage),
  priceCollarPct: optional(config.priceCollarPct),
  maxNotionalPerOrder: optional(config.maxNotionalPerOrder),
});

const optional = (value: number | string | null): Decimal | undefined =>
  value === null ? undefined : Decimal.of(value);
