// What goes between the program and the worker of one backtest.
import type { Config } from '../../../../shared/config/schema.ts';
import type { RunRow } from '../../../../shared/contract/records/backtest.ts';
import type { CheckedParamsOf } from '../../../../shared/contract/requests.ts';
import type { CandleColumns } from '../../../../shared/domain/candle.ts';

/** Handed over as the worker starts; the columns are moved, not copied. */
export interface WorkerTask {
  readonly id: string;
  readonly request: CheckedParamsOf<'backtest.start'>;
  readonly config: Config;
  readonly dataDir: string;
  /** Where the run is written. */
  readonly folder: string;
  /** Of connections; `instrument` as canonical text, because decimals do not travel otherwise. */
  readonly given: readonly {
    readonly name: string;
    readonly source: string;
    readonly columns: CandleColumns;
    readonly instrument: string;
  }[];
  /** Not zero: stop. */
  readonly stop: Int32Array;
}

export type WorkerMessage =
  | { readonly type: 'progress'; readonly phase: string; readonly done: number; readonly total: number }
  | { readonly type: 'done'; readonly run: RunRow }
  | { readonly type: 'failed'; readonly isCanceled: boolean; readonly isFault: boolean; readonly message: string };
