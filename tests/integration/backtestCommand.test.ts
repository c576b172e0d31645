// The backtest command over files on disk: reports, validations, and the figures of the reference run.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBacktestCommand } from '../../src/main/backtest/backtestCommand.ts';
import type { BacktestOptions } from '../../src/main/backtest/backtestOptions.ts';
import { demoRun, runDemo } from '../../src/main/backtest/demo.ts';
import type { BacktestDocument } from '../../src/main/backtest/report/backtestDocument.ts';
import { simulateCandles } from '../../src/main/engine/paper/simulator/marketSimulator.ts';
import { configSchema } from '../../src/shared/config/schema.ts';
import { candleAt } from '../../src/shared/domain/candle.ts';
import { toEpochMs, toSymbolId } from '../../src/shared/domain/ids.ts';
import { Decimal } from '../../src/shared/money.ts';
import type { Timeframe } from '../../src/shared/time.ts';
import { aCommandContext } from '../builders/commandContext.ts';
import { describeWithDevData } from '../fixtures/devData.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';

const FROM = toEpochMs(Date.UTC(2024, 0, 1));
const NO_LIMITS = configSchema.parse({
  risk: {
    ...{ maxDailyLossPct: null, maxDrawdownPct: null, maxConsecutiveLosses: null, maxOpenPositions: null },
    ...{ maxExposurePerSymbolPct: null, maxExposureTotalPct: null, maxLeverage: null, maxOrdersPer10s: null },
    priceCollarPct: null,
  },
});

/** A candle file of a simulated market; `rows` may spoil its lines. */
function candleFile(
  folder: string,
  name: string,
  { timeframe = '15m', count = 1200, rows = (lines: string[]) => lines }: FileShape = {},
): string {
  const symbol = toSymbolId('BTC/USDT');
  const [columns] = [...simulateCandles({ seed: name, symbols: [symbol], from: FROM, timeframe, count }).values()];
  const lines = Array.from({ length: count }, (_, row) => {
    const { openTime, open, high, low, close, volume } = candleAt(columns!, row);
    return [openTime, open, high, low, close, volume].join(',');
  });
  const path = join(folder, name);
  writeFileSync(path, ['timestamp,open,high,low,close,volume', ...rows(lines), ''].join('\n'));
  return path;
}

interface FileShape {
  readonly timeframe?: Timeframe;
  readonly count?: number;
  readonly rows?: (lines: string[]) => string[];
}

const optionsFor = (candles: readonly string[], part: Partial<BacktestOptions> = {}): BacktestOptions => ({
  strategies: ['sma-cross'],
  candles,
  stored: [],
  funding: [],
  cash: Decimal.of(10_000),
  slippageBps: Decimal.of(2),
  volumeCapPct: Decimal.ZERO,
  noModels: false,
  equity: false,
  ...part,
});

async function answerOf(options: BacktestOptions) {
  const { context, answers, notes } = aCommandContext({ config: NO_LIMITS });
  expect(await runBacktestCommand(options, context)).toBe(0);
  return { document: answers[0]!.value as BacktestDocument, text: answers[0]!.text, notes };
}

const refusal = (options: BacktestOptions) => expect(runBacktestCommand(options, aCommandContext().context)).rejects;

describe('backtest', () => {
  it('runs a strategy that is switched off, and says so', async () => {
    const folder = tempFolder();
    const off = join(folder, 'off.yaml');
    writeFileSync(
      off,
      readFileSync('config/strategies/sma-cross.yaml', 'utf8').replace('enabled: true', 'enabled: false'),
    );
    const candles = [candleFile(folder, 'binance_BTCUSDT_15m.csv')];
    const { notes } = await answerOf(optionsFor(candles, { strategies: [off] }));
    expect(notes).toEqual(['Strategy sma-cross is switched off in its file; it runs here because you named it.']);
  });

  it('answers with trades that add up, the same every time', async () => {
    const file = candleFile(tempFolder(), 'binance_BTCUSDT_15m.csv');
    const { document } = await answerOf(optionsFor([file], { equity: true }));
    const { summary, trades, open, equity } = document;
    expect(trades.length).toBeGreaterThan(10);
    expect(summary.trades).toBe(trades.length);
    expect(equity).toHaveLength(1200);
    expect(equity!.at(-1)![1]).toBe(summary.finalEquity);
    const closed = trades.reduce((sum, { pnl }) => sum.plus(Decimal.of(pnl)), Decimal.of(10_000));
    if (open.length === 0) expect(summary.finalEquity).toBe(closed.toString());
    const again = await answerOf(optionsFor([file]));
    expect(again.document.summary.digest).toBe(summary.digest);
    expect(again.document).not.toHaveProperty('equity');
  });

  it('writes a report that replaces the one before and leaves no drafts', async () => {
    const folder = tempFolder();
    const out = join(folder, 'new', 'report');
    const file = candleFile(folder, 'binance_BTCUSDT_15m.csv');
    await answerOf(optionsFor([file], { out }));
    const { notes, document } = await answerOf(optionsFor([file], { out }));
    expect(readdirSync(out).toSorted()).toEqual(['equity.csv', 'report.html', 'report.json', 'trades.csv']);
    expect(notes).toEqual([`Report: ${join(out, 'report.html')}`]);
    const json = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as BacktestDocument;
    expect(json.summary.digest).toBe(document.summary.digest);
    expect(readFileSync(join(out, 'trades.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(
      document.trades.length + 1,
    );
  });

  it('runs exactly the candles that open in [from, to)', async () => {
    const file = candleFile(tempFolder(), 'binance_BTCUSDT_15m.csv');
    const hour = 3_600_000;
    const span = { from: toEpochMs(FROM + hour), to: toEpochMs(FROM + 101 * hour) };
    const { document } = await answerOf(optionsFor([file], { ...span, equity: true }));
    expect(document.summary.candles).toBe(400);
    expect(document.equity!.map(([at]) => at)).toEqual(
      Array.from({ length: 400 }, (_, row) => span.from + (row + 1) * 900_000),
    );
  });

  it('takes a linear instrument for a file of the same market, and its fees unless told otherwise', async () => {
    const folder = tempFolder();
    const instrument = join(folder, 'perpetual.yaml');
    writeFileSync(
      instrument,
      `{ symbol: 'BTC/USDT:USDT', kind: linear, base: BTC, quote: USDT, settle: USDT, tickSize: '0.1', lotSize: '0.001',
        minQty: '0.001', minNotional: '5', contractSize: '1', makerBps: '2', takerBps: '40', maxLeverage: '10',
        maintenanceMarginPct: '0.5' }`,
    );
    const file = candleFile(folder, 'binance_BTCUSDT_15m.csv');
    const dear = (await answerOf(optionsFor([file], { instrument }))).document;
    const cheap = (await answerOf(optionsFor([file], { instrument, takerBps: Decimal.ONE }))).document;
    expect(dear.trades[0]!.symbol).toBe('BTC/USDT:USDT');
    expect(Number(dear.trades[0]!.fees)).toBeGreaterThan(20 * Number(cheap.trades[0]!.fees));
  });

  it('stops when asked to', async () => {
    const file = candleFile(tempFolder(), 'binance_BTCUSDT_15m.csv');
    const { context, answers } = aCommandContext({ signal: AbortSignal.abort() });
    await expect(runBacktestCommand(optionsFor([file]), context)).rejects.toMatchObject({ code: 'CANCELED' });
    expect(answers).toEqual([]);
  });
});

describe('backtest refuses, in one sentence that names the place,', () => {
  it('an unknown strategy, with the nearest known one', async () => {
    await refusal(optionsFor(['x.csv'], { strategies: ['sma-crss'] })).toThrow(
      /"sma-crss"; did you mean "sma-cross"\?/,
    );
  });

  it('a strategy with an unknown key, with line and nearest key', async () => {
    const file = join(tempFolder(), 'mine.yaml');
    writeFileSync(file, 'id: mine\nsymbols: [BTC/USDT]\ntimefame: 15m\n');
    await refusal(optionsFor(['x.csv'], { strategies: [file] })).toThrow(/mine\.yaml:3.*timefame.*timeframe/);
  });

  it('a missing candle file', async () => {
    const file = join(tempFolder(), 'binance_BTCUSDT_15m.csv');
    await refusal(optionsFor([file])).toThrow(`${file} does not exist`);
  });

  it('broken rows and unsorted rows, with the line', async () => {
    const folder = tempFolder();
    const broken = candleFile(folder, 'binance_BTCUSDT_15m.csv', { rows: (lines) => lines.map((line) => `x${line}`) });
    await refusal(optionsFor([broken])).toThrow(/binance_BTCUSDT_15m\.csv:2: expected a number for timestamp/);
    const unsorted = candleFile(folder, 'binance_BTCUSDT_15m.csv', { rows: (lines) => lines.toReversed() });
    await refusal(optionsFor([unsorted])).toThrow(/binance_BTCUSDT_15m\.csv:3: rows are not in ascending order/);
  });

  it('a missing instrument and an unknown one', async () => {
    const folder = tempFolder();
    const file = candleFile(folder, 'binance_DOGEUSDT_15m.csv');
    await refusal(optionsFor([file])).toThrow(/no instrument for DOGE\/USDT in config\/instruments\.yaml/);
    const instrument = join(folder, 'none.yaml');
    await refusal(optionsFor([file], { instrument })).toThrow(`instrument file ${instrument} does not exist`);
  });

  it('candles that the strategy does not trade or cannot use', async () => {
    const folder = tempFolder();
    const other = candleFile(folder, 'binance_ETHUSDT_15m.csv');
    await refusal(optionsFor([other])).toThrow('strategy sma-cross trades BTC/USDT, the candles are of ETH/USDT');
    const coarse = candleFile(folder, 'binance_BTCUSDT_1h.csv', { timeframe: '1h', count: 50 });
    await refusal(optionsFor([coarse])).toThrow('needs 15m candles, which cannot be built from 1h candles');
  });

  it('files that do not go together', async () => {
    const folder = tempFolder();
    const base = candleFile(folder, 'binance_BTCUSDT_15m.csv');
    const twin = candleFile(folder, 'other_BTCUSDT_15m.csv');
    const coarse = candleFile(folder, 'binance_ETHUSDT_1h.csv', { timeframe: '1h', count: 50 });
    await refusal(optionsFor([base, twin])).toThrow('both hold BTC/USDT');
    await refusal(optionsFor([base, coarse])).toThrow('all files of a backtest need one timeframe');
    await refusal(optionsFor([base, coarse], { symbol: toSymbolId('BTC/USDT') })).toThrow('--symbol names the symbol');
    await refusal(optionsFor([base], { strategies: ['sma-cross', 'sma-cross'] })).toThrow('is named twice');
  });

  it('an empty span', async () => {
    const file = candleFile(tempFolder(), 'binance_BTCUSDT_15m.csv');
    const from = toEpochMs(Date.UTC(2030, 0, 1));
    await refusal(optionsFor([file], { from })).toThrow(
      'no candles between --from and --to; there are 2024-01-01T00:00:00Z to 2024-01-13T12:00:00Z',
    );
  });

  it('a folder that cannot be written, before it reads anything', async () => {
    const taken = join(tempFolder(), 'file');
    writeFileSync(taken, '');
    await refusal(optionsFor(['missing.csv'], { out: taken })).toMatchObject({ code: 'NOT_WRITABLE' });
    await refusal(optionsFor(['missing.csv'], { out: join(taken, 'below') })).toThrow('--out');
  });

  it('funding for a market that is not a contract here', async () => {
    const folder = tempFolder();
    const file = candleFile(folder, 'binance_BTCUSDT_15m.csv');
    const funding = join(folder, 'binanceusdm_BTCUSDT_funding.csv');
    writeFileSync(funding, 'timestamp,funding_rate\n1704067200000,0.0001\n');
    await refusal(optionsFor([file], { funding: [funding] })).toThrow(
      'none of the candle files is of a linear BTCUSDT',
    );
  });
});

describe('demo', () => {
  it('is the same for everybody, and another for another seed', async () => {
    const { context, answers } = aCommandContext();
    await runDemo({ seed: '1' }, context);
    await runDemo({ seed: '1' }, context);
    await runDemo({ seed: '2' }, context);
    const digests = answers.map(({ value }) => (value as BacktestDocument).summary.digest);
    expect(digests[0]).toBe(digests[1]);
    expect(digests[0]).not.toBe(digests[2]);
    expect(answers[0]!.text).toMatch(/^SIMULATED[\s\S]*Try next/);
  });

  it('trades every shipped strategy on three simulated markets for sixty days', () => {
    const { strategies, series } = demoRun('1', aCommandContext().context);
    expect(strategies.map(({ definition }) => definition.id)).toEqual([
      ...['breakout', 'macd-trend', 'ml-consensus', 'rsi-reversion', 'sma-cross'],
    ]);
    expect(series.map(({ symbol, openTime }) => [symbol.split('/')[0], openTime.length])).toEqual([
      ...[
        ['BTC', 5760],
        ['ETH', 5760],
        ['SOL', 5760],
      ],
    ]);
  });
});

describeWithDevData('the reference run on real candles', (folder) => {
  it('gives its trades, equity, fees and drawdown to the last digit', async () => {
    const file = join(folder, 'data/binance_BTCUSDT_15m.csv.gz');
    expect(existsSync(file)).toBe(true);
    const { document } = await answerOf(optionsFor([file]));
    expect(document.summary).toMatchObject({ trades: 2623, finalEquity: '2222.30230435', fees: '6008.83530149' });
    expect(document.summary.maxDrawdownPct?.toFixed(6)).toBe('79.117463');
    const exits = Object.groupBy(document.trades, ({ exitReason }) => exitReason);
    expect(exits.strategy?.length).toBe(2303);
    expect(exits.takeProfit?.length).toBe(206);
    expect(exits.stopLoss?.length).toBe(114);
  });
});
