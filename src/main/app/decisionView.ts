// A decision record with everything there is to say of it: evidence, stops with their beginning, the signal and its order.
import type { DecisionRecord } from '../../shared/domain/decisionRecord.ts';
import { toEpochMs } from '../../shared/domain/ids.ts';
import type { Order } from '../../shared/domain/order.ts';
import { AppError } from '../../shared/errors.ts';
import {
  RecordExplainer,
  type SideEvidence,
  type Since,
  type Stop,
  stoppedSince,
} from '../engine/strategies/recordExplainer.ts';
import type { DecisionReader, Of, SignalRecord, TradingReader } from '../store/ports/trading.ts';

/** Where decisions are read. */
export interface DecisionSources {
  readonly decisions: DecisionReader;
  readonly trading: Pick<TradingReader, 'signals' | 'orders'>;
}

export interface DecisionView {
  readonly record: Of<DecisionRecord>;
  readonly evidence: readonly SideEvidence[];
  /** Nearest first; empty where an order went out. */
  readonly stops: readonly (Stop & { readonly since: Since })[];
  /** What the strategy raised at that candle, with the decision on it. */
  readonly signals: readonly SignalRecord[];
  readonly orders: readonly Order[];
}

/** Makes views; definitions are prepared once. */
export class DecisionViews {
  private readonly sources: DecisionSources;
  private readonly explainers = new Map<string, RecordExplainer | undefined>();

  constructor(sources: DecisionSources) {
    this.sources = sources;
  }

  view(record: Of<DecisionRecord>): DecisionView {
    const signals = this.signalsOf(record);
    return {
      ...this.head(record),
      evidence: this.explainerOf(record).evidence(record),
      signals,
      orders: this.ordersOf(record, signals),
    };
  }

  /** What stopped it, and since when. */
  head(record: Of<DecisionRecord>): Pick<DecisionView, 'record' | 'stops'> {
    const { decisions } = this.sources;
    const stops = this.explainerOf(record)
      .stops(record)
      .map((stop) => ({
        ...stop,
        since: stoppedSince(record, stop.side, {
          earlier: decisions.recordsBefore(record),
          explainerOf: (hash) => this.explainer(hash),
        }),
      }));
    return { record, stops };
  }

  private explainerOf({ definition, strategy }: Of<DecisionRecord>): RecordExplainer {
    const explainer = this.explainer(definition);
    if (explainer !== undefined) return explainer;
    throw new AppError(
      'STORE',
      `expected the definition ${definition} of strategy ${strategy} in foredeck.db, found none; its records cannot be read without it`,
    );
  }

  private explainer(hash: string): RecordExplainer | undefined {
    if (!this.explainers.has(hash)) {
      const definition = this.sources.decisions.definition(hash);
      this.explainers.set(hash, definition && new RecordExplainer(definition));
    }
    return this.explainers.get(hash);
  }

  private signalsOf({ connection, strategy, symbol, closeTime }: Of<DecisionRecord>): readonly SignalRecord[] {
    const filter = { connection, strategy, symbol, from: closeTime, to: toEpochMs(closeTime + 1) };
    return this.sources.trading.signals(filter);
  }

  private ordersOf(
    { connection, strategy, symbol, closeTime: from }: Of<DecisionRecord>,
    signals: readonly SignalRecord[],
  ): readonly Order[] {
    const ids = new Set(signals.flatMap(({ decision }) => decision?.orders ?? []));
    if (ids.size === 0) return [];
    return this.sources.trading
      .orders({ connection, strategy, symbol, from })
      .filter(({ clientOrderId }) => ids.has(clientOrderId));
  }
}
