// The top of a simulated book: spread widens and depth thins as volatility rises.
import type { EpochMs } from '../../../../shared/domain/ids.ts';
import type { Rng } from '../../kernel/rng.ts';
import type { SymbolMarket } from './symbolMarket.ts';

/** Usual size at the best price, as a share of a block's usual volume. */
const DEPTH_SHARE = 0.002;
const SPREAD_POWER = 0.7;
const DEPTH_POWER = -0.6;

/** Best prices (quote currency) and sizes (base coin). `last` is the bid or the ask. */
export interface SimulatedQuote {
  readonly source: 'simulator';
  readonly at: EpochMs;
  readonly last: number;
  readonly bid: number;
  readonly ask: number;
  readonly bidSize: number;
  readonly askSize: number;
}

/** The quote of `market` around a last price in ticks. */
export function quoteAt(
  market: SymbolMarket,
  { at, lastTicks }: { readonly at: EpochMs; readonly lastTicks: number },
  rng: Rng,
): SimulatedQuote {
  const { parameters, ticksPerUnit, lotsPerUnit, relativeVolatility } = market;
  const usualSpread = lastTicks * parameters.spreadBps * 1e-4;
  const wide = usualSpread * Math.exp(SPREAD_POWER * Math.log(relativeVolatility) + 0.3 * rng.gaussian());
  const spread = Math.max(1, Math.round(wide));
  const bid = rng.next() < 0.5 || lastTicks <= spread ? lastTicks : lastTicks - spread;
  const usualDepth = parameters.blockVolume * lotsPerUnit * DEPTH_SHARE;
  const size = (): number => {
    const lots = usualDepth * Math.exp(DEPTH_POWER * Math.log(relativeVolatility) + 0.5 * rng.gaussian());
    return Math.max(1, Math.round(lots)) / lotsPerUnit;
  };
  return {
    source: 'simulator',
    at,
    last: lastTicks / ticksPerUnit,
    bid: bid / ticksPerUnit,
    ask: (bid + spread) / ticksPerUnit,
    bidSize: size(),
    askSize: size(),
  };
}
