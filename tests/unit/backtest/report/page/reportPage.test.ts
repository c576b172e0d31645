import { describe, expect, it } from 'vitest';
import { reportPage } from '../../../../../src/main/backtest/report/page/reportPage.ts';
import { toStrategyId, toSymbolId } from '../../../../../src/shared/domain/ids.ts';
import { aBacktestReport } from '../../../../builders/backtestReport.ts';
import { aBacktestResult, aTrade } from '../../../../builders/backtestResult.ts';
import { aStrategy } from '../../../../builders/aStrategy.ts';
import { anInstrument } from '../../../../builders/risk.ts';

const EVIL = '</script><script>alert("x")</script><img src=x onerror=alert(1)>';
const trades = Array.from({ length: 120 }, (_, index) => aTrade({ pnl: index - 40, fees: 0.1 }));
const result = aBacktestResult([1000, 1100, 900, 1200], { trades, refusals: { MAX_POSITIONS: 7 } });
const page = reportPage(aBacktestReport(result));

const dataOf = (text: string) =>
  JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(text)![1]!) as {
    readonly readOut: Record<'at' | 'equity' | 'hold' | 'drawdown', readonly number[]>;
    readonly trades: { readonly rows: readonly (readonly string[])[] };
  };

describe('reportPage', () => {
  it('needs nothing from outside', () => {
    expect(page).not.toMatch(/https?:|<link|<img|@import|url\(|<iframe|\ssrc=/);
    expect(page).toContain("default-src 'none'");
  });

  it('escapes whatever comes from files', () => {
    const evil = aBacktestReport(
      aBacktestResult([1000, 1001], {
        trades: [aTrade({ pnl: 1 }, { strategy: toStrategyId(EVIL), symbol: toSymbolId(EVIL) })],
        refusals: { [EVIL]: 1 },
        warnings: [EVIL],
      }),
      {
        strategies: [{ definition: aStrategy({ name: EVIL }), yaml: EVIL }],
        sources: [EVIL],
        instruments: [anInstrument({ symbol: toSymbolId(EVIL) })],
      },
    );
    const text = reportPage(evil);
    expect(text).not.toContain('<img');
    expect(text.match(/<script/g)).toHaveLength(2);
    expect(text.match(/<\/script>/g)).toHaveLength(2);
    expect(dataOf(text).trades.rows[0]).toContain(EVIL);
  });

  it('has every part, in sections that their headings name', () => {
    const headings = [...page.matchAll(/<h2 id="([^"]+)">([^<]+)<\/h2>/g)];
    expect(headings.map(([, , title]) => title)).toEqual([
      ...['In short', 'Equity and drawdown', 'Monthly returns in percent', 'Metrics', 'Where it came from', 'Trades'],
      ...['Refused orders', 'What was run'],
    ]);
    for (const [, id] of headings) expect(page).toContain(`aria-labelledby="${id!}"`);
    expect(page).toMatch(/<html lang="en">[\s\S]*<main>[\s\S]*<\/main>/);
    // A second element of an id is one that the script looks for in vain.
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('shows the first page of trades, newest first, and hands all to the script', () => {
    const table = /<table id="trade-list">[\s\S]*?<\/table>/.exec(page)![0];
    expect(table.match(/<tr>/g)).toHaveLength(51);
    expect(dataOf(page).trades.rows).toHaveLength(120);
    expect(dataOf(page).trades.rows[0]).toContain('+79.00');
  });

  it('says why figures are missing and what refusals mean', () => {
    expect(page).toContain('3 of the 30 whole days it needs');
    expect(page).toContain('The maximum number of open positions is reached.');
  });

  it('gives the read-out every curve at the same times', () => {
    const { at, equity, hold, drawdown } = dataOf(page).readOut;
    expect(equity).toEqual([1000, 1100, 900, 1200]);
    expect(drawdown).toEqual([0, 0, -18.1818, 0]);
    expect([hold.length, drawdown.length]).toEqual([at.length, at.length]);
  });

  it('marks simulated data, and real data not', () => {
    const simulated = aBacktestReport(result, { isSimulated: true });
    expect(reportPage(simulated)).toContain('SIMULATED');
    expect(page).not.toContain('SIMULATED');
  });

  it('stands an account without trades, days or candles to hold', () => {
    const empty = reportPage(aBacktestReport(aBacktestResult([1000]), { series: [] }));
    expect(empty).toContain('No trade was closed.');
    expect(empty).toContain('No order was refused.');
    expect(empty.slice(0, empty.lastIndexOf('<script>'))).not.toMatch(/NaN|Infinity|undefined/);
  });
});
