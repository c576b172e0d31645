import { expect, it } from 'vitest';
import { TradingNews } from '../../../src/main/shell/tradingNews.ts';
import type { ActivityLine } from '../../../src/shared/domain/engineStatus.ts';
import { toEpochMs } from '../../../src/shared/domain/ids.ts';
import { anEngineStatus } from '../../builders/engineStatus.ts';

const line = (level: ActivityLine['level'], text: string): ActivityLine => ({ at: toEpochMs(1), level, text });

it('tells what has become critical since the last look, once', () => {
  const news = new TradingNews();
  const old = line('critical', 'before');
  expect(news.look([anEngineStatus({ activity: [old] })])).toEqual([]);
  const fresh = [old, line('info', 'a trade'), line('warning', 'a gap'), line('critical', 'liquidated')];
  expect(news.look([anEngineStatus({ activity: fresh })])).toEqual([
    { title: 'simulator · SIMULATED PAPER', body: 'liquidated' },
  ]);
  expect(news.look([anEngineStatus({ activity: fresh })])).toEqual([]);
});

it('tells that an engine fails or stops trading, again when it does so again', () => {
  const news = new TradingNews();
  const bodies = (state: 'running' | 'failed') =>
    news.look([anEngineStatus({ state, detail: 'disk full' })]).map(({ body }) => body);
  expect([bodies('running'), bodies('failed'), bodies('failed'), bodies('running'), bodies('failed')]).toEqual([
    [],
    [expect.stringMatching(/^FAILED: disk full/)],
    [],
    [],
    [expect.stringMatching(/^FAILED: disk full/)],
  ]);
});

it('does not bury the screen', () => {
  const news = new TradingNews();
  news.look([anEngineStatus()]);
  const many = Array.from({ length: 10 }, (_, index) => line('critical', String(index)));
  expect(news.look([anEngineStatus({ activity: many })]).map(({ body }) => body)).toEqual(['7', '8', '9']);
});
