// One engine, one code path: what is traded live on recorded candles is what a replay of its journal and a backtest trade.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HASHES } from '../../src/main/app/hashes.ts';
import { verifyJournal } from '../../src/main/app/verifyJournal.ts';
import { runBacktest } from '../../src/main/engine/drivers/backtest.ts';
import type { BacktestResult } from '../../src/main/engine/drivers/backtestResult.ts';
import { encode } from '../../src/main/engine/kernel/canonical.ts';
import type { EngineConfig } from '../../src/main/engine/kernel/engineConfig.ts';
import { type ModelId, toModelId, toSymbolId } from '../../src/shared/domain/ids.ts';
import type { Trade } from '../../src/shared/domain/portfolio.ts';
import type { PredictionRequest } from '../../src/shared/domain/prediction.ts';
import type { StrategyDefinition } from '../../src/shared/domain/strategy.ts';
import { DAY_MS, MINUTE_MS } from '../../src/shared/time.ts';
import { HostRun, type HostRunOptions } from '../builders/hostRun.ts';
import { consensusStrategy } from '../builders/modelRun.ts';
import { aConsensusConfig, aFailure, aModelSpec, madeUpAnswer, threeModels } from '../builders/models.ts';
import { dec } from '../builders/risk.ts';
import { aSessionConfig, sessionSeries } from '../builders/session.ts';
import { sha256 } from '../builders/engineRun.ts';
import { MadeUpPredictor } from '../fakes/madeUpPredictor.ts';

const DAYS = 4;
const CANDLES = DAYS * 96;

const days = (count: number): number => count * DAY_MS;

/** Runs the same live for a time; the trades, which are those of the backtest, and its journal can be taken again. */
async function expectSameTrades(
  { config, ...options }: HostRunOptions,
  backtest: BacktestResult,
  ms: number,
): Promise<readonly Trade[]> {
  const live = await HostRun.started({ ...options, config: { ...config, mode: 'paper', recordsDecisions: true } });
  await live.pass(ms);
  await live.host.stop();
  expect(live.failures).toEqual([]);
  const closed = live.events.flatMap((event) => (event.kind === 'tradeClosed' ? [event.trade] : []));
  expect(closed.map(encode)).toEqual(backtest.trades.map(encode));
  expect(live.host.core.portfolio.equity.toString()).toBe(backtest.finalEquity.toString());
  const verify = { hashes: HASHES, breathe: () => Promise.resolve(), onProgress: () => undefined };
  expect(await verifyJournal(live.journal, config.connection, verify)).toMatchObject({ identical: true });
  return closed;
}

describe('live, replay and backtest', () => {
  it('trade alike, trade for trade, over seeds and choices of strategies', async () => {
    let trades = 0;
    const run = fc.asyncProperty(fc.string({ minLength: 1, maxLength: 6 }), fc.nat(62), async (seed, choice) => {
      const session = aSessionConfig();
      const strategies = session.strategies.filter((_, index) => ((choice + 1) >> index) % 2 === 1);
      const config = { ...session, strategies };
      const series = sessionSeries(seed, CANDLES, config);
      const costs = { slippageBps: dec(2), volumeCapPct: dec('0.3') };
      const backtest = runBacktest({ config, series, cash: dec(50_000), costs, sha256 });

      const closed = await expectSameTrades({ config, series, costs }, backtest, days(DAYS));
      trades += closed.length;
    });
    await fc.assert(run, { numRuns: 8 });
    expect(trades).toBeGreaterThan(20);
  });
});

describe('live, replay and backtest with models', () => {
  const answers = (seed: string) => (request: PredictionRequest, model: ModelId) =>
    // Some fail, the same ones in both: by their candle and name.
    (request.candleCloseTime / MINUTE_MS + model.length + seed.length) % 17 === 0
      ? aFailure(request, model)
      : madeUpAnswer(request, model);

  async function both(
    seed: string,
    { count, strategies }: { count: number; strategies: readonly StrategyDefinition[] },
  ) {
    const session = aSessionConfig();
    const config: EngineConfig = {
      ...session,
      // A rest after losses would leave little to compare.
      risk: { ...session.risk, maxDailyLossPct: null, maxDrawdownPct: null, maxConsecutiveLosses: null },
      instruments: session.instruments.slice(0, 2),
      strategies,
      models: [...threeModels(), aModelSpec({ id: toModelId('eth'), symbol: toSymbolId('ETH/USDT') })],
      consensus: aConsensusConfig({ minConfidence: 0.4, minQuorum: 0.25 }),
    };
    const series = sessionSeries(seed, count * 96, config);
    const costs = { slippageBps: dec(2), volumeCapPct: dec('0.3') };
    const answer = answers(seed);
    const backtest = runBacktest({ config, series, cash: dec(50_000), costs, sha256, answer });
    const run = { config, series, costs, predictor: new MadeUpPredictor(answer) };
    return expectSameTrades(run, backtest, days(count));
  }

  it('trade alike, trade for trade, over seeds', async () => {
    let trades = 0;
    const run = fc.asyncProperty(fc.string({ minLength: 1, maxLength: 6 }), async (seed) => {
      const symbols = ['BTC/USDT', 'ETH/USDT'].map(toSymbolId);
      trades += (await both(seed, { count: 5, strategies: [consensusStrategy({ symbols })] })).length;
    });
    await fc.assert(run, { numRuns: 3 });
    expect(trades).toBeGreaterThan(20);
  });

  it(
    'trade alike over thirty days, models of two timeframes and strategies of all kinds',
    { timeout: 60_000 },
    async () => {
      const strategies = [...aSessionConfig().strategies, consensusStrategy()];
      const closed = await both('thirty days', { count: 30, strategies });
      expect(closed.filter(({ strategy }) => strategy === 'by-consensus').length).toBeGreaterThan(20);
      expect(closed.filter(({ strategy }) => strategy !== 'by-consensus').length).toBeGreaterThan(20);
    },
  );
});
