import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, jsonForScript } from '../../../../../src/main/backtest/report/page/html.ts';
import {
  hangingArea,
  linePath,
  roundTicks,
  thin,
  timeTicks,
} from '../../../../../src/main/backtest/report/page/plot.ts';

describe('thin', () => {
  it('loses no extreme, keeps the ends and the order of time', () => {
    const curve = fc.array(fc.record({ gap: fc.integer({ min: 1, max: 1000 }), value: fc.integer() }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(curve, fc.integer({ min: 1, max: 20 }), (rows, buckets) => {
        const at = rows.reduce<number[]>((all, { gap }) => [...all, (all.at(-1) ?? 0) + gap], []);
        const value = rows.map((row) => row.value);
        const points = thin({ at, value }, buckets);
        expect(Math.max(...points.value)).toBe(Math.max(...value));
        expect(Math.min(...points.value)).toBe(Math.min(...value));
        expect([points.at[0], points.at.at(-1)]).toEqual([at[0], at.at(-1)]);
        expect(points.at).toEqual(points.at.toSorted((a, b) => a - b));
        expect(points.at.length).toBeLessThanOrEqual(2 * buckets + 2);
      }),
    );
  });
});

it('paths run from the lower left to the upper right of the box', () => {
  const points = { at: [0, 10], value: [0, 5] };
  const [time, range] = [
    { low: 0, high: 10 },
    { low: 0, high: 5 },
  ];
  expect(linePath(points, time, range)).toBe('M0.0 1000.0L1000.0 0.0');
  expect(hangingArea(points, time, range)).toBe('M0 0L0.0 1000.0L1000.0 0.0L1000 0Z');
});

describe('ticks', () => {
  it('are round and inside the range', () => {
    expect(roundTicks({ low: 0.13, high: 0.52 }, 4)).toEqual([0.2, 0.3, 0.4, 0.5]);
    expect(roundTicks({ low: -79, high: 0 }, 3)).toEqual([-50, 0]);
    expect(roundTicks({ low: 3, high: 3 }, 3)).toEqual([3]);
  });

  it('of time begin years, months or days', () => {
    const iso = (ticks: readonly number[]): string[] => ticks.map((tick) => new Date(tick).toISOString().slice(0, 10));
    expect(iso(timeTicks({ low: Date.UTC(2017, 7, 17), high: Date.UTC(2026, 0) }, 8))).toEqual([
      ...['2019-01-01', '2021-01-01', '2023-01-01', '2025-01-01'],
    ]);
    expect(iso(timeTicks({ low: Date.UTC(2024, 0, 15), high: Date.UTC(2025, 1, 3) }, 8))).toEqual([
      ...['2024-03-01', '2024-05-01', '2024-07-01', '2024-09-01', '2024-11-01', '2025-01-01'],
    ]);
    expect(iso(timeTicks({ low: Date.UTC(2024, 0, 1), high: Date.UTC(2024, 0, 4) }, 8))).toHaveLength(4);
  });

  it('never number more than twice what was asked for', () => {
    const span = fc.record({ low: fc.integer({ min: 0, max: 2e12 }), length: fc.integer({ min: 0, max: 1e12 }) });
    fc.assert(
      fc.property(span, ({ low, length }) => {
        expect(timeTicks({ low, high: low + length }, 8).length).toBeLessThanOrEqual(16);
      }),
    );
  });
});

it('html escapes text and keeps its own markup', () => {
  expect(html`<b title="${'"<&>\''}">${html`<i>${1}</i>`}${[html`x`, html`y`]}</b>`.markup).toBe(
    '<b title="&quot;&lt;&amp;&gt;&#39;"><i>1</i>xy</b>',
  );
  const data = { text: '</script><!-- & \u2028' };
  expect(jsonForScript(data).markup).not.toMatch(/[<>&\u2028]/);
  expect(JSON.parse(jsonForScript(data).markup)).toEqual(data);
});
