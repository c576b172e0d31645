// The report as one HTML file without outside resources: it opens offline, in light and dark, and prints.
import type { MetricSection } from '../../../engine/portfolio/metrics/metricDefinitions.ts';
import { DAY_MS, isoUtc } from '../../../../shared/time.ts';
import type { BacktestReport, BacktestRun } from '../backtestReport.ts';
import { countText, dateText, type Money, moneyOf, numberText } from '../../../../shared/figures.ts';
import { type MetricRow, metricRows, noteLines, plainSentences, SECTION_TITLES } from '../metricRows.ts';
import { charts } from './charts.ts';
import { Html, html, jsonForScript, NO_HTML } from './html.ts';
import { PAGE_SCRIPT } from './pageScript.ts';
import { PAGE_STYLES } from './pageStyles.ts';
import { groupTable, monthTable, openTable, refusalTable, toneOf, tradeSection } from './tables.ts';

/** The complete document. */
export function reportPage(report: BacktestReport): string {
  const money = moneyOf(report.run);
  const rows = metricRows(report);
  const { figure, readOut } = charts(report);
  const trades = tradeSection(report, money);
  const names = report.run.strategies.map(({ definition }) => definition.name).join(', ');
  const data = { readOut, decimals: money.decimals, trades: trades.list };
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
        />
        <title>Backtest: ${names}</title>
        <style>
          ${new Html(PAGE_STYLES)}
        </style>
      </head>
      <body>
        ${header(report, names)}
        <main>
          ${tiles(rows, report, money)}
          ${card(
            'In short',
            html`<ul class="short">
              ${plainSentences(report).map((sentence) => html`<li>${sentence.replaceAll(' %', '\u00a0%')}</li>`)}
            </ul>`,
          )}
          ${card('Equity and drawdown', figure)}
          ${card(
            'Monthly returns in percent',
            html`<div class="scroll">${monthTable(report.performance.months)}</div>
              ${partialNote(report)}`,
          )}
          ${card('Metrics', metricColumns(rows))}
          ${report.result.trades.length > 0 ? card('Where it came from', breakdowns(report, money)) : NO_HTML}
          ${card('Trades', trades.section)}
          ${report.result.open.length > 0 ? card('Open at the end', openTable(report, money)) : NO_HTML}
          ${card('Refused orders', refusalTable(report.result.refusals))} ${card('What was run', runFacts(report))}
        </main>
        <footer>
          <p>
            Foredeck ${report.run.programVersion}. Trades sha256 ${report.document.summary.digest}. The same input gives
            the same trades, to the last digit.
          </p>
        </footer>
        <script type="application/json" id="data">
          ${jsonForScript(data)}
        </script>
        <script>
          ${new Html(PAGE_SCRIPT)};
        </script>
      </body>
    </html> `;
  return page.markup;
}

const card = (title: string, content: Html): Html => {
  const id = title.toLowerCase().replaceAll(' ', '-');
  return html`<section class="card" aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section>`;
};

function header({ run, result }: BacktestReport, names: string): Html {
  const symbols = run.series.map(({ symbol }) => symbol).join(', ');
  const banner = run.isSimulated
    ? html`<p class="banner" role="note">
        SIMULATED: the candles were made up by the simulator. The figures say nothing about a real market.
      </p>`
    : NO_HTML;
  return html`<header>
    <h1>${names}</h1>
    <p class="lead">
      Backtest of ${symbols} on ${run.timeframe} candles, ${dateText(result.from)} to ${dateText(result.to)} UTC
      (${countText((result.to - result.from) / DAY_MS)} days, ${countText(result.candles)} candles)
    </p>
    ${banner}
  </header>`;
}

const TILES = ['returnPct', 'buyAndHoldPct', 'maxDrawdownPct', 'sharpe', 'profitFactor', 'winRate'] as const;

function tiles(rows: readonly MetricRow[], { result }: BacktestReport, { quote, decimals }: Money): Html {
  const final = html`<li class="tile">
    <span>Final equity, ${quote}</span><b>${numberText(result.finalEquity.toNumber(), { decimals })}</b
    ><span>from ${numberText(result.startEquity.toNumber(), { decimals })}</span>
  </li>`;
  const others = TILES.map((id) => {
    const { label, text, value, reason, isSigned } = rows.find((row) => row.id === id) as MetricRow;
    const tone = isSigned && value !== null ? toneOf(value) : '';
    return html`<li class="tile">
      <span>${label}</span
      ><b class="${tone}">${text}</b>${reason === undefined ? NO_HTML : html`<span>${reason}</span>`}
    </li>`;
  });
  return html`<ul class="tiles" aria-label="Key figures">
    ${final}${others}
  </ul>`;
}

const partialNote = ({ performance: { months } }: BacktestReport): Html =>
  months.some(({ isPartial }) => isPartial)
    ? html`<p class="note">* Only a part of the month is in the span.</p>`
    : NO_HTML;

const metricColumns = (rows: readonly MetricRow[]): Html =>
  html`<div class="grid3">
    <div>${metricList('return', rows)}${metricList('costs', rows)}</div>
    <div>${metricList('risk', rows)}</div>
    <div>${metricList('trades', rows)}</div>
  </div>`;

function metricList(section: MetricSection, rows: readonly MetricRow[]): Html {
  const items = rows
    .filter((row) => row.section === section)
    .map(({ id, label, definition, text, value, reason, isSigned }) => {
      const tone = isSigned && value !== null ? toneOf(value) : '';
      const why = reason === undefined ? NO_HTML : html`<dd class="why">${reason}</dd>`;
      return html`<div>
        <dt>
          <span class="term" tabindex="0" aria-describedby="about-${id}">${label}</span
          ><span class="tip" role="tooltip" id="about-${id}">${definition}</span>
        </dt>
        <dd class="${tone}">${text}</dd>
        ${why}
      </div>`;
    });
  return html`<div>
    <h3>${SECTION_TITLES[section]}</h3>
    <dl class="metrics">${items}</dl>
  </div>`;
}

function breakdowns({ performance: { breakdown } }: BacktestReport, money: Money): Html {
  const parts = [
    groupTable('By exit', breakdown.exitReason, money),
    groupTable('By symbol', breakdown.symbol, money),
    groupTable('By strategy', breakdown.strategy, money),
    groupTable('By side', breakdown.side, money),
  ];
  return html`<div class="grid2">${parts}</div>
    <details>
      <summary>By hour of entry (UTC) and month of exit</summary>
      <div class="grid2">
        ${groupTable('By hour', breakdown.hour, money)}${groupTable('By month', breakdown.month, money)}
      </div>
    </details>`;
}

function runFacts(report: BacktestReport): Html {
  const { run, result, document, models } = report;
  const { durationMs, candlesPerSecond } = document.summary;
  const facts: readonly (readonly [string, string])[] = [
    ['Candles', run.sources.join(', ')],
    ...models.map(({ id, symbol, modelHash }) => [`Model ${id}`, `for ${symbol}, sha256 ${modelHash}`] as const),
    ['Span', `${isoUtc(result.from)} to ${isoUtc(result.to)}`],
    ['Outages', outageText({ result })],
    ['Cash', `${run.cash.toString()} ${run.quote}`],
    ['Slippage', `${run.slippageBps.toString()} bps against the trader on market and stop fills`],
    ['Volume cap', run.volumeCapPct.isZero() ? 'off' : `${run.volumeCapPct.toString()} % of each candle's volume`],
    ['Fills', 'An order decided at a close is active from the next candle; market orders fill at its open.'],
    ['Speed', `${countText(candlesPerSecond)} candles/s, ${numberText(durationMs, { decimals: 0 })} ms`],
    ...noteLines(report).map((warning) => ['Note', warning] as const),
  ];
  const yaml = run.strategies.map(
    ({ definition, yaml: text }) =>
      html`<details>
        <summary>Strategy ${definition.id}</summary>
        <pre tabindex="0">${text}</pre>
      </details>`,
  );
  return html`<dl class="facts">
      ${facts.map(
        ([name, text]) =>
          html`<dt>${name}</dt>
            <dd>${text}</dd>`,
      )}
    </dl>
    <details>
      <summary>Instruments and fees</summary>
      ${instrumentTable(run)}
    </details>
    <details>
      <summary>Risk limits</summary>
      ${riskTable(run)}
    </details>
    ${yaml}`;
}

function outageText({ result: { outages } }: Pick<BacktestReport, 'result'>): string {
  if (outages.length === 0) return 'none';
  const first = outages.slice(0, 5).map(({ symbol, from, to }) => `${symbol} ${isoUtc(from)} to ${isoUtc(to)}`);
  const more = outages.length - first.length;
  return `${first.join('; ')}${more > 0 ? `; and ${countText(more)} more` : ''}`;
}

function instrumentTable({ instruments }: BacktestRun): Html {
  const rows = instruments.map(
    (instrument) =>
      html`<tr>
        <th scope="row">${instrument.symbol}</th>
        <td>${instrument.kind}</td>
        ${[
          instrument.tickSize,
          instrument.lotSize,
          instrument.minNotional,
          instrument.contractSize,
          instrument.makerBps,
          instrument.takerBps,
          instrument.maxLeverage,
        ].map((value) => html`<td class="num">${value.toString()}</td>`)}
      </tr>`,
  );
  const names = ['Tick', 'Lot', 'Min notional', 'Contract', 'Maker bps', 'Taker bps', 'Max leverage'];
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Symbol</th>
          <th scope="col">Kind</th>
          ${names.map((name) => html`<th scope="col" class="num">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

const riskTable = ({ risk }: BacktestRun): Html =>
  html`<dl class="facts">
    ${Object.entries(risk).map(
      ([key, value]) =>
        html`<dt><code>risk.${key}</code></dt>
          <dd>${riskText(value)}</dd>`,
    )}
  </dl>`;

const riskText = (value: unknown): string =>
  value === null ? 'off' : typeof value === 'string' ? value : JSON.stringify(value);
