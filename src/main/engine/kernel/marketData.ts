// The candle and the mark on their way through the engine, in the one order of work: indications, exits, strategies.
import { InvariantError } from '../../../shared/assert.ts';
import type { Candle } from '../../../shared/domain/candle.ts';
import { type EpochMs, toEpochMs } from '../../../shared/domain/ids.ts';
import { timeframeMs } from '../../../shared/time.ts';
import type { OrderDesk } from '../execution/orderDesk.ts';
import type { SymbolMarket } from '../market/symbolMarket.ts';
import { watchPositions } from '../realtime/watchPositions.ts';
import { flatten } from './commands.ts';
import type { EngineCore } from './core.ts';
import { evaluateUnits } from './decisions.ts';
import type { EngineInput } from './inputs.ts';

/** A closed candle. Only one that is accepted moves anything. */
export function onCandle(core: EngineCore, desk: OrderDesk, candle: Candle): void {
  const market = core.markets.get(candle.symbol);
  if (market === undefined)
    return core.emit({ kind: 'candleRejected', candle, reason: `no instrument of ${candle.symbol}` });
  if (candle.timeframe !== market.base) {
    const reason = market.warmUp(candle, core.clock);
    if (reason !== undefined) core.emit({ kind: 'candleRejected', candle, reason });
    return;
  }
  if (!isAccepted(core, market, candle)) return;
  let built: readonly Candle[];
  try {
    built = market.push(candle);
  } catch (error) {
    if (error instanceof InvariantError) throw error;
    return core.unitFailed('indication', candle.symbol, error);
  }
  for (const higher of built) core.emit({ kind: 'candleBuilt', candle: higher });
  if (market.sets.length > 0) computeIndications(core, market, [candle, ...built]);
  core.portfolio.setMark(candle.symbol, market.price);
  sampleEquity(core, desk, toEpochMs(candle.openTime + market.baseMs));
  watchPositions(core, desk, { market, high: candle.high, low: candle.low, from: candle.openTime });
  evaluateUnits(core, desk, core.unitsAt(candle.symbol, market.base));
  for (const higher of built) evaluateUnits(core, desk, core.unitsAt(candle.symbol, higher.timeframe));
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

function computeIndications(core: EngineCore, market: SymbolMarket, candles: readonly Candle[]): void {
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
  market.quote(mark, core.clock);
  core.portfolio.setMark(mark.symbol, mark.last);
  if (core.controlChanged(core.control.onEquity(core.portfolio.equity, core.clock))) flatten(core, desk);
  watchPositions(core, desk, { market, high: mark.last, low: mark.last, from: Infinity });
}
