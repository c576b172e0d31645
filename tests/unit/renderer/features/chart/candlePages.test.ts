// History in pages: as far back as is wanted, through outages, never two questions at once, never more than a chart holds.
import { describe, expect, it } from 'vitest';
import { packColumn } from '../../../../../src/main/ipc/packColumn.ts';
import { MAX_BARS } from '../../../../../src/renderer/charts/price/candleBars.ts';
import {
  CandlePages,
  type CandlesQuestion,
  type CandlesState,
} from '../../../../../src/renderer/features/chart/candlePages.ts';
import type { WireResult } from '../../../../../src/shared/contract/result.ts';
import type { ResultOf } from '../../../../../src/shared/contract/requests.ts';

const STEP = 10;
type Answer = WireResult<ResultOf<'candles.list'>>;

/** Candles at every step of [first, last] but for those that are missing; `fail` refuses the next question. */
function aFeed({ first = 0, last = 300_000, missing = (_: number): boolean => false } = {}) {
  const asked: CandlesQuestion[] = [];
  const feed = { isDown: false };
  const ask = ({ before = last + STEP, limit }: CandlesQuestion): Promise<Answer> => {
    asked.push({ before, limit });
    if (feed.isDown)
      return Promise.resolve({ ok: false, error: { code: 'UNAVAILABLE', message: 'down', correlationId: '1' } });
    const slots = Array.from({ length: limit }, (_, index) => before - (limit - index) * STEP);
    const openTime = packColumn(Float64Array.from(slots.filter((time) => time >= first && !missing(time))));
    const columns = { openTime, open: openTime, high: openTime, low: openTime, close: openTime, volume: openTime };
    const about = { connection: 'c', isSimulated: true, symbol: 's', timeframe: '15m' as const, gaps: [] };
    return Promise.resolve({ ok: true, value: { ...about, ...columns, hasMore: openTime !== '' } });
  };
  return { ask, asked, feed };
}

function pagesOf(feed: ReturnType<typeof aFeed>) {
  const told: CandlesState[] = [];
  const pages = new CandlePages({ candleMs: STEP, ask: feed.ask, onChange: (state) => told.push(state) });
  return { pages, told };
}

const settled = async (pages: CandlePages): Promise<void> => {
  pages.older();
  await pages.reach(Infinity);
};
const spanOf = ({ bars }: CandlesState) => [bars[0]?.time, bars.at(-1)?.time, bars.length];

describe('pages of candles', () => {
  it('begin with the newest, and grow with each further one', async () => {
    const { pages } = pagesOf(aFeed());
    await pages.load();
    expect(spanOf(pages.state)).toEqual([288_010, 300_000, 1200]);
    await settled(pages);
    expect(pages.state.bars).toHaveLength(3200);
    await settled(pages);
    expect(pages.state.bars).toHaveLength(6400);
  });

  it('reach as far back as asked with one question, and tell at once from where', async () => {
    const feed = aFeed();
    const { pages, told } = pagesOf(feed);
    await pages.load();
    const reached = pages.reach(200_000);
    expect([told.at(-1)?.from, told.at(-1)?.bars.length]).toEqual([200_000, 1200]);
    await reached;
    expect(spanOf(pages.state)).toEqual([200_000, 300_000, 10_001]);
    expect(feed.asked).toHaveLength(2);
  });

  it('end with what a chart holds, and with the history', async () => {
    const { pages } = pagesOf(aFeed());
    await pages.load();
    await pages.reach(0);
    expect(pages.state.bars).toHaveLength(MAX_BARS + 1);
    const short = aFeed({ first: 270_000 });
    const { pages: all } = pagesOf(short);
    await all.load();
    await all.reach(0);
    expect(all.state.bars[0]?.time).toBe(270_000);
    const { length } = short.asked;
    await settled(all);
    expect(short.asked).toHaveLength(length);
  });

  it('go on through an outage', async () => {
    const { pages } = pagesOf(aFeed({ missing: (time) => time >= 285_000 && time < 289_000 }));
    await pages.load();
    await pages.reach(280_000);
    expect(pages.state.bars[0]?.time).toBe(280_000);
  });

  it('are asked for one at a time; a later wish is met by the question after', async () => {
    const feed = aFeed();
    const { pages } = pagesOf(feed);
    await pages.load();
    pages.older();
    pages.older();
    await pages.reach(240_000);
    expect(feed.asked.map(({ limit }) => limit)).toEqual([1200, 2000, 2801]);
    expect(pages.state.bars[0]?.time).toBe(240_000);
  });

  it('that fail are told, and scrolling on asks again', async () => {
    const { feed, ...rest } = aFeed();
    const { pages } = pagesOf({ feed, ...rest });
    await pages.load();
    feed.isDown = true;
    await settled(pages);
    expect([pages.state.failure?.message, pages.state.from]).toEqual(['down', 288_010]);
    feed.isDown = false;
    await settled(pages);
    expect([pages.state.failure, pages.state.bars.length]).toEqual([undefined, 3200]);
  });

  it('say nothing after their end', async () => {
    const { pages, told } = pagesOf(aFeed());
    const loaded = pages.load();
    pages.close();
    await loaded;
    expect(told).toEqual([]);
  });
});
