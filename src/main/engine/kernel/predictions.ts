// What is asked of the models at a close, their answers, and the strategies that wait for them. A close settles once everybody
// has answered, failed or run out of time; only then are the strategies that read the consensus evaluated.
import { InvariantError, need } from '../../../shared/assert.ts';
import type { Candle } from '../../../shared/domain/candle.ts';
import { type EpochMs, type ModelId, type SymbolId, toEpochMs } from '../../../shared/domain/ids.ts';
import type { Prediction, PredictionRequest } from '../../../shared/domain/prediction.ts';
import type { DriftNews } from '../consensus/driftWatch.ts';
import type { SymbolModels } from '../consensus/symbolModels.ts';
import type { OrderDesk } from '../execution/orderDesk.ts';
import type { EngineCore, StrategyUnit } from './core.ts';
import { evaluateUnits } from './decisions.ts';
import { ANSWER_MS, type PendingClose } from './pendingClose.ts';

const SUM_TOLERANCE = 1e-4;
const NO_REQUESTS: readonly PredictionRequest[] = [];

/** Shows the candles of one close to the models. What is to be asked; nothing where they are history (`isQuiet`). */
export function followModels(
  core: EngineCore,
  models: SymbolModels,
  { candles, isQuiet }: { readonly candles: readonly Candle[]; readonly isQuiet: boolean },
): readonly PredictionRequest[] {
  let requests = NO_REQUESTS;
  for (const candle of candles) {
    try {
      tellNews(core, models.symbol, models.push(candle));
      if (isQuiet) continue;
      for (const request of models.requestsAt(candle)) {
        tellNews(core, models.symbol, models.measure(request));
        core.effect({ kind: 'requestPrediction', request });
        requests = [...requests, request];
      }
    } catch (error) {
      if (error instanceof InvariantError) throw error;
      core.unitFailed('indication', `the features of ${candle.symbol} ${candle.timeframe}`, error);
    }
  }
  renew(core, models);
  return requests;
}

/** Evaluates the strategies that do not wait, and lets the others wait for the answers. */
export function awaitAnswers(
  core: EngineCore,
  desk: OrderDesk,
  { requests, units }: { readonly requests: readonly PredictionRequest[]; readonly units: readonly StrategyUnit[] },
): void {
  evaluateUnits(
    core,
    desk,
    units.filter(({ readsConsensus }) => !readsConsensus),
  );
  const { symbol, candleCloseTime } = need(requests[0], 'a request');
  core.pending.set(symbol, {
    ...{ symbol, closeTime: candleCloseTime, requests },
    deadline: toEpochMs(core.clock + ANSWER_MS),
    awaited: requests.flatMap(({ models }) => models),
    units: units.filter(({ readsConsensus }) => readsConsensus).map(({ key }) => key),
  });
  core.isTimerStale = true;
}

/** Keeps an answer; one that is no distribution is kept as a failure with its code. */
export function onPrediction(core: EngineCore, desk: OrderDesk, prediction: Prediction): void {
  const problem = prediction.ok ? probabilityProblem(prediction.probabilities) : undefined;
  const kept = problem === undefined ? prediction : failureOf(prediction, 'PROBABILITIES_INVALID', problem);
  const models = core.models.get(kept.symbol);
  const { spec } = models?.seat(kept.model) ?? {};
  core.emit({ kind: 'predictionReceived', prediction: kept });
  // Of a model that is no longer configured, or for a candle that nobody was asked about.
  if (models === undefined || spec?.timeframe !== kept.timeframe || kept.candleCloseTime > core.clock) return;
  models.answer(kept);
  renew(core, models);
  const pending = core.pending.get(kept.symbol);
  if (pending?.closeTime !== kept.candleCloseTime || !pending.awaited.includes(kept.model)) {
    if (pending === undefined) tellChange(core, models);
    return;
  }
  const awaited = pending.awaited.filter((model) => model !== kept.model);
  if (awaited.length > 0) core.pending.set(kept.symbol, { ...pending, awaited });
  else settle(core, desk, pending);
}

/** A newer candle is here: nobody waits any longer for the close before it. */
export function settleBefore(core: EngineCore, desk: OrderDesk, symbol: SymbolId): void {
  const pending = core.pending.get(symbol);
  if (pending !== undefined) giveUp(core, desk, { pending, detail: 'the next candle closed first' });
}

/** Answers that have run out of time, and consensuses that have to be renewed. */
export function onModelTime(core: EngineCore, desk: OrderDesk): void {
  for (const pending of [...core.pending.values()]) {
    if (core.clock >= pending.deadline)
      giveUp(core, desk, { pending, detail: `no answer within ${String(ANSWER_MS)} ms` });
  }
  for (const models of core.models.values()) {
    if (core.clock < models.renewAt) continue;
    renew(core, models);
    if (!core.pending.has(models.symbol)) tellChange(core, models);
  }
}

/** When `onModelTime` has something to do next. */
export function nextModelTime(core: EngineCore): number {
  // A backtest answers before the next input, and decides at closes only, which renew the consensus anyway.
  if (core.settings.mode === 'backtest') return Infinity;
  let next = Infinity;
  for (const { deadline } of core.pending.values()) next = Math.min(next, deadline);
  for (const { renewAt } of core.models.values()) next = Math.min(next, renewAt);
  return next;
}

function giveUp(
  core: EngineCore,
  desk: OrderDesk,
  { pending, detail }: { readonly pending: PendingClose; readonly detail: string },
): void {
  const models = core.models.get(pending.symbol);
  for (const { timeframe, symbol, candleCloseTime, models: asked } of pending.requests) {
    for (const model of asked.filter((one) => pending.awaited.includes(one))) {
      const failure = failureOf({ symbol, model, timeframe, candleCloseTime }, 'MODEL_TIMEOUT', detail);
      core.emit({ kind: 'predictionReceived', prediction: failure });
      models?.answer(failure);
    }
  }
  if (models !== undefined) renew(core, models);
  settle(core, desk, pending);
}

/** The consensus of this close stands; whoever waited for it decides. */
function settle(core: EngineCore, desk: OrderDesk, { symbol, closeTime, units }: PendingClose): void {
  core.pending.delete(symbol);
  core.isTimerStale = true;
  const models = core.models.get(symbol);
  if (models !== undefined) tellConsensus(core, models, closeTime);
  core.enter('strategy');
  evaluateUnits(
    core,
    desk,
    units.flatMap((key) => core.unit(key) ?? []),
  );
  core.leave();
}

function renew(core: EngineCore, models: SymbolModels): void {
  models.renew(core.clock, core.market(models.symbol).book.staleReason(core.clock));
}

function tellChange(core: EngineCore, models: SymbolModels): void {
  if (models.isNews()) tell(core, models, undefined);
}

function tellConsensus(core: EngineCore, models: SymbolModels, closeTime: EpochMs): void {
  models.isNews();
  tell(core, models, closeTime);
}

function tell(core: EngineCore, models: SymbolModels, candleCloseTime: EpochMs | undefined): void {
  const consensus = models.consensus();
  if (consensus === undefined) return;
  const { symbol, at, direction, confidence, score, agreement, quorum, isActionable, dataQuality } = consensus;
  core.emit({
    kind: 'consensusChanged',
    consensus: {
      ...{ symbol, at, direction, confidence, score, agreement, quorum, isActionable, dataQuality },
      ...{ probabilities: consensus.probabilities, candleCloseTime },
      reasons: consensus.reasons.map(({ code }) => code),
    },
  });
}

function tellNews(
  core: EngineCore,
  symbol: SymbolId,
  news: readonly (DriftNews & { readonly model: ModelId })[],
): void {
  for (const { model, resolved, change } of news) {
    if (resolved !== undefined) core.emit({ kind: 'predictionResolved', resolved });
    if (change === undefined) continue;
    core.emit({ kind: 'modelDriftChanged', symbol, model, change });
    const text = `Model ${model} in ${symbol} went from ${change.from} to ${change.to}: ${change.reason}.`;
    core.effect({ kind: 'notify', level: change.to === 'ok' ? 'info' : 'warning', text });
  }
}

type PredictionKey = Pick<Prediction, 'symbol' | 'model' | 'timeframe' | 'candleCloseTime'>;

const failureOf = (
  { symbol, model, timeframe, candleCloseTime }: PredictionKey,
  code: Extract<Prediction, { ok: false }>['code'],
  detail: string,
): Prediction => ({ symbol, model, timeframe, candleCloseTime, ok: false, code, detail });

function probabilityProblem({ sell, hold, buy }: { sell: number; hold: number; buy: number }): string | undefined {
  const isEach = [sell, hold, buy].every((value) => value >= 0 && value <= 1);
  const sum = sell + hold + buy;
  if (isEach && Math.abs(sum - 1) <= SUM_TOLERANCE) return undefined;
  return `expected three numbers in 0..1 that add up to 1, found ${String(sell)}, ${String(hold)}, ${String(buy)}`;
}
