// The recorded candles of the replay connection with their instruments, read as a backtest reads them.
import { AppError } from '../../../shared/errors.ts';
import { Decimal } from '../../../shared/money.ts';
import { loadRun } from '../../backtest/loadRun.ts';
import type { CommandContext } from '../../config/commandContext.ts';

/** Throws `AppError` when there are none, or they do not fit together. */
export async function readReplay(context: CommandContext): Promise<Awaited<ReturnType<typeof loadRun>>> {
  const { replay, costs } = context.config;
  if (replay.candles.length === 0) {
    throw new AppError(
      'BAD_INPUT',
      'replay.candles names no candle file: put some into the configuration, or pass --setting \'replay.candles=["binance_BTCUSDT_15m.csv.gz"]\'',
    );
  }
  return loadRun(
    {
      ...{ strategies: [], candles: replay.candles, stored: [], funding: [], noModels: true, equity: false },
      cash: Decimal.of(replay.cash),
      slippageBps: Decimal.of(costs.slippageBps),
      volumeCapPct: Decimal.of(costs.volumeCapPct),
    },
    context,
  );
}
