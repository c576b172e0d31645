// One engine, one code path: what is traded live on recorded candles is what a replay of its journal and a backtest trade.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HASHES } from '../../src/main/app/hashes.ts';
import { verifyJournal } from '../../src/main/app/verifyJournal.ts';
import { runBacktest } from '../../src/main/engine/drivers/backtest.ts';
import { encode } from '../../src/main/engine/kernel/canonical.ts';
import { DAY_MS } from '../../src/shared/time.ts';
import { HostRun } from '../builders/hostRun.ts';
import { dec } from '../builders/risk.ts';
import { aSessionConfig, sessionSeries } from '../builders/session.ts';
import { sha256 } from '../builders/engineRun.ts';

const DAYS = 4;
const CANDLES = DAYS * 96;

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

      const live = await HostRun.started({
        config: { ...config, mode: 'paper', recordsDecisions: true },
        series,
        costs,
      });
      await live.pass(DAYS * DAY_MS);
      await live.host.stop();

      expect(live.failures).toEqual([]);
      const closed = live.events.flatMap((event) => (event.kind === 'tradeClosed' ? [event.trade] : []));
      expect(closed.map(encode)).toEqual(backtest.trades.map(encode));
      expect(live.host.core.portfolio.equity.toString()).toBe(backtest.finalEquity.toString());
      const options = { hashes: HASHES, breathe: () => Promise.resolve(), onProgress: () => undefined };
      expect(await verifyJournal(live.journal, config.connection, options)).toMatchObject({ identical: true });
      trades += closed.length;
    });
    await fc.assert(run, { numRuns: 8 });
    expect(trades).toBeGreaterThan(20);
  });
});
