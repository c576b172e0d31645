// How many positions may be open; entries on their way count.
import { ALLOW, refuse, type RiskLimit } from '../riskLimit.ts';

/** Adding to a position, or turning it around, opens none. */
export const maxPositions: RiskLimit = {
  code: 'MAX_POSITIONS',
  relief: 'reducing',
  check: (_order, { config: { maxOpenPositions }, openPositions, workingEntries, addsToPosition, reducibleQty }) =>
    maxOpenPositions === null ||
    openPositions + workingEntries < maxOpenPositions ||
    addsToPosition ||
    reducibleQty.isPositive()
      ? ALLOW
      : refuse(`${openPositions} positions open and ${workingEntries} on their way, at most ${maxOpenPositions}`),
};
