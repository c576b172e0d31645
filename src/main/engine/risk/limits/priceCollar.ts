// Against typing errors: a limit price stays near the mark.
import { percentOf } from '../../../../shared/money.ts';
import { ALLOW, refuse, type RiskLimit } from '../riskLimit.ts';

/** Targets of open positions may be far away: they are reducing orders. */
export const priceCollar: RiskLimit = {
  code: 'PRICE_COLLAR',
  relief: 'reducing',
  check: ({ limitPrice }, { market, amounts: { priceCollarPct } }) => {
    const mark = market?.mark;
    if (priceCollarPct === undefined || limitPrice === undefined || mark === undefined) return ALLOW;
    if (limitPrice.minus(mark).abs().lte(percentOf(mark, priceCollarPct))) return ALLOW;
    return refuse(
      `limit price ${limitPrice.toString()} is more than ${priceCollarPct.toString()} % from the mark ${mark.toString()}`,
    );
  },
};
