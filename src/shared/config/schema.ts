// The one configuration schema: every key with its type, default and description. Defaults live nowhere else.
import { z } from 'zod';
import { TIMEFRAMES } from '../time.ts';

// Exits of a strategy that names none, percent of the average entry. No settings: a strategy file means the same everywhere.
export const DEFAULT_STOP_LOSS_PCT = 2;
export const DEFAULT_TAKE_PROFIT_PCT = 3;

const positive = (): z.ZodNumber => z.number().positive();
const atLeastZero = (): z.ZodNumber => z.number().min(0);
const count = (): z.ZodInt => z.int().min(1);

/** Money as decimal text; a plain number is taken as it is written. */
const money = (): z.ZodType<string> =>
  z.preprocess(
    (value) => (typeof value === 'number' ? String(value) : value),
    z.string().regex(/^(?!0+(?:\.0*)?$)\d+(?:\.\d+)?$/, 'expected a positive decimal number such as "1000" or "0.5"'),
  );

const stopLossGuard = z.strictObject({
  lookbackHours: positive().describe('Span in which stop losses are counted, hours.'),
  maxStops: count().describe('More stop losses than this lock entries.'),
  lockHours: positive().describe('Length of the lock, hours.'),
  perSymbol: z.boolean().describe('true: counted and locked symbol by symbol; false: over all symbols.'),
});

const lowProfitGuard = z.strictObject({
  lookbackHours: positive().describe('Span in which trades are counted, hours.'),
  minTrades: count().describe('Fewer trades than this say nothing.'),
  minReturnPct: z.number().describe('A symbol that returned less is locked, percent of equity.'),
  lockHours: positive().describe('Length of the lock, hours.'),
});

const risk = z.strictObject({
  maxDailyLossPct: positive().nullable().default(5).describe('Loss since midnight that stops new entries, percent.'),
  maxDrawdownPct: positive()
    .nullable()
    .default(15)
    .describe('Fall from the highest equity that halts trading, percent.'),
  flattenOnDrawdown: z
    .boolean()
    .default(false)
    .describe('Also close every position when the drawdown limit is reached.'),
  maxConsecutiveLosses: count().nullable().default(5).describe('Losing trades in a row that lock entries.'),
  consecutiveLossLockHours: positive().nullable().default(4).describe('Length of that lock, hours; null is no lock.'),
  maxOpenPositions: count().nullable().default(5).describe('Positions open at the same time.'),
  maxExposurePerSymbolPct: positive().nullable().default(100).describe('Notional per symbol, percent of equity.'),
  maxExposureTotalPct: positive().nullable().default(300).describe('Notional over all symbols, percent of equity.'),
  maxLeverage: positive().nullable().default(3).describe('Total notional / equity.'),
  maxOrdersPer10s: count()
    .nullable()
    .default(10)
    .describe('Orders within ten seconds; protective orders are not counted.'),
  priceCollarPct: positive().nullable().default(5).describe('Distance of a limit price from the mark, percent.'),
  maxNotionalPerOrder: money()
    .nullable()
    .default(null)
    .describe('Largest order, in quote currency, for example "1000".'),
  maxClockSkewMs: positive()
    .nullable()
    .default(1000)
    .describe("Difference to the venue's clock that stops entries, ms."),
  dayZone: z
    .string()
    .min(1)
    .default('UTC')
    .describe('IANA time zone whose midnight starts the day of the daily loss limit.'),
  stopLossGuard: stopLossGuard
    .nullable()
    .default(null)
    .describe('Locks entries after too many stop losses: { lookbackHours, maxStops, lockHours, perSymbol }.'),
  lowProfitGuard: lowProfitGuard
    .nullable()
    .default(null)
    .describe('Locks a symbol that earned too little: { lookbackHours, minTrades, minReturnPct, lockHours }.'),
  coolDownMinutes: positive().nullable().default(null).describe('Rest of a symbol after each closed trade, minutes.'),
});

const costs = z.strictObject({
  takerBps: atLeastZero().default(5).describe('Fee of a fill that takes liquidity, where the instrument states none.'),
  makerBps: atLeastZero()
    .default(2)
    .describe('Fee of a fill that provides liquidity, where the instrument states none.'),
  slippageBps: atLeastZero().default(2).describe('Market and stop fills are moved this far against the trader.'),
  volumeCapPct: atLeastZero()
    .max(100)
    .default(10)
    .describe("Largest share of a candle's volume that fills; 0 is no cap."),
});

const backtest = z.strictObject({
  cash: money().default('10000').describe('Quote currency at the start.'),
});

const freshness = z.strictObject({
  candleGraceSeconds: atLeastZero().default(300).describe('A candle is stale when its successor is later than this.'),
  markMaxAgeSeconds: positive().default(60).describe('A price older than this is stale.'),
});

const share = (): z.ZodNumber => z.number().min(0).max(1);

const drift = z.strictObject({
  window: count()
    .min(2)
    .default(1000)
    .describe('Newest outcomes and feature vectors that are measured: from half of this up to all of it.'),
  minResolved: count()
    .default(500)
    .describe('Fewer outcomes than this say nothing; the bounds of a model are those of stretches of 500.'),
  brierWatchPct: atLeastZero()
    .default(5)
    .describe('Watched with a Brier score so far above the upper bound of its holdout, percent of it.'),
  brierDemotePct: atLeastZero().default(15).describe('Demoted from here on: it goes on in shadow, with weight 0.'),
  brierRecoverPct: atLeastZero().default(0).describe('Trusted again at this or less.'),
  eceWatch: atLeastZero()
    .default(0.05)
    .describe('Watched with a calibration error so far above the upper bound of its holdout, 0..1.'),
  eceDemote: atLeastZero().default(0.1).describe('Demoted from here on.'),
  eceRecover: atLeastZero().default(0.025).describe('Trusted again at this or less.'),
  psiWatch: positive()
    .default(0.75)
    .describe('Watched with this mean population stability index of its features; it never demotes alone.'),
  psiRecover: positive().default(0.5).describe('Trusted again at this or less.'),
});

const models = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .describe('false: no model is loaded, which spares memory, and there is no consensus.'),
});

const consensus = z.strictObject({
  signalIntervalSeconds: positive()
    .default(300)
    .describe('It is made anew with every prediction, and at least this often.'),
  minConfidence: share().default(0.55).describe('Probability of its direction that it must have to be acted on.'),
  minAgreement: share().default(0.5).describe('Weight share of the models that say the same.'),
  minQuorum: share().default(0.5).describe('Weight share of the models that are healthy and fresh.'),
  minDataQuality: share().default(0.95).describe('Share of the expected candles that the features were made of.'),
});

const indications = z.strictObject({
  set: z
    .string()
    .min(1)
    .default('sma:20,sma:50,ema:20,rsi:14,macd:12:26:9,bollinger:20:2,atr:14,adx:14,stochastic:14:3:3')
    .describe('Indicators computed and stored for every candle.'),
  byTimeframe: z
    .partialRecord(z.enum(TIMEFRAMES), z.string().min(1))
    .default({})
    .describe('Sets of single timeframes in place of the general one, for example { 4h: "sma:200" }.'),
});

const chance = (): z.ZodNumber => z.number().min(0).max(1);

const badDay = z.strictObject({
  isOn: z
    .boolean()
    .default(false)
    .describe('Rehearse a bad day: the faults below happen, seeded, on the simulated exchange.'),
  seed: z.string().min(1).default('bad day').describe('Another seed, another bad day.'),
  feedLossEveryMinutes: positive()
    .nullable()
    .default(45)
    .describe('Mean time between lost connections, minutes; null is never.'),
  feedLossSeconds: positive().default(40).describe('Longest time before it can connect again.'),
  silenceEveryMinutes: positive()
    .nullable()
    .default(60)
    .describe('Mean time between silences of an open feed, minutes; null is never.'),
  silenceSeconds: positive().default(120).describe('Longest silence.'),
  lateChance: chance().default(0.02).describe('Share of messages that arrive late.'),
  lateSeconds: positive().default(5).describe('Latest arrival.'),
  duplicateChance: chance().default(0.02).describe('Share of messages and reports that arrive twice.'),
  rejectChance: chance()
    .default(0.03)
    .describe('Share of orders, changes and cancellations that the exchange rejects.'),
  unknownChance: chance()
    .default(0.03)
    .describe('Share of orders whose answer is lost: half of them reached the exchange.'),
  partialFillChance: chance().default(0.2).describe('Share of fills that take only a part.'),
  strangerEveryMinutes: positive()
    .nullable()
    .default(null)
    .describe('Mean time until somebody else uses the account: an order, a trade, a transfer; null is never.'),
});

/** What every made-up or replayed connection has. */
const paperAccount = {
  cash: money().default('10000').describe('Quote currency at the start.'),
  strategies: z
    .array(z.string().min(1))
    .default([])
    .describe('Ids of the strategies that trade here; empty: every enabled one.'),
};

/** What every connection with a made-up market has. */
const madeUpMarket = (own: { readonly speed: number; readonly markSeconds: number }) => ({
  seed: z.string().min(1).default('foredeck').describe('Another seed, another market.'),
  speed: z.number().min(0.1).max(10_000).default(own.speed).describe('Simulated seconds per second, up to 10000.'),
  symbols: z
    .array(z.string().regex(/^[A-Z0-9]+\/USDT(?::USDT)?$/, 'expected a symbol such as BTC/USDT or BTC/USDT:USDT'))
    .min(1)
    .default(['BTC/USDT:USDT', 'ETH/USDT:USDT', 'SOL/USDT:USDT'])
    .describe('Markets; a contract ends with its settle coin.'),
  timeframe: z.enum(TIMEFRAMES).default('15m').describe('Of the candles; longer ones are built from them.'),
  startAt: z.iso.date().default('2026-01-01').describe('When its clock starts.'),
  historyDays: count().max(365).default(60).describe('Candles there are at the start, days.'),
  markSeconds: positive().default(own.markSeconds).describe('Simulated seconds between two prices of a symbol.'),
  ...paperAccount,
});

const simulator = z.strictObject({
  enabled: z.boolean().default(true).describe('Run it when nothing else is asked for.'),
  ...madeUpMarket({ speed: 60, markSeconds: 10 }),
});

const loopback = z.strictObject({
  enabled: z.boolean().default(false).describe('Run it when nothing else is asked for.'),
  name: z.string().min(1).max(60).default('Rehearsal').describe('What it is called in the window.'),
  account: count()
    .default(1)
    .describe('Number of its account: the books of a deleted one stay, so that a new one gets the next number.'),
  ...madeUpMarket({ speed: 1, markSeconds: 1 }),
});

const replay = z.strictObject({
  enabled: z.boolean().default(false).describe('Run it when nothing else is asked for.'),
  candles: z.array(z.string().min(1)).default([]).describe('Candle files, one symbol each, all of one timeframe.'),
  speed: z.number().min(0.1).max(10_000).default(600).describe('Recorded seconds per second, up to 10000.'),
  warmUpCandles: z.int().min(0).default(500).describe('First candles of each file that are history.'),
  fills: z
    .enum(['marks', 'candles'])
    .default('marks')
    .describe('marks: on prices made from the candles; candles: as a backtest fills.'),
  markSeconds: positive().default(10).describe('Recorded seconds between two prices of a symbol.'),
  ...paperAccount,
});

const paper = z.strictObject({
  latencyMs: atLeastZero()
    .default(150)
    .describe('From our order to the simulated exchange, ms; on prices, not on candles.'),
});

const journal = z.strictObject({
  keepDays: positive()
    .default(7)
    .describe('Steps older than this are deleted, days of wall-clock time; signals, trades and ledger stay.'),
  maxMegabytes: positive().default(2000).describe('Oldest steps go first when the journal is larger.'),
  decisionDays: positive()
    .default(30)
    .describe('How long decision records and predictions are kept, days of the connection.'),
  snapshotEverySteps: count()
    .default(60_000)
    .describe('Steps between two snapshots at most; more often costs memory, less often recovery.'),
});

const logging = z.strictObject({
  level: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least important line that is written.'),
});

export const configSchema = z.strictObject({
  risk: risk
    .prefault({})
    .describe('Limits of every order; null switches one off. They act in backtests exactly as live.'),
  costs: costs.prefault({}).describe('Costs of simulated fills, basis points (1 bps = 0.01 %).'),
  backtest: backtest.prefault({}).describe('Backtests.'),
  freshness: freshness.prefault({}).describe('Stale data stops entries, never exits.'),
  indications: indications
    .prefault({})
    .describe('Indicator values stored per candle, written name:parameter:parameter.'),
  models: models.prefault({}).describe('The models that are asked at closed candles.'),
  consensus: consensus.prefault({}).describe('How the answers of the models are combined, and when they are acted on.'),
  drift: drift.prefault({}).describe('When a model is no longer as good as its card says.'),
  simulator: simulator
    .prefault({})
    .describe('The simulator connection: a made-up market, labelled SIMULATED everywhere.'),
  replay: replay.prefault({}).describe('The replay connection: recorded candles, traded on paper.'),
  loopback: loopback
    .prefault({})
    .describe('The rehearsal exchange: a made-up market behind keys, to go the way to live trading without money.'),
  badDay: badDay.prefault({}).describe('Faults of the simulated exchange, to see what becomes of your strategies.'),
  paper: paper.prefault({}).describe('Paper trading.'),
  journal: journal.prefault({}).describe('What is kept of everything that happened.'),
  logging: logging.prefault({}).describe('Log lines on the terminal.'),
});

/** The whole configuration, complete and valid. */
export type Config = z.output<typeof configSchema>;
