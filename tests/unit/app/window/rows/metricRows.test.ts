// Trades by their result in R: every trade in one bin, edges above.
import { expect, it } from 'vitest';
import { distributionOf, metricRows } from '../../../../../src/main/app/window/rows/metricRows.ts';
import { metric, noMetric } from '../../../../../src/main/engine/portfolio/metrics/metric.ts';
import type { Trade } from '../../../../../src/shared/domain/portfolio.ts';
import { dec } from '../../../../builders/risk.ts';
import { aTrade } from '../../../../builders/tradingRecords.ts';

const ofR = (r: number): Trade => aTrade(1, { pnl: dec(r * 10), funding: dec(0), initialRisk: dec(10) });

it('counts each trade in its bin', () => {
  const trades = [-3, -2, -1, -0.99, 0, 0.49, 0.5, 5, 80].map(ofR);
  const { bins, withoutR } = distributionOf([...trades, aTrade(1, { initialRisk: undefined })]);
  const filled = bins.filter((bin) => bin.trades > 0).map((bin) => [bin.from, bin.to, bin.trades]);
  expect(filled).toEqual([
    [null, -2, 1],
    [-2, -1.5, 1],
    [-1, -0.5, 2],
    [0, 0.5, 2],
    [0.5, 1, 1],
    [5, null, 2],
  ]);
  expect(withoutR).toBe(1);
});

it('gives figures with their words, in their order, and the reason where there is none', () => {
  const rows = metricRows({ trades: metric(3), returnPct: noMetric('no equity') });
  expect(rows.map(({ id, value, reason }) => [id, value, reason])).toEqual([
    ['returnPct', null, 'no equity'],
    ['trades', 3, undefined],
  ]);
});
