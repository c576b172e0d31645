// A clock that is off makes signed requests fail and times lie.
import { ALLOW, refuse, type RiskLimit } from '../riskLimit.ts';

/** An unknown skew passes: before the first measurement a live connection is still reconciling. */
export const clockSkew: RiskLimit = {
  code: 'CLOCK_SKEW',
  relief: 'reducing',
  check: (_order, { clockSkewMs, config: { maxClockSkewMs } }) =>
    maxClockSkewMs !== null && clockSkewMs !== undefined && Math.abs(clockSkewMs) > maxClockSkewMs
      ? refuse(`clock differs by ${clockSkewMs} ms, at most ${maxClockSkewMs} ms`)
      : ALLOW,
};
