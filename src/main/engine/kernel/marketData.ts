// The candle and the mark on their way through the engine, in the one order of work: indications, exits, strategies.
import { InvariantError } from '../../../shared/assert.ts';
import type { Candle } from '../../../shared/domain/candle.ts';
import { type EpochMs, toEpochMs } from '../../../shared/domain/ids.ts';
import type { PredictionRequest } from '../../../shared/domain/prediction.ts';
import { timeframeMs } from '../../../shared/time.ts';
import type { OrderDesk } from '../execution/orderDesk.ts';
import type { SymbolMarket } from '../market/symbolMarket.ts';
import { watchPositions } from '../realtime/watchPositions.ts';
import { flatten } from './commands.ts';
import type { EngineCore } from './core.ts';
import { evaluateUnits } from './decisions.ts';
import type { EngineInput } from './inputs.ts';
import { awaitAnswers, followModels, settleBefore } from './predictions.ts';

const NONE: readonly Candle[] = [];
const NO_REQUESTS: readonly PredictionRequest[] = [];

/**
 * A closed candle. Only one that is accepted moves anything. One that closed a whole candle ago or longer is history (warm-up,
 * backfill): it moves what indicators and strategies look back at, and nothing is decided on its prices.
 */
export function onCandle(core: EngineCore, desk: OrderDesk, candle: Candle): void {
  const market = core.markets.get(candle.symbol);
  if (market === undefined)
    return core.emit({ kind: 'candleRejected', candle, reason: `no instrument of ${candle.symbol}` });
  if (candle.timeframe !== market.base) {
    const reason = market.warmUp(candle, core.clock);
    const models = core.models.get(candle.symbol);
    if (reason !== undefined) core.emit({ kind: 'candleRejected', candle, reason });
    else if (models !== undefined) followModels(core, models, { candles: [candle], isQuiet: true });
    return;
  }
  if (core.pending.size > 0 && candle.openTime >= (market.book.lastCloseTime() ?? 0)) {
    settleBefore(core, desk, candle.symbol);
  }
  if (!isAccepted(core, market, candle)) return;
  core.enter('indication');
  const built = moveMarket(core, market, candle);
  const requests = askModels(core, market, { candle, built });
  core.leave();
  core.portfolio.setMark(candle.symbol, market.price);
  if (isHistory(core, market, candle)) return followCandles(core, market, built);
  core.enter('health');
  sampleEquity(core, desk, toEpochMs(candle.openTime + market.baseMs));
  core.leave();
  core.enter('realtime');
  watchPositions(core, desk, { market, high: candle.high, low: candle.low, from: candle.openTime });
  core.leave();
  if (market.failure !== undefined) return;
  core.enter('strategy');
  if (requests.length > 0) {
    const units = [candle, ...built].flatMap(({ timeframe }) => core.unitsAt(candle.symbol, timeframe));
    awaitAnswers(core, desk, { requests, units });
  } else {
    evaluateUnits(core, desk, core.unitsAt(candle.symbol, market.base));
    for (const higher of built) evaluateUnits(core, desk, core.unitsAt(candle.symbol, higher.timeframe));
  }
  core.leave();
}

/** Shows the models what closed; what they are asked about it. */
function askModels(
  core: EngineCore,
  market: SymbolMarket,
  { candle, built }: { readonly candle: Candle; readonly built: readonly Candle[] },
): readonly PredictionRequest[] {
  const models = core.models.size === 0 ? undefined : core.models.get(market.symbol);
  if (models === undefined || market.failure !== undefined) return NO_REQUESTS;
  return followModels(core, models, { candles: [candle, ...built], isQuiet: isHistory(core, market, candle) });
}

const isHistory = (core: EngineCore, { baseMs }: SymbolMarket, { openTime }: Candle): boolean =>
  core.clock - openTime >= 2 * baseMs;

/**
 * Series, higher candles and stored sets. History moves them without a word: it would only fill the journal. A market that
 * fails half-way is left as it is from then on, and nothing is entered there.
 */
function moveMarket(core: EngineCore, market: SymbolMarket, candle: Candle): readonly Candle[] {
  let built: readonly Candle[];
  try {
    built = market.push(candle);
  } catch (error) {
    if (error instanceof InvariantError) throw error;
    market.failure = error instanceof Error ? error.message : String(error);
    core.unitFailed('indication', candle.symbol, error);
    return NONE;
  }
  if (market.failure !== undefined) return NONE;
  const isQuiet = isHistory(core, market, candle);
  if (!isQuiet) for (const higher of built) core.emit({ kind: 'candleBuilt', candle: higher });
  if (market.sets.length > 0) computeIndications(core, market, { candles: [candle, ...built], isQuiet });
  return built;
}

/** The strategies see history go by, so that they can look back at it; they decide nothing on it. */
function followCandles(core: EngineCore, { symbol, base, failure }: SymbolMarket, built: readonly Candle[]): void {
  for (const timeframe of failure === undefined ? [base, ...built.map((higher) => higher.timeframe)] : []) {
    for (const { key, instance } of core.unitsAt(symbol, timeframe)) {
      try {
        instance.onCandle();
      } catch (error) {
        if (error instanceof InvariantError) throw error;
        core.unitFailed('strategy', key, error);
      }
    }
  }
}

function isAccepted(core: EngineCore, market: SymbolMarket, candle: Candle): boolean {
  const acceptance = market.book.accept(candle, core.clock);
  const { symbol, timeframe } = candle;
  switch (acceptance.kind) {
    case 'accepted':
      for (const { from, to } of acceptance.missing ?? []) {
        const range = { symbol, timeframe, from: toEpochMs(from), to: toEpochMs(to) };
        core.emit({ kind: 'gapDetected', ...range });
        core.effect({ kind: 'requestBackfill', ...range });
      }
      return true;
    case 'ignored':
      return false;
    case 'late': {
      const { from, to } = acceptance.resolved;
      core.emit({ kind: 'gapResolved', symbol, timeframe, from: toEpochMs(from), to: toEpochMs(to) });
      return false;
    }
    case 'revised':
      core.emit({ kind: 'candleRevised', candle, known: acceptance.known });
      return false;
    case 'rejected':
      core.emit({ kind: 'candleRejected', candle, reason: acceptance.reason });
      return false;
  }
}

function computeIndications(
  core: EngineCore,
  market: SymbolMarket,
  { candles, isQuiet }: { readonly candles: readonly Candle[]; readonly isQuiet: boolean },
): void {
  for (const candle of candles) {
    for (const { timeframe, set } of market.sets) {
      if (timeframe !== candle.timeframe) continue;
      try {
        set.push(candle);
      } catch (error) {
        if (error instanceof InvariantError) throw error;
        core.unitFailed('indication', `${candle.symbol} ${timeframe} ${set.text}`, error);
        continue;
      }
      if (isQuiet) continue;
      core.emit({
        kind: 'indicationComputed',
        symbol: candle.symbol,
        timeframe,
        closeTime: toEpochMs(candle.openTime + timeframeMs(timeframe)),
        set: set.text,
        values: Array.from(set.values, (value) => (Number.isNaN(value) ? null : value)),
      });
    }
  }
}

/** Equity for the curve and for the loss limits. */
export function sampleEquity(core: EngineCore, desk: OrderDesk, at: EpochMs): void {
  const { equity } = core.portfolio;
  // A back-filled candle closes before the last sample: it says nothing new of the equity.
  if (at >= core.sampledAt) {
    core.sampledAt = at;
    core.emit({ kind: 'equitySampled', at, equity });
  }
  if (core.controlChanged(core.control.onEquity(equity, core.clock))) flatten(core, desk);
}

/** A quote: marks, exits and loss limits; no strategy looks at it. */
export function onMark(core: EngineCore, desk: OrderDesk, mark: Extract<EngineInput, { kind: 'mark' }>): void {
  const market = core.markets.get(mark.symbol);
  const isValid =
    mark.bid > 0 && mark.ask >= mark.bid && mark.last > 0 && Number.isFinite(mark.ask) && Number.isFinite(mark.last);
  if (market === undefined || !isValid) {
    return core.unitFailed(
      'realtime',
      mark.symbol,
      `expected a quote with 0 < bid <= ask of a known symbol, found ${String(mark.bid)} / ${String(mark.ask)}`,
    );
  }
  core.enter('realtime');
  market.quote(mark, core.clock);
  core.portfolio.setMark(mark.symbol, mark.last);
  if (core.controlChanged(core.control.onEquity(core.portfolio.equity, core.clock))) flatten(core, desk);
  watchPositions(core, desk, { market, high: mark.last, low: mark.last, from: Infinity });
  core.leave();
}
