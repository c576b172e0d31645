// Backtests in a thread of their own: run and kept, called off without a trace, failed with a sentence.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { nodeWall } from '../../src/main/app/nodeWall.ts';
import { BacktestJobs } from '../../src/main/app/window/backtests/backtestJobs.ts';
import { RunFiles } from '../../src/main/app/window/backtests/runFiles.ts';
import { configSchema } from '../../src/shared/config/schema.ts';
import { backtestRequest, type BacktestTicket, type JobRow } from '../../src/shared/contract/records/backtest.ts';
import { keptLog } from '../fakes/keptLog.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';

const WAIT = { timeout: 20_000, interval: 10 };

function aDesk() {
  const dataDir = tempFolder();
  const kept = keptLog();
  const folder = join(dataDir, 'backtests');
  const files = new RunFiles(folder, kept.log);
  const told: JobRow[] = [];
  const jobs = new BacktestJobs({
    ...{ files, dataDir, wall: nodeWall, log: kept.log },
    config: () => configSchema.parse({}),
    candlesOf: () => Promise.resolve([]),
    onChange: (job) => void told.push(job),
  });
  onTestFinished(() => jobs.stop());
  const start = (ticket: Partial<BacktestTicket> = {}, days = 20) =>
    jobs.start(
      backtestRequest.parse({
        strategies: ['sma-cross'],
        data: [{ kind: 'simulated', symbol: 'BTC/USDT', timeframe: '15m', days }],
        ...ticket,
      }),
    );
  const ended = (id: string) =>
    vi.waitUntil(() => jobs.rows.find((row) => row.id === id && row.finishedAt !== undefined), WAIT);
  return { jobs, files, told, folder, start, ended, kept };
}

describe('a backtest', () => {
  it('runs, tells how far it is, and is kept with its files', async () => {
    const { start, ended, files, told, folder } = aDesk();
    const { id } = start({ label: 'first' });
    const job = await ended(id);
    expect(job).toMatchObject({ state: 'done', label: 'first', done: job.total });
    expect(new Set(told.map(({ state }) => state))).toEqual(new Set(['waiting', 'running', 'done']));
    expect(readdirSync(join(folder, id)).sort()).toEqual([
      'candles-0.f64',
      'candles.json',
      'detail.json',
      'equity.csv',
      'report.html',
      'report.json',
      'run.json',
      'trades.csv',
    ]);
    const [head] = files.list();
    const detail = files.get(id);
    expect(head).toEqual(detail.run);
    expect(head).toMatchObject({ id, isSimulated: true, candles: 1920, strategies: ['sma-cross'] });
    expect(detail.curve.at.length).toBe(detail.curve.buyAndHold.length);
    expect(detail.curve.equity.at(-1)).toBeCloseTo(10_000 + Number(head?.netProfit), 6);
    expect(detail.trades).toHaveLength(head?.trades ?? -1);
  });

  it('gives the same trades each time', async () => {
    const { start, ended, files } = aDesk();
    const [first, second] = [start(), start()];
    await ended(second.id);
    expect(files.get(first.id).run.digest).toBe(files.get(second.id).run.digest);
  });

  it('is called off while it runs and while it waits, and leaves nothing', async () => {
    const { jobs, start, ended, files, folder } = aDesk();
    const [running, waiting] = [start({}, 730), start()];
    expect(jobs.cancel(waiting.id).state).toBe('canceled');
    await vi.waitUntil(() => jobs.rows.find(({ id }) => id === running.id)?.phase === 'running', WAIT);
    jobs.cancel(running.id);
    expect((await ended(running.id)).state).toBe('canceled');
    expect(files.list()).toEqual([]);
    expect(existsSync(join(folder, running.id))).toBe(false);
    expect(() => jobs.cancel(running.id)).toThrow(/has ended already: canceled/);
  });

  it('that cannot run says why, without a path', async () => {
    const { start, ended, kept } = aDesk();
    const { id } = start({ strategies: ['nobody'] });
    const job = await ended(id);
    expect(job.state).toBe('failed');
    expect(job.error).toMatch(/^expected one of the strategies .*nobody/);
    const stored = start({ data: [{ kind: 'stored', source: 'binance', symbol: 'BTC/USDT', timeframe: '15m' }] });
    expect((await ended(stored.id)).error).toMatch(/^no candles of binance:BTC\/USDT:15m are stored/);
    expect(kept.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('waits in a line that has an end', () => {
    const { start } = aDesk();
    expect(() => {
      for (let job = 0; job < 20; job++) start({}, 730);
    }).toThrow(/wait already/);
  });
});

describe('kept runs', () => {
  it('are gone when they are deleted; other folders are none of ours', async () => {
    const { start, ended, files, folder } = aDesk();
    const { id } = start();
    await ended(id);
    mkdirSync(join(folder, 'mine'));
    await files.delete(id);
    expect(files.list()).toEqual([]);
    await files.clear();
    expect(readdirSync(folder)).toEqual(['mine']);
    for (const bad of [id, 'mine', '..', '../..', '20260101-000000-1/..'])
      await expect(Promise.resolve().then(() => files.delete(bad))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(() => files.get('../x')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }) as Error);
  });

  it('that cannot be read are left out, and said once', () => {
    const { files, folder, kept } = aDesk();
    mkdirSync(join(folder, '20260101-000000-1'), { recursive: true });
    writeFileSync(join(folder, '20260101-000000-1/run.json'), '{');
    expect(files.list()).toEqual([]);
    expect(kept.lines).toHaveLength(1);
  });
});
