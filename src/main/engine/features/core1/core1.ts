// Feature set core-1: one set for every timeframe, everything measured in the volatility that labels are scaled by.
import type { Feature } from '../feature.ts';
import { CANDLES } from '../history.ts';
import { POSITIONS, SHAPE } from './position.ts';
import { DISTANCES, RETURNS } from './returns.ts';
import { TIME } from './time.ts';
import { VOLATILITY } from './volatility.ts';
import { VOLUME } from './volume.ts';

/** Order is part of the set: models take values by place. */
export const CORE_1 = {
  id: 'core-1',
  version: 1,
  lookback: CANDLES,
  features: [...RETURNS, ...VOLATILITY, ...DISTANCES, ...POSITIONS, ...SHAPE, ...VOLUME, ...TIME] as readonly Feature[],
};
