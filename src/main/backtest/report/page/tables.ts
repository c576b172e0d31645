// The tables of the page: months, groups, trades, open positions, refusals.
import type { TradeGroup } from '../../../engine/portfolio/metrics/breakdown.ts';
import type { MonthlyReturn } from '../../../engine/portfolio/metrics/monthlyReturns.ts';
import { netOf } from '../../../engine/portfolio/metrics/tradeStatistics.ts';
import { need } from '../../../../shared/assert.ts';
import type { SymbolId } from '../../../../shared/domain/ids.ts';
import type { Trade } from '../../../../shared/domain/portfolio.ts';
import type { Instrument } from '../../../../shared/domain/instrument.ts';
import { groupDigits } from '../../../../shared/groupDigits.ts';
import type { Decimal } from '../../../../shared/money.ts';
import type { BacktestReport } from '../backtestReport.ts';
import { countText, exitReasonText, type Money, NOTHING, numberText, timeText } from '../../../../shared/figures.ts';
import { metricText } from '../metricText.ts';
import { meaningOf } from '../metricRows.ts';
import { html, type Html, NO_HTML } from './html.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** One row per year with its compounded return. */
export function monthTable(months: readonly MonthlyReturn[]): Html {
  const years = [...new Set(months.map(({ year }) => year))];
  const head = [...MONTHS, 'Year'].map((name) => html`<th scope="col" class="num">${name}</th>`);
  const rows = years.map((year) => {
    const own = months.filter((entry) => entry.year === year);
    const cells = MONTHS.map((_, index) => monthCell(own.find(({ month }) => month === index + 1)));
    return html`<tr>
      <th scope="row">${year}</th>
      ${cells}${yearCell(own)}
    </tr>`;
  });
  return html`<table class="months">
    <caption class="sr">
      Return of each month in percent
    </caption>
    <thead>
      <tr>
        <th scope="col">Year</th>
        ${head}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function monthCell(entry: MonthlyReturn | undefined): Html {
  if (entry === undefined) return html`<td></td>`;
  const { value } = entry.returnPct;
  if (value === null) return html`<td class="num" title="${entry.returnPct.reason ?? ''}">${NOTHING}</td>`;
  const hint = entry.isPartial ? html` title="Only a part of this month is in the span."` : NO_HTML;
  const mark = entry.isPartial ? '*' : '';
  return html`<td class="num heat ${toneOf(value)}" style="--heat:${heatOf(value)}%" ${hint}>
    ${numberText(value, { isSigned: true })}${mark}
  </td>`;
}

function yearCell(months: readonly MonthlyReturn[]): Html {
  const values = months.map(({ returnPct }) => returnPct.value);
  if (values.includes(null)) return html`<td class="num total">${NOTHING}</td>`;
  const year = (values.reduce<number>((growth, value) => growth * (1 + (value ?? 0) / 100), 1) - 1) * 100;
  return html`<td class="num total ${toneOf(year)}">${numberText(year, { isSigned: true })}</td>`;
}

/** Strength of the background: full from 20 % on. */
const heatOf = (value: number): string => (6 + Math.min(1, Math.abs(value) / 20) * 34).toFixed(0);

export const toneOf = (value: number): string => (value > 0 ? 'good' : value < 0 ? 'bad' : '');

/** Trades, net, win rate and profit factor of each group. */
export function groupTable(title: string, groups: readonly TradeGroup[], money: Money): Html {
  const rows = groups.map(({ key, statistics }) => {
    const net = statistics.net.toNumber();
    const figure = { ...money, isSigned: false };
    return html`<tr>
      <th scope="row">${exitReasonText(key)}</th>
      <td class="num">${countText(statistics.trades)}</td>
      <td class="num ${toneOf(net)}">${numberText(net, { isSigned: true, decimals: money.decimals })}</td>
      <td class="num">${metricText(statistics.winRate, 'share', figure)}</td>
      <td class="num" title="${statistics.profitFactor.reason ?? ''}">
        ${metricText(statistics.profitFactor, 'ratio', figure)}
      </td>
    </tr>`;
  });
  return html`<div class="scroll">
    <table>
      <caption>
        ${title}
      </caption>
      <thead>
        <tr>
          <th scope="col"><span class="sr">${title}</span></th>
          ${headCells(['Trades', `Net ${money.quote}`, 'Win rate', 'Profit factor'])}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

const headCells = (names: readonly string[]): Html[] =>
  names.map((name) => html`<th scope="col" class="num">${name}</th>`);

/** More than this stay in trades.csv alone, the oldest first. */
const MAX_LISTED = 20_000;
/** Rows of a page; the script shows the others. */
const PAGE_ROWS = 50;

type CellKind = 'text' | 'number' | 'signed';
const TRADE_COLUMNS: readonly (readonly [label: string, kind: CellKind])[] = [
  ['Entry (UTC)', 'text'],
  ['Exit (UTC)', 'text'],
  ['Strategy', 'text'],
  ['Symbol', 'text'],
  ['Side', 'text'],
  ['Quantity', 'number'],
  ['Entry price', 'number'],
  ['Exit price', 'number'],
  ['Fees', 'number'],
  ['Result', 'signed'],
  ['Exit reason', 'text'],
];

/** What the script needs to sort and turn pages. */
export interface TradeList {
  readonly kinds: readonly CellKind[];
  readonly pageRows: number;
  readonly rows: readonly (readonly string[])[];
}

/** Newest first. */
export function tradeSection(
  { result: { trades }, run: { instruments } }: BacktestReport,
  money: Money,
): { readonly section: Html; readonly list: TradeList } {
  const kinds = TRADE_COLUMNS.map(([, kind]) => kind);
  const rows = trades
    .slice(-MAX_LISTED)
    .toReversed()
    .map((trade) => tradeCells(trade, gridsOf(instruments, trade.symbol), money));
  const list = { kinds, pageRows: PAGE_ROWS, rows };
  if (rows.length === 0) return { section: html`<p class="empty">No trade was closed.</p>`, list };
  const head = TRADE_COLUMNS.map(([label, kind], column) => {
    const sort = column === 1 ? html` aria-sort="descending"` : NO_HTML;
    return html`<th scope="col" class="${kind === 'text' ? '' : 'num'}" ${sort}>
      <button type="button" data-column="${column}">${label}</button>
    </th>`;
  });
  const left = trades.length - rows.length;
  const note =
    left > 0 ? html`<p class="note">The oldest ${countText(left)} trades are in trades.csv only.</p>` : NO_HTML;
  const section = html`<div class="scroll">
      <table id="trade-list">
        <caption class="sr">
          Closed trades
        </caption>
        <thead>
          <tr>
            ${head}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, PAGE_ROWS).map((cells) => tradeRow(cells, kinds))}
        </tbody>
      </table>
    </div>
    <nav class="pager" id="pager" aria-label="Pages of the trade list" hidden>
      <button type="button" data-step="-1">Newer</button><span id="page" role="status"></span
      ><button type="button" data-step="1">Older</button>
    </nav>
    <noscript><p class="note">Without scripts only the newest trades show here; all are in trades.csv.</p></noscript
    >${note}`;
  return { section, list };
}

const tradeCells = (trade: Trade, { tickSize, lotSize }: Grids, money: Money): string[] => [
  timeText(trade.entryAt),
  timeText(trade.exitAt),
  trade.strategy,
  trade.symbol,
  trade.side,
  exactText(trade.qty, lotSize),
  exactText(trade.entryPrice, tickSize),
  exactText(trade.exitPrice, tickSize),
  numberText(trade.fees.toNumber(), { decimals: money.decimals }),
  numberText(netOf(trade).toNumber(), { isSigned: true, decimals: money.decimals }),
  exitReasonText(trade.exitReason),
];

const tradeRow = (cells: readonly string[], kinds: readonly CellKind[]): Html =>
  html`<tr>
    ${cells.map((cell, column) => {
      const tone = kinds[column] === 'signed' ? toneOf(Number(cell.replaceAll(',', ''))) : '';
      return html`<td class="${kinds[column] === 'text' ? '' : 'num'} ${tone}">${cell}</td>`;
    })}
  </tr>`;

type Grids = Pick<Instrument, 'tickSize' | 'lotSize'>;

const gridsOf = (instruments: readonly Instrument[], symbol: SymbolId): Grids =>
  need(
    instruments.find((instrument) => instrument.symbol === symbol),
    `the instrument ${symbol}`,
  );

/** At most eight decimals, at least those of the grid so that points stand below each other; thousands grouped. */
function exactText(value: Decimal, grid: Decimal): string {
  const [whole = '', fraction = ''] = value.roundTo(8, 'halfEven').toString().split('.');
  const decimals = fraction.padEnd(grid.toString().split('.')[1]?.length ?? 0, '0');
  return `${groupDigits(whole)}${decimals === '' ? '' : `.${decimals}`}`;
}

export function openTable({ result, run }: BacktestReport, money: Money): Html {
  const rows = result.open.map((position) => {
    const worth = position.unrealisedPnl.toNumber();
    const { tickSize, lotSize } = gridsOf(run.instruments, position.symbol);
    return html`<tr>
      <td>${position.symbol}</td>
      <td>${position.side}</td>
      <td>${position.strategy}</td>
      <td>${timeText(position.openedAt)}</td>
      <td class="num">${exactText(position.qty, lotSize)}</td>
      <td class="num">${exactText(position.averageEntry, tickSize)}</td>
      <td class="num">${exactText(position.mark, tickSize)}</td>
      <td class="num ${toneOf(worth)}">${numberText(worth, { isSigned: true, decimals: money.decimals })}</td>
    </tr>`;
  });
  const head = ['Symbol', 'Side', 'Strategy', 'Opened (UTC)'].map((name) => html`<th scope="col">${name}</th>`);
  return html`<div class="scroll">
    <table>
      <caption class="sr">
        Positions open at the end
      </caption>
      <thead>
        <tr>
          ${head}${headCells(['Quantity', 'Average entry', 'Mark', `Unrealised ${run.quote}`])}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

export function refusalTable(refusals: Readonly<Record<string, number>>): Html {
  const rows = Object.entries(refusals)
    .filter(([, count]) => count > 0)
    .map(
      ([code, count]) =>
        html`<tr>
          <th scope="row"><code>${code}</code></th>
          <td class="num">${countText(count)}</td>
          <td>${meaningOf(code)}</td>
        </tr>`,
    );
  if (rows.length === 0) return html`<p class="empty">No order was refused.</p>`;
  return html`<div class="scroll">
    <table>
      <caption class="sr">
        Refused orders by reason
      </caption>
      <thead>
        <tr>
          <th scope="col">Code</th>
          <th scope="col" class="num">Orders</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
