// What the models said and what came of it: one compact row per model and candle. `sqlitePredictions.ts` reads them.
import type { Statement } from 'better-sqlite3';
import type { ConnectionId, EpochMs, ModelId, SymbolId } from '../../../shared/domain/ids.ts';
import type { Direction, ModelFailureCode, Prediction, ResolvedPrediction } from '../../../shared/domain/prediction.ts';
import type { Timeframe } from '../../../shared/time.ts';
import type { Sqlite } from '../openDatabase.ts';

/** What `answer` in the table holds: probabilities and how they came about, or why there are none. */
export type AnswerTuple =
  | [
      sell: number,
      hold: number,
      buy: number,
      dataQuality: number,
      latencyMs: number,
      modelHash: string,
      featureHash: string,
    ]
  | [code: ModelFailureCode, detail: string];

export class PredictionWriter {
  private readonly upsert: Statement<[ConnectionId, SymbolId, ModelId, EpochMs, Timeframe, string]>;
  private readonly setOutcome: Statement<[Direction, ConnectionId, SymbolId, ModelId, EpochMs]>;

  constructor(client: Sqlite) {
    // A late success replaces the time-out; nothing replaces a success.
    this.upsert = client.prepare(
      'insert into predictions (connection, symbol, model, candle_close_time, timeframe, answer) ' +
        "values (?, ?, ?, ?, ?, ?) on conflict do update set answer = excluded.answer where answer like '[\"%'",
    );
    this.setOutcome = client.prepare(
      'update predictions set outcome = ? where connection = ? and symbol = ? and model = ? and candle_close_time = ?',
    );
  }

  write(connection: ConnectionId, prediction: Prediction): void {
    const { symbol, model, candleCloseTime, timeframe } = prediction;
    this.upsert.run(connection, symbol, model, candleCloseTime, timeframe, JSON.stringify(toTuple(prediction)));
  }

  resolve(connection: ConnectionId, { symbol, model, candleCloseTime, outcome }: ResolvedPrediction): void {
    this.setOutcome.run(outcome, connection, symbol, model, candleCloseTime);
  }
}

function toTuple(prediction: Prediction): AnswerTuple {
  if (!prediction.ok) return [prediction.code, prediction.detail];
  const { probabilities, dataQuality, latencyMs, modelHash, featureHash } = prediction;
  const { sell, hold, buy } = probabilities;
  return [sell, hold, buy, dataQuality, latencyMs, modelHash, featureHash];
}
