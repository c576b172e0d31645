// Made-up funding rates: small, and drawn back to their mean. A function of seed, symbol and time alone, so that nothing about
// them has to be remembered.
import { type EpochMs, type SymbolId, toEpochMs } from '../../../shared/domain/ids.ts';
import { HOUR_MS } from '../../../shared/time.ts';
import { createRng } from '../../engine/kernel/rng.ts';
import type { FundingRate } from '../../engine/paper/paperAccount.ts';

const PERIOD_MS = 8 * HOUR_MS;
const MEAN = 0.0001;
const DEVIATION = 0.00006;
/** What is left of a surprise one period later; after twenty it is forgotten. */
const PERSISTENCE = 0.8;
const PERIODS = 20;
const LIMIT = 0.003;

/** The first rate of a symbol later than a time: at 00:00, 08:00 and 16:00 UTC. */
export function simulatedFundingRates(seed: string): (symbol: SymbolId, after: EpochMs) => FundingRate {
  const world = createRng(seed).fork('funding');
  return (symbol, after) => {
    const stream = world.fork(symbol);
    const period = Math.floor(after / PERIOD_MS) + 1;
    let surprise = 0;
    for (let age = PERIODS - 1; age >= 0; age--) {
      surprise = surprise * PERSISTENCE + stream.fork(String(period - age)).gaussian();
    }
    const rate = Math.max(-LIMIT, Math.min(LIMIT, MEAN + DEVIATION * surprise));
    return { at: toEpochMs(period * PERIOD_MS), rate: Math.round(rate * 1e8) / 1e8 };
  };
}
