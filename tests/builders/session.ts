// A whole made-up trading session: simulated candles, the shipped strategies, the paper venue, and a trader who interferes.
// Recorded step by step, so that other engines can be held against it.
import { Engine, type StepResult } from '../../src/main/engine/kernel/engine.ts';
import { encode } from '../../src/main/engine/kernel/canonical.ts';
import type { EngineConfig } from '../../src/main/engine/kernel/engineConfig.ts';
import type { EngineInput } from '../../src/main/engine/kernel/inputs.ts';
import { simulateCandles } from '../../src/main/engine/paper/simulator/marketSimulator.ts';
import { PaperVenue } from '../../src/main/engine/paper/paperVenue.ts';
import type { IndicatorSpec } from '../../src/main/engine/indications/registry.ts';
import { parseIndicationSet } from '../../src/main/engine/indications/indicationSet.ts';
import { type Candle, candleAt, type CandleColumns, closeTimeOf } from '../../src/shared/domain/candle.ts';
import { type EpochMs, type ModelId, toEpochMs, toStrategyId, toSymbolId } from '../../src/shared/domain/ids.ts';
import type { Prediction, PredictionRequest } from '../../src/shared/domain/prediction.ts';
import type { Condition, Operand, StrategyDefinition } from '../../src/shared/domain/strategy.ts';
import type { Timeframe } from '../../src/shared/time.ts';
import { START } from './aCandle.ts';
import { aStrategy, shippedStrategy, SHIPPED, theClose } from './aStrategy.ts';
import { aLinear, anEngineConfig, sha256, SPOT } from './engineRun.ts';
import { aRiskConfig, dec } from './risk.ts';

interface RecordedStep {
  readonly input: EngineInput;
  readonly result: StepResult;
}

/** All steps, and the engine that took them. */
export interface Recording {
  readonly steps: readonly RecordedStep[];
  readonly engine: Engine;
}

/** What a step said, in canonical text. */
export const said = ({ events, effects }: StepResult): string => encode({ events, effects });

export const specsOf = (text: string): readonly IndicatorSpec[] => {
  const specs = parseIndicationSet(text);
  if (!specs.ok) throw new Error(specs.error.message);
  return specs.value;
};

const SPOT_ETH = { ...SPOT, symbol: toSymbolId('ETH/USDT'), base: 'ETH' };
const INSTRUMENTS = [
  SPOT,
  SPOT_ETH,
  ...['BTC', 'ETH', 'SOL'].map((base) => aLinear(`${base}/USDT:USDT`, { tickSize: dec('0.01') })),
];

const sma = (period: number, timeframe?: Timeframe): Operand => ({
  ...{ kind: 'indicator', name: 'sma', params: { period }, line: 'value', offset: 0 },
  ...(timeframe === undefined ? {} : { timeframe }),
});
const cross = (kind: 'crossesAbove' | 'crossesBelow'): Condition => ({ kind, left: sma(3), right: sma(8) });

/** The shipped strategies, and two that trade all the time: on the base timeframe, and on 1h looking at 2h. */
const sessionStrategies = (): readonly StrategyDefinition[] => [
  ...SHIPPED.map(shippedStrategy),
  aStrategy({
    ...{
      id: toStrategyId('busy'),
      symbols: INSTRUMENTS.slice(1).map(({ symbol }) => symbol),
      sides: ['long', 'short'],
    },
    entry: { long: cross('crossesAbove'), short: cross('crossesBelow') },
    exit: { long: cross('crossesBelow'), short: cross('crossesAbove') },
    risk: {
      ...{
        stopLoss: { kind: 'percent', pct: dec(1) },
        takeProfit: { kind: 'percent', pct: dec('1.5') },
        breakEven: null,
      },
      ...{ trailing: { activationPct: dec('0.5'), distancePct: dec('0.3') }, maxHoldHours: 3 },
    },
  }),
  aStrategy({
    ...{ id: toStrategyId('slow'), timeframe: '1h', symbols: [SPOT.symbol] },
    entry: { long: { kind: 'above', left: theClose(), right: sma(2, '2h') } },
    exit: { long: { kind: 'below', left: theClose(), right: sma(2, '2h') } },
  }),
];

/** All five markets, every risk limit on that lets it trade on, two indication sets, a cap on the volume. */
export const aSessionConfig = (changes: Partial<EngineConfig> = {}): EngineConfig =>
  anEngineConfig({
    instruments: INSTRUMENTS,
    mode: 'backtest',
    strategies: sessionStrategies(),
    indicationSets: [
      { timeframe: '15m', specs: specsOf('sma:20,rsi:14,bollinger') },
      { timeframe: '1h', specs: specsOf('supertrend,vwap,obv') },
    ],
    risk: aRiskConfig({
      ...{ maxDailyLossPct: 3, maxDrawdownPct: 60, maxConsecutiveLosses: 4, consecutiveLossLockHours: 2 },
      ...{ maxOpenPositions: 6, maxOrdersPer10s: 8, coolDownMinutes: 30 },
      stopLossGuard: { maxStops: 3, lookbackHours: 24, lockHours: 3, perSymbol: true },
    }),
    ...changes,
  });

export const sessionSeries = (seed: string, count: number, config: EngineConfig): readonly CandleColumns[] => [
  ...simulateCandles({
    ...{ seed, count, from: START, timeframe: config.baseTimeframe },
    symbols: config.instruments.map(({ symbol }) => symbol),
  }).values(),
];

export interface SessionOptions {
  readonly config: EngineConfig;
  readonly series: readonly CandleColumns[];
  /** Inputs that come after the candle of that index, beside what candles and venue bring. */
  readonly extras?: (index: number, now: EpochMs, engine: Engine) => readonly EngineInput[];
  /** What a model says to a request; undefined: it never answers. */
  readonly answer?: (request: PredictionRequest, model: ModelId) => Prediction | undefined;
  /** Candles that never come. */
  readonly isMissing?: (index: number, candle: Candle) => boolean;
}

/** Runs a session and records every step of it. */
export function recordSession(options: SessionOptions): Recording {
  const session = new Session(options.config, options.answer);
  const count = Math.min(...options.series.map(({ openTime }) => openTime.length));
  for (let index = 0; index < count; index++) {
    const candles = options.series.map((columns) => candleAt(columns, index));
    for (const candle of candles) if (options.isMissing?.(index, candle) !== true) session.candle(candle);
    for (const input of options.extras?.(index, session.now, session.engine) ?? []) session.step(input);
  }
  return session;
}

class Session {
  readonly engine = new Engine(sha256);
  readonly steps: RecordedStep[] = [];
  now = START;
  private timerAt = Infinity;
  private readonly venue: PaperVenue;

  private readonly answerOf: NonNullable<SessionOptions['answer']>;
  private asked: PredictionRequest[] = [];

  constructor(config: EngineConfig, answerOf: SessionOptions['answer'] = () => undefined) {
    this.answerOf = answerOf;
    this.venue = new PaperVenue({
      costs: { slippageBps: dec(2), volumeCapPct: dec('0.3'), latencyMs: 0 },
      account: this.engine.core.portfolio,
      instruments: config.instruments,
    });
    this.step({ kind: 'config', at: START, config });
    const report = { type: 'deposit', id: 'start', amount: dec(50_000), reason: 'starting balance' } as const;
    this.step({ kind: 'venue', at: START, report });
  }

  candle(candle: Candle): void {
    const at = closeTimeOf(candle);
    while (this.timerAt <= at) {
      const due = toEpochMs(Math.max(this.timerAt, this.now));
      this.timerAt = Infinity;
      this.step({ kind: 'timer', at: due });
    }
    this.now = at;
    this.venue.beginCandle(candle);
    this.drain();
    this.step({ kind: 'candle', at, candle });
    this.drain();
    this.answer(at);
  }

  private answer(at: EpochMs): void {
    const { asked } = this;
    this.asked = [];
    for (const request of asked) {
      for (const prediction of request.models.flatMap((model) => this.answerOf(request, model) ?? []))
        this.step({ kind: 'prediction', at, prediction });
    }
    this.drain();
  }

  step(input: EngineInput): void {
    const result = this.engine.step(input);
    this.steps.push({ input, result });
    for (const effect of result.effects) {
      if (effect.kind === 'armTimer') this.timerAt = effect.at;
      else if (effect.kind === 'requestPrediction') this.asked.push(effect.request);
      else this.venue.perform(effect, this.engine.core.clock);
    }
  }

  private drain(): void {
    for (let report = this.venue.poll(); report !== undefined; report = this.venue.poll()) {
      this.step({ kind: 'venue', at: this.now, report });
    }
  }
}

/** Where two canonical texts part, as a path and the two values; undefined for equal ones. */
export const firstDifference = (left: string, right: string): string | undefined =>
  left === right ? undefined : difference(JSON.parse(left), JSON.parse(right), '');

function difference(left: unknown, right: unknown, path: string): string | undefined {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return left === right ? undefined : `${path}: ${JSON.stringify(left)} / ${JSON.stringify(right)}`;
  }
  const [ours, theirs] = [left, right] as readonly [
    Readonly<Record<string, unknown>>,
    Readonly<Record<string, unknown>>,
  ];
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const found = difference(ours[key], theirs[key], `${path}/${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
