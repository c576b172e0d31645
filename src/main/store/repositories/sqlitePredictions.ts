// What the models said, newest first: found by key, one model at a time.
import type { Statement } from 'better-sqlite3';
import type { ConnectionId, EpochMs, ModelId, SymbolId } from '../../../shared/domain/ids.ts';
import type { Direction } from '../../../shared/domain/prediction.ts';
import type { Timeframe } from '../../../shared/time.ts';
import type { AnswerTuple } from '../journal/predictionWriter.ts';
import { guarded, type OpenedDatabase } from '../openDatabase.ts';
import type { ModelKey, PredictionReader, PredictionRecord } from '../ports/trading.ts';

/** By primary key: the models of a symbol, and a model's rows backwards from a close. */
export const MODELS_SQL = 'select distinct model from predictions where connection = ? and symbol = ? order by model';
export const PREDICTIONS_SQL =
  'select symbol, model, candle_close_time as candleCloseTime, timeframe, answer, outcome from predictions ' +
  'where connection = ? and symbol = ? and model = ? and candle_close_time < ? order by candle_close_time desc limit ?';

interface Row {
  readonly symbol: SymbolId;
  readonly model: ModelId;
  readonly candleCloseTime: EpochMs;
  readonly timeframe: Timeframe;
  readonly answer: string;
  readonly outcome: Direction | null;
}

export class SqlitePredictions implements PredictionReader {
  private readonly db: OpenedDatabase;
  private readonly selectModels: Statement<[ConnectionId, SymbolId], ModelId>;
  private readonly selectRows: Statement<[ConnectionId, SymbolId, ModelId, number, number], Row>;

  constructor(db: OpenedDatabase) {
    this.db = db;
    this.selectModels = db.$client.prepare<[ConnectionId, SymbolId], ModelId>(MODELS_SQL).pluck();
    this.selectRows = db.$client.prepare(PREDICTIONS_SQL);
  }

  models(connection: ConnectionId, symbol: SymbolId): readonly ModelId[] {
    return guarded(this.db, () => this.selectModels.all(connection, symbol));
  }

  predictionsBefore(
    { connection, symbol, model }: ModelKey,
    before: number,
    limit: number,
  ): readonly PredictionRecord[] {
    return guarded(this.db, () => this.selectRows.all(connection, symbol, model, before, limit).map(toRecord));
  }
}

function toRecord({ answer, outcome, ...key }: Row): PredictionRecord {
  const tuple = JSON.parse(answer) as AnswerTuple;
  const came = outcome === null ? {} : { outcome };
  if (tuple.length === 2) return { ...key, ok: false, code: tuple[0], detail: tuple[1], ...came };
  const [sell, hold, buy, dataQuality, latencyMs, modelHash, featureHash] = tuple;
  return {
    ...{ ...key, ok: true, probabilities: { sell, hold, buy } },
    ...{ dataQuality, latencyMs, modelHash, featureHash, ...came },
  };
}
