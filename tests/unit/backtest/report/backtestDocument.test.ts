import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toBacktestDocument } from '../../../../src/main/backtest/report/backtestDocument.ts';
import { equityCsv, reportJson, tradesCsv } from '../../../../src/main/backtest/report/reportFiles.ts';
import { toEpochMs, toStrategyId } from '../../../../src/shared/domain/ids.ts';
import { Decimal } from '../../../../src/shared/money.ts';
import { aBacktestReport, BTC } from '../../../builders/backtestReport.ts';
import { aBacktestResult, aTrade, START } from '../../../builders/backtestResult.ts';

const result = aBacktestResult([1000, 1060.5], {
  trades: [aTrade({ pnl: 60.5, fees: 0.25, qty: 0.00001, initialRisk: 20 })],
  open: [
    {
      ...{ strategy: toStrategyId('test'), symbol: BTC.symbol, side: 'long', openedAt: toEpochMs(START) },
      ...{ qty: Decimal.ONE, averageEntry: Decimal.of(99), mark: Decimal.of(100), unrealisedPnl: Decimal.ONE },
    },
  ],
  refusals: { ORDER_RATE: 2 },
});
const report = aBacktestReport(result);
const { performance } = report;

describe('toBacktestDocument', () => {
  it('has the keys of the contract, decimals as plain text', () => {
    const { summary, trades, open, equity, refusals } = report.document;
    expect(Object.keys(summary)).toEqual([
      ...['candles', 'trades', 'startEquity', 'finalEquity', 'netProfit', 'returnPct', 'maxDrawdownPct', 'sharpe'],
      ...['sortino', 'profitFactor', 'winRate', 'fees', 'digest', 'durationMs', 'candlesPerSecond'],
    ]);
    expect(summary).toMatchObject({ startEquity: '1000', finalEquity: '1060.5', netProfit: '60.5', fees: '0.25' });
    expect(summary).toMatchObject({ sharpe: null, profitFactor: null, winRate: 1, durationMs: 12.3 });
    expect(trades).toEqual([
      {
        ...{ id: 't1', symbol: 'BTC/USDT', side: 'long', entryAt: START, entryPrice: '100' },
        ...{ exitAt: START + 3_600_000, exitPrice: '100', qty: '0.00001', fees: '0.25', pnl: '60.5' },
        exitReason: 'strategy',
      },
    ]);
    expect(open).toMatchObject([{ symbol: 'BTC/USDT', entryPrice: '99', mark: '100', unrealisedPnl: '1' }]);
    expect(equity).toEqual([[START + 86_400_000, '1060.5']]);
    expect(refusals).toEqual({ ORDER_RATE: 2 });
  });

  it('leaves the equity out unless asked', () => {
    expect(
      toBacktestDocument({ isSimulated: false, result, performance, durationMs: 0, withEquity: false, models: [] }),
    ).not.toHaveProperty('equity');
  });

  it('has a digest that anybody can recompute from the trades, and that one digit changes', () => {
    const { summary, trades } = report.document;
    expect(summary.digest).toBe(createHash('sha256').update(JSON.stringify(trades)).digest('hex'));
    const other = aBacktestReport(aBacktestResult([1000], { trades: [aTrade({ pnl: 60.50000001 })] }));
    expect(other.document.summary.digest).not.toBe(summary.digest);
  });

  it('stays finite when a run took no measurable time', () => {
    const { summary } = toBacktestDocument({
      isSimulated: false,
      result,
      performance,
      durationMs: 0,
      models: [],
      withEquity: false,
    });
    expect(Number.isFinite(summary.candlesPerSecond)).toBe(true);
  });
});

describe('report files', () => {
  it('trades.csv has one line per trade with every digit', () => {
    expect([...tradesCsv({ result })]).toEqual([
      'id,strategy,symbol,side,entryAt,entryTime,entryPrice,exitAt,exitTime,exitPrice,qty,fees,pnl,funding,initialRisk,exitReason\n',
      't1,sma-cross,BTC/USDT,long,1704067200000,2024-01-01T00:00:00Z,100,1704070800000,2024-01-01T01:00:00Z,100,0.00001,0.25,60.5,0,20,strategy\n',
    ]);
  });

  it('equity.csv begins with the start equity', () => {
    const falling = aBacktestResult([100, 80, 90]);
    const lines = [...equityCsv(aBacktestReport(falling))].join('').trimEnd().split('\n');
    expect(lines).toEqual([
      'timestamp,equity,drawdownPct',
      '1704067200000,100,0',
      '1704153600000,80,-20',
      '1704240000000,90,-10',
    ]);
  });

  it('report.json is plain JSON with every metric, its reason, and what was run', () => {
    const parsed = JSON.parse(JSON.stringify(reportJson(report))) as Record<string, Record<string, unknown>>;
    expect(parsed['metrics']!['sharpe']).toEqual({
      label: 'Sharpe',
      unit: 'ratio',
      value: null,
      reason: '1 of the 30 whole days it needs',
    });
    expect(parsed['run']).toMatchObject({
      programVersion: '1.2.3',
      cash: '1000',
      from: '2024-01-01T00:00:00Z',
      series: [{ symbol: 'BTC/USDT', candles: 1 }],
      strategies: [{ id: 'test', yaml: 'id: test\n' }],
    });
    expect(parsed['breakdown']!['exitReason']).toMatchObject([{ key: 'strategy', trades: 1, net: '60.5' }]);
  });
});
