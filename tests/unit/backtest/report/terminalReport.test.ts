import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { terminalReport, terminalStyle } from '../../../../src/main/backtest/report/terminalReport.ts';
import { createPaint, table, wrap } from '../../../../src/main/backtest/report/terminalText.ts';
import { toSymbolId } from '../../../../src/shared/domain/ids.ts';
import { Decimal } from '../../../../src/shared/money.ts';
import { aBacktestReport, aSeriesOf } from '../../../builders/backtestReport.ts';
import { aBacktestResult, aTrade } from '../../../builders/backtestResult.ts';

const plain = { paint: createPaint(false), columns: 100 };
const trades = [aTrade({ pnl: 60, fees: 3 }), aTrade({ pnl: -160, fees: 1 }, { exitReason: 'stopLoss' })];
const losing = aBacktestReport(
  aBacktestResult([1000, 1100, 900], {
    trades,
    refusals: { MAX_POSITIONS: 3, ORDER_RATE: 0 },
    warnings: ['a lock was placed', 'a lock was placed'],
  }),
);

describe('terminalReport', () => {
  const text = terminalReport(losing, plain);

  it('shows what was run and how it ended', () => {
    expect(text).toContain('Backtest  SMA cross\nBTC/USDT 1d, 2024-01-01 to 2024-01-03 UTC: 2 days, 2 candles');
    expect(text).toContain('1,000.00 to 900.00 USDT');
    expect(text).toMatch(/^Return +-10\.00 % +Max drawdown +18\.18 %$/m);
    expect(text).not.toContain('SIMULATED');
  });

  it('gives the reason for every figure that is missing', () => {
    expect(text).toMatch(/^Calmar +–$|Calmar +–$/m);
    expect(text).toContain('– CAGR, Sharpe, Sortino, Calmar: 2 of the 30 whole days it needs');
  });

  it('divides by exit, and leaves out divisions by one', () => {
    expect(text).toMatch(/^stop loss +1 +-160\.00 +0\.00 % +0\.00$/m);
    expect(text).not.toContain('Symbols');
  });

  it('explains the refusals that happened', () => {
    expect(text).toMatch(/^MAX_POSITIONS +3 {2}The maximum number of open positions is reached\.$/m);
    expect(text).not.toContain('ORDER_RATE');
  });

  it('says plainly what it amounts to', () => {
    expect(text).toContain('It lost to buying and holding: -10.00 % against +1.00 %.');
    expect(text).toContain('Fees of 4.00 USDT are 4 % of the loss.');
    expect(text).toContain('2 closed trades are too few to tell skill from luck.');
    expect(text).toContain('Note: a lock was placed (2 times)');
  });

  it('tells a profit that the fees ate', () => {
    const eaten = aBacktestReport(aBacktestResult([1000, 999], { trades: [aTrade({ pnl: -1, fees: 5 })] }));
    expect(terminalReport(eaten, plain)).toContain('before 5.00 USDT of fees it had made 4.00 USDT.');
  });

  it('marks simulated data', () => {
    expect(terminalReport({ ...losing, run: { ...losing.run, isSimulated: true } }, plain)).toMatch(/^SIMULATED/);
  });

  it('fits a narrow terminal, and a colour changes no letter', () => {
    const narrow = terminalReport(losing, { ...plain, columns: 60 });
    const wide = narrow.split('\n').filter((line) => line.length > 78);
    expect(wide).toEqual([]);
    const colourful = terminalReport(losing, { paint: createPaint(true), columns: 100 });
    expect(colourful).not.toBe(text);
    expect(stripVTControlCharacters(colourful)).toBe(text);
  });

  it('stands an account without trades and without candles between', () => {
    const quiet = terminalReport(aBacktestReport(aBacktestResult([1000])), plain);
    expect(quiet).toContain('No trade was closed');
    expect(quiet).not.toContain('Exits');
  });

  it('lists symbols and strategies once there are several', () => {
    const several = aBacktestResult([1000, 1001], {
      trades: [aTrade({ pnl: 1 }), aTrade({ pnl: 2 }, { symbol: toSymbolId('ETH/USDT'), side: 'short' })],
      turnover: Decimal.of(10),
    });
    const shown = terminalReport(aBacktestReport(several, { series: [aSeriesOf([1, 2])] }), plain);
    expect(shown).toMatch(/^ETH\/USDT +1 +\+2\.00/m);
    expect(shown).toMatch(/^short +1/m);
  });
});

it('terminalStyle asks for colours only of a terminal that has them', () => {
  const file = { isTTY: false, columns: 40, hasColors: () => true };
  expect(terminalStyle(file).paint.bad('x')).toBe('x');
  expect(terminalStyle(file).columns).toBe(100);
  const terminal = { isTTY: true, columns: 40, hasColors: () => false };
  expect(terminalStyle(terminal).paint.bad('x')).toBe('x');
  expect(terminalStyle(terminal).columns).toBe(40);
  expect(terminalStyle({ ...terminal, hasColors: () => true }).paint.bad('x')).not.toBe('x');
});

it('table aligns by what is seen, not by colour codes', () => {
  const { bad } = createPaint(true);
  const [line] = table([[bad('a'), '1']], [{ width: 3 }, { width: 3, isRight: true }]);
  expect(stripVTControlCharacters(line!)).toBe('a      1');
});

it('wrap breaks at spaces and keeps long words', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('enormously', 3)).toEqual(['enormously']);
});
