// Values of indicators: all of them once, then only the newest, at a pace.
import { describe, expect, it } from 'vitest';
import { packColumn } from '../../../../../src/main/ipc/packColumn.ts';
import {
  IndicatorLines,
  type LinesQuestion,
  type LinesState,
} from '../../../../../src/renderer/features/chart/indicatorLines.ts';
import type { ResultOf } from '../../../../../src/shared/contract/requests.ts';
import type { WireResult } from '../../../../../src/shared/contract/result.ts';

const STEP = 10;
type Answer = WireResult<ResultOf<'indications.list'>>;

function anAsker() {
  const asked: LinesQuestion[] = [];
  const told: LinesState[] = [];
  let rest: (() => void) | undefined;
  const asker = { isDown: false };
  const ask = (question: LinesQuestion): Promise<Answer> => {
    asked.push(question);
    if (asker.isDown)
      return Promise.resolve({ ok: false, error: { code: 'REFUSED', message: 'no such', correlationId: '1' } });
    const { before, limit, after = -1, specs } = question;
    const times = Array.from({ length: limit }, (_, index) => before - (limit - index) * STEP);
    const later = times.filter((time) => time > after);
    // The value of a candle is its time; the first candle of all has none.
    const values = packColumn(Float64Array.from(later, (time) => (time === 0 ? NaN : time)));
    const columns = specs.map((spec) => ({ spec, id: spec, line: 'value', place: 'price' as const, values }));
    return Promise.resolve({ ok: true, value: { openTime: packColumn(Float64Array.from(later)), columns } });
  };
  const lines = new IndicatorLines({
    candleMs: STEP,
    ask,
    after: (_, work) => {
      rest = work;
      return () => (rest = undefined);
    },
    onChange: (state) => told.push(state),
  });
  const settle = () => new Promise((done) => setTimeout(done, 0));
  return {
    asker,
    asked,
    told,
    lines,
    want: async (last: number, { from = 0, specs = ['sma:2'] } = {}) => {
      lines.want({ from, last, specs });
      await settle();
    },
    rested: async () => {
      rest?.();
      await settle();
    },
  };
}

const values = (state: LinesState | undefined) => state?.values?.columns[0]?.values;

describe('lines over the candles', () => {
  it('are asked for as a whole, then only what has closed since', async () => {
    const { want, rested, asked, told } = anAsker();
    await want(20);
    expect(values(told.at(-1))).toEqual([null, 10, 20]);
    await rested();
    await want(40);
    expect(asked.map(({ before, limit, after }) => [before, limit, after])).toEqual([
      [30, 3, undefined],
      [50, 5, 20],
    ]);
    expect(values(told.at(-1))).toEqual([null, 10, 20, 30, 40]);
    expect(told.at(-1)?.values?.openTime).toEqual([0, 10, 20, 30, 40]);
  });

  it('rest between two questions for the newest, and then ask for all that came', async () => {
    const { want, rested, asked, told } = anAsker();
    await want(20);
    await want(30);
    await want(40);
    expect(asked).toHaveLength(1);
    await rested();
    expect(asked).toHaveLength(2);
    expect(values(told.at(-1))).toEqual([null, 10, 20, 30, 40]);
    await rested();
    expect(asked).toHaveLength(2);
  });

  it('that begin elsewhere or are others are asked for at once', async () => {
    const { want, asked, told } = anAsker();
    await want(40, { from: 20 });
    await want(40, { from: 0 });
    await want(40, { specs: ['ema:3'] });
    expect(asked.map(({ limit, after }) => [limit, after])).toEqual([
      [3, undefined],
      [5, undefined],
      [5, undefined],
    ]);
    expect(told.at(-1)?.values?.columns.map(({ spec }) => spec)).toEqual(['ema:3']);
  });

  it('say while they change, so that the candles can wait for them', async () => {
    const { want, told } = anAsker();
    await want(20);
    await want(20, { from: 10 });
    expect(told.map(({ isChanging }) => isChanging)).toEqual([true, false, true, false]);
  });

  it('that are refused are not asked for again until something else is wanted', async () => {
    const { want, rested, asked, told, asker } = anAsker();
    await want(20);
    asker.isDown = true;
    await want(20, { specs: ['nothing'] });
    await rested();
    expect(asked).toHaveLength(2);
    expect([told.at(-1)?.failure?.message, values(told.at(-1))]).toEqual(['no such', [null, 10, 20]]);
    asker.isDown = false;
    await want(30, { specs: ['ema:3'] });
    expect(told.at(-1)?.failure).toBeUndefined();
  });

  it('say nothing after their end', async () => {
    const { lines, want, told } = anAsker();
    const asked = want(20);
    lines.close();
    await asked;
    expect(told.map(({ isChanging }) => isChanging)).toEqual([true]);
  });
});
