// The shipped models on recorded candles: what is traded on paper, asked candle by candle, is what the backtest trades, whose
// answers were computed in batches before it began.
import { setImmediate } from 'node:timers/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeWall } from '../../../src/main/app/nodeWall.ts';
import { computeAnswers } from '../../../src/main/backtest/models/computeAnswers.ts';
import { asTraded } from '../../../src/main/config/namedStrategy.ts';
import { runBacktest } from '../../../src/main/engine/drivers/backtest.ts';
import { encode } from '../../../src/main/engine/kernel/canonical.ts';
import type { EngineConfig } from '../../../src/main/engine/kernel/engineConfig.ts';
import { modelsFor, openPredictor } from '../../../src/main/inference/openPredictor.ts';
import { readCandleFile } from '../../../src/main/store/candleFiles.ts';
import type { CandleColumns } from '../../../src/shared/domain/candle.ts';
import { toEpochMs, toSymbolId } from '../../../src/shared/domain/ids.ts';
import { DAY_MS } from '../../../src/shared/time.ts';
import { shippedStrategy } from '../../builders/aStrategy.ts';
import { sha256 } from '../../builders/engineRun.ts';
import { HostRun, SILENT_LOG } from '../../builders/hostRun.ts';
import { aConsensusConfig } from '../../builders/models.ts';
import { dec } from '../../builders/risk.ts';
import { aSessionConfig } from '../../builders/session.ts';
import { describeWithDevData } from '../../fixtures/devData.ts';
import { tempFolder } from '../../fixtures/tempFolder.ts';

/** The models of 15m and 1h are warm after thirteen days; thirty more are traded. */
const DAYS = 43;
const FROM = Date.UTC(2024, 1, 1);
const CONTRACT = toSymbolId('BTC/USDT:USDT');

async function recorded(folder: string): Promise<CandleColumns> {
  const read = await readCandleFile(join(folder, 'data/binanceusdm_BTCUSDT_15m.csv.gz'), {});
  if (!read.ok) throw new Error(read.error.message);
  const { columns } = read.value;
  const first = columns.openTime.indexOf(FROM);
  const part = (column: Float64Array): Float64Array => column.slice(first, first + DAYS * 96);
  const { timeframe, openTime, open, high, low, close, volume } = columns;
  return {
    ...{ symbol: CONTRACT, timeframe, openTime: part(openTime), open: part(open), high: part(high) },
    ...{ low: part(low), close: part(close), volume: part(volume) },
  };
}

describeWithDevData('a paper run with the shipped models', (folder) => {
  it('equals the backtest of the same candles, trade for trade', { timeout: 120_000 }, async ({ skip }) => {
    const { predictor, specs } = await openPredictor({
      ...{ dataDir: tempFolder(), wall: nodeWall, log: SILENT_LOG, isEnabled: true },
    });
    if (specs.length === 0) return skip('no models are shipped');
    const series = [await recorded(folder)];
    const session = aSessionConfig();
    const instruments = session.instruments.filter(({ symbol }) => symbol === CONTRACT);
    const { models } = modelsFor(specs, [CONTRACT], '15m');
    const config: EngineConfig = {
      ...{ ...session, instruments, models },
      risk: { ...session.risk, maxDailyLossPct: null, maxDrawdownPct: null, maxConsecutiveLosses: null },
      strategies: ['ml-consensus', 'sma-cross'].flatMap((id) => asTraded(shippedStrategy(id), instruments) ?? []),
      // Easily convinced, so that there is something to compare.
      consensus: aConsensusConfig({ minConfidence: 0.4 }),
    };
    const costs = { slippageBps: dec(2), volumeCapPct: dec(10) };
    const { answer, vectors } = await computeAnswers({
      ...{ models, series, predictor, onProgress: () => undefined },
      breathe: () => setImmediate(),
    });
    const backtest = runBacktest({ config, series, cash: dec(50_000), costs, sha256, answer, vectors });

    const live = await HostRun.started({ config: { ...config, mode: 'paper' }, series, costs, predictor });
    await live.pass(DAYS * DAY_MS);
    await live.host.stop();
    await predictor.close();
    expect(live.failures).toEqual([]);
    const closed = live.events.flatMap((event) => (event.kind === 'tradeClosed' ? [event.trade] : []));
    expect(closed.map(encode)).toEqual(backtest.trades.map(encode));
    expect(live.host.core.portfolio.equity.toString()).toBe(backtest.finalEquity.toString());
    const byModels = closed.filter(({ strategy }) => strategy === 'ml-consensus');
    expect(byModels.filter(({ entryAt }) => entryAt > toEpochMs(FROM + 13 * DAY_MS)).length).toBeGreaterThan(5);
  });
});
