// Models: what the manifests say of them, how they do here, and what they said.
import { readFileSync } from 'node:fs';
import type { ModelRow, PredictionRow } from '../../../../shared/contract/records/prediction.ts';
import type { CheckedParamsOf } from '../../../../shared/contract/requests.ts';
import { type ConnectionId, toConnectionId, toModelId, toSymbolId } from '../../../../shared/domain/ids.ts';
import type { DriftState } from '../../../../shared/domain/prediction.ts';
import { AppError } from '../../../../shared/errors.ts';
import { didYouMean } from '../../../../shared/nearest.ts';
import { directionOf } from '../../../engine/consensus/consensusOf.ts';
import { findFeatureSet } from '../../../engine/features/featureSet.ts';
import type { RegisteredModel } from '../../../inference/modelRegistry.ts';
import type { ModelHealth } from '../../../inference/ports.ts';
import type { Handlers } from '../../../ipc/dispatch.ts';
import { RequestError } from '../../../ipc/requestError.ts';
import { toWire } from '../../../ipc/toWire.ts';
import type { PredictionRecord } from '../../../store/ports/trading.ts';
import { consensusRows } from '../rows/modelRows.ts';
import { hostsOf, type WindowContext } from '../windowContext.ts';

type Names = 'predictions.latest' | 'predictions.list' | 'models.list' | 'models.card' | 'models.reliability';
type Live = ModelRow['live'][number];

export function modelHandlers(window: WindowContext): Pick<Handlers, Names> {
  const { registry, predictor } = window.models;
  const find = (id: string): RegisteredModel => {
    const found = registry.models.find(({ spec }) => spec.id === id);
    if (found !== undefined) return found;
    const known = registry.models.map(({ spec }) => spec.id);
    throw new RequestError('NOT_FOUND', `there is no model "${id}"${didYouMean(id, known)}`);
  };
  return {
    'predictions.latest': ({ connection, symbol }) => ({
      items: hostsOf(window, connection)
        .flatMap(consensusRows)
        .filter((row) => (symbol ?? row.symbol) === row.symbol),
    }),
    'predictions.list': (asked) => ({ items: predictionRows(window, asked) }),
    'models.list': () => {
      const health = new Map(predictor.health().map((one) => [one.model, one]));
      return { items: registry.models.map((model) => modelRow(window, model, health.get(model.spec.id))) };
    },
    'models.card': ({ model }) => ({ model, markdown: cardOf(find(model)) }),
    'models.reliability': ({ model, connection }) => {
      const { entry } = find(model);
      const [measures] = measuresOf(window, model).filter((one) => (connection ?? one.connection) === one.connection);
      return {
        model,
        holdout: entry.holdout.reliability.map((point) => ({ ...point })),
        live: measures?.drift.reliability.map((point) => ({ ...point })) ?? [],
        ...(measures?.drift.brier === undefined ? {} : { liveBrier: measures.drift.brier }),
        ...(measures?.drift.ece === undefined ? {} : { liveEce: measures.drift.ece }),
        liveRows: measures?.drift.resolved ?? 0,
      };
    },
  };
}

/** How one model does, wherever it is asked; the one with most outcomes first. */
const measuresOf = ({ manager }: WindowContext, id: string) =>
  hostsOf({ manager })
    .flatMap((host) =>
      [...host.core.models].flatMap(([symbol, { seats }]) =>
        seats
          .filter(({ spec }) => spec.id === id)
          .map(({ drift }) => ({ connection: host.id, symbol, drift: drift.measures })),
      ),
    )
    .sort((left, right) => right.drift.resolved - left.drift.resolved);

function modelRow(
  window: WindowContext,
  { spec, entry, refusal }: RegisteredModel,
  health: ModelHealth | undefined,
): ModelRow {
  const live = measuresOf(window, spec.id).map(liveOf);
  const { reliability: _, ...holdout } = entry.holdout;
  const { name, algorithm, weight, barriers, created, training, calibration } = entry;
  return {
    ...{ id: spec.id, name, algorithm, weight, barriers, created, training, holdout, live },
    ...{ symbol: entry.symbol, timeframe: entry.timeframe, featureSet: spec.featureSet },
    features: findFeatureSet(spec.featureSet)?.features.length ?? 0,
    calibration: calibration.description,
    detail: refusal?.detail ?? health?.detail ?? '',
    drift: worstOf(live),
    ...healthOf(refusal === undefined ? health : undefined),
  };
}

/** A model that was refused at the start is never asked. */
function healthOf(health: ModelHealth | undefined): Pick<ModelRow, 'health' | 'requests' | 'failures'> {
  if (health === undefined) return { health: 'refused', requests: 0, failures: 0 };
  const { state, requests, failures, lastLatencyMs: lastMs, p95LatencyMs: p95Ms, lastSuccessAt: lastAt } = health;
  return { health: state, requests, failures, ...toWire({ lastMs, p95Ms, lastAt }) };
}

function liveOf({ connection, symbol, drift }: ReturnType<typeof measuresOf>[number]): Live {
  const { state, resolved, brier, ece, psi, worstFeature } = drift;
  return { connection, symbol, drift: state, resolved, ...toWire({ brier, ece, psi, worstFeature }) };
}

const GRAVITY: readonly DriftState[] = ['ok', 'watch', 'demoted'];
const worstOf = (live: readonly Live[]): DriftState =>
  GRAVITY[Math.max(0, ...live.map(({ drift }) => GRAVITY.indexOf(drift)))] ?? 'ok';

function cardOf({ card, spec }: RegisteredModel): string {
  try {
    return readFileSync(card, 'utf8');
  } catch (error) {
    throw new AppError('STORE', `the card of model ${spec.id} cannot be read; it belongs beside its file`, {
      cause: error,
    });
  }
}

function predictionRows({ store }: WindowContext, asked: CheckedParamsOf<'predictions.list'>): PredictionRow[] {
  const connection = toConnectionId(asked.connection);
  const symbol = toSymbolId(asked.symbol);
  const models = asked.model === undefined ? store.predictions.models(connection, symbol) : [toModelId(asked.model)];
  return models
    .flatMap((model) =>
      store.predictions.predictionsBefore({ connection, symbol, model }, asked.before ?? FAR, asked.limit),
    )
    .map((record) => predictionRow(connection, record))
    .sort((left, right) => left.candleCloseTime - right.candleCloseTime);
}

/** Later than any time a clock shows. */
const FAR = 8.64e15;

function predictionRow(connection: ConnectionId, record: PredictionRecord): PredictionRow {
  const { symbol, model, timeframe, candleCloseTime, outcome } = record;
  const said = record.ok
    ? { probabilities: { ...record.probabilities }, direction: directionOf(record.probabilities) }
    : { failure: { code: record.code, detail: record.detail } };
  return {
    connection,
    symbol,
    model,
    timeframe,
    candleCloseTime,
    ...said,
    ...(outcome === undefined ? {} : { outcome }),
  };
}
