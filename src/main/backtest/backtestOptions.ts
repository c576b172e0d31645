// What the `backtest` command asks for, parsed and typed; everything left out comes from the configuration.
import type { CandleColumns } from '../../shared/domain/candle.ts';
import type { EpochMs, SymbolId } from '../../shared/domain/ids.ts';
import type { Instrument } from '../../shared/domain/instrument.ts';
import type { Decimal } from '../../shared/money.ts';
import type { Timeframe } from '../../shared/time.ts';

export interface GivenSeries {
  /** In the report. */
  readonly name: string;
  readonly source: string;
  readonly columns: CandleColumns;
  readonly instrument: Instrument;
}

export interface BacktestOptions {
  /** Ids or files; all trade one account. */
  readonly strategies: readonly string[];
  /** Candle files. */
  readonly candles: readonly string[];
  /** Series of the candle store. */
  readonly stored: readonly {
    readonly source: string;
    readonly symbol: SymbolId;
    readonly timeframe: Timeframe;
  }[];
  /** Candles that are there already, with the instrument they are of. */
  readonly given?: readonly GivenSeries[];
  /** Funding rate files `timestamp,funding_rate`; the symbol from the file name. */
  readonly funding: readonly string[];
  /** Of the candle files, in place of what their names say. */
  readonly symbol?: SymbolId;
  readonly timeframe?: Timeframe;
  /** Instrument file, in place of the presets. */
  readonly instrument?: string;
  /** First and last open time, inclusive and exclusive. */
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly cash: Decimal;
  /** Given on the command line: wins over the instrument's own fees. */
  readonly takerBps?: Decimal;
  readonly makerBps?: Decimal;
  readonly slippageBps: Decimal;
  /** Percent of a candle's volume; 0 is no cap. */
  readonly volumeCapPct: Decimal;
  readonly noModels: boolean;
  /** Put the equity curve into the answer. */
  readonly equity: boolean;
  /** Folder of the report files. */
  readonly out?: string;
}
