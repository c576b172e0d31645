// All indicators by name: parameters with defaults and bounds, lines, warm-up, and how one is made.
import { didYouMean } from '../../../shared/nearest.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { Adx } from './adx.ts';
import { Atr } from './atr.ts';
import { Bollinger } from './bollinger.ts';
import { Cci } from './cci.ts';
import { Donchian } from './donchian.ts';
import { Ema } from './ema.ts';
import type { Indicator } from './indicator.ts';
import { Keltner } from './keltner.ts';
import { Macd } from './macd.ts';
import { Mfi } from './mfi.ts';
import { Obv } from './obv.ts';
import {
  factor,
  type IndicatorParams,
  type ParamDefinition,
  paramReader,
  type ParamReader,
  period,
  resolveParams,
} from './params.ts';
import { Roc } from './roc.ts';
import { Rsi } from './rsi.ts';
import { Sma } from './sma.ts';
import { StdDev } from './stdDev.ts';
import { Stochastic } from './stochastic.ts';
import { StochRsi } from './stochRsi.ts';
import { Supertrend } from './supertrend.ts';
import { Vwap } from './vwap.ts';
import { WilliamsR } from './williamsR.ts';
import { Wma } from './wma.ts';

export type IndicatorName =
  | 'sma'
  | 'ema'
  | 'wma'
  | 'rsi'
  | 'macd'
  | 'bollinger'
  | 'atr'
  | 'adx'
  | 'stochastic'
  | 'stochRsi'
  | 'cci'
  | 'mfi'
  | 'obv'
  | 'roc'
  | 'williamsR'
  | 'vwap'
  | 'donchian'
  | 'keltner'
  | 'supertrend'
  | 'stdDev';

/** One indicator with all parameters filled in, in canonical order. */
export interface IndicatorSpec {
  readonly name: IndicatorName;
  readonly params: IndicatorParams;
}

export interface IndicatorDefinition {
  readonly name: IndicatorName;
  readonly params: readonly ParamDefinition[];
  /** The principal line first. */
  readonly lines: readonly string[];
  readonly description: string;
  /** Candles until every line has a value. */
  warmUp(params: IndicatorParams): number;
  /** `params` as `resolveSpec` gives them. */
  create(params: IndicatorParams): Indicator;
  /** Why parameters that are each in range do not go together, if so. */
  refuse(params: IndicatorParams): string | undefined;
}

/** What tells one indicator from another. */
interface Outline {
  readonly description: string;
  readonly params: readonly ParamDefinition[];
  readonly warmUp: (param: ParamReader) => number;
  readonly create: (param: ParamReader) => Indicator;
  readonly refuse?: (param: ParamReader) => string | undefined;
}

function define(name: IndicatorName, outline: Outline): IndicatorDefinition {
  const defaults = Object.fromEntries(outline.params.map((param) => [param.key, param.default]));
  return {
    name,
    params: outline.params,
    lines: outline.create(paramReader(defaults)).lines,
    description: outline.description,
    warmUp: (params) => outline.warmUp(paramReader(params)),
    create: (params) => outline.create(paramReader(params)),
    refuse: (params) => outline.refuse?.(paramReader(params)),
  };
}

/** Every indicator, in the order of the full default set. */
export const INDICATORS: Readonly<Record<IndicatorName, IndicatorDefinition>> = {
  sma: define('sma', {
    description: 'simple moving average of the close',
    params: [period(20)],
    warmUp: (param) => param('period'),
    create: (param) => new Sma(param('period')),
  }),
  ema: define('ema', {
    description: 'exponential moving average of the close',
    params: [period(20)],
    warmUp: (param) => param('period'),
    create: (param) => new Ema(param('period')),
  }),
  wma: define('wma', {
    description: 'linearly weighted moving average of the close',
    params: [period(14)],
    warmUp: (param) => param('period'),
    create: (param) => new Wma(param('period')),
  }),
  rsi: define('rsi', {
    description: 'relative strength index (Wilder), 0 to 100',
    params: [period(14, { min: 2 })],
    warmUp: (param) => param('period') + 1,
    create: (param) => new Rsi(param('period')),
  }),
  macd: define('macd', {
    description: 'moving average convergence divergence',
    params: [
      period(12, { key: 'fast', description: 'candles of the fast average' }),
      period(26, { key: 'slow', description: 'candles of the slow average' }),
      period(9, { key: 'signal', description: 'candles of the signal average' }),
    ],
    warmUp: (param) => param('slow') + param('signal') - 1,
    create: (param) => new Macd(param('fast'), param('slow'), param('signal')),
    refuse: (param) =>
      param('fast') < param('slow')
        ? undefined
        : `"fast" must be below "slow", got ${param('fast')} and ${param('slow')}`,
  }),
  bollinger: define('bollinger', {
    description: 'Bollinger bands (population standard deviation)',
    params: [period(20, { min: 2 }), factor('stdDev', 2, 'band width in standard deviations')],
    warmUp: (param) => param('period'),
    create: (param) => new Bollinger(param('period'), param('stdDev')),
  }),
  atr: define('atr', {
    description: 'average true range (Wilder)',
    params: [period(14)],
    warmUp: (param) => param('period') + 1,
    create: (param) => new Atr(param('period')),
  }),
  adx: define('adx', {
    description: 'average directional index (Wilder) with +DI and -DI, 0 to 100',
    params: [period(14, { min: 2 })],
    warmUp: (param) => 2 * param('period'),
    create: (param) => new Adx(param('period')),
  }),
  stochastic: define('stochastic', {
    description: 'stochastic oscillator, 0 to 100',
    params: [
      period(14),
      period(3, { key: 'signal', description: 'values of %K averaged to %D' }),
      period(3, { key: 'smoothing', description: 'raw values averaged to %K' }),
    ],
    warmUp: (param) => param('period') + param('signal') + param('smoothing') - 2,
    create: (param) => new Stochastic(param('period'), param('signal'), param('smoothing')),
  }),
  stochRsi: define('stochRsi', {
    description: 'stochastic oscillator of the RSI, 0 to 100',
    params: [
      period(14, { key: 'rsiPeriod', min: 2, description: 'candles of the RSI' }),
      period(14, { key: 'stochPeriod', description: 'RSI values in the window' }),
      period(3, { key: 'signal', description: 'values of %K averaged to %D' }),
      period(1, { key: 'smoothing', description: 'raw values averaged to %K' }),
    ],
    warmUp: (param) => param('rsiPeriod') + param('stochPeriod') + param('signal') + param('smoothing') - 2,
    create: (param) =>
      new StochRsi({
        rsiPeriod: param('rsiPeriod'),
        stochPeriod: param('stochPeriod'),
        signal: param('signal'),
        smoothing: param('smoothing'),
      }),
  }),
  cci: define('cci', {
    description: 'commodity channel index of the typical price',
    params: [period(20, { min: 2 })],
    warmUp: (param) => param('period'),
    create: (param) => new Cci(param('period')),
  }),
  mfi: define('mfi', {
    description: 'money flow index, 0 to 100',
    params: [period(14, { min: 2 })],
    warmUp: (param) => param('period') + 1,
    create: (param) => new Mfi(param('period')),
  }),
  obv: define('obv', {
    description: 'on-balance volume since the first candle',
    params: [],
    warmUp: () => 1,
    create: () => new Obv(),
  }),
  roc: define('roc', {
    description: 'rate of change of the close in percent',
    params: [period(14, { description: 'candles back' })],
    warmUp: (param) => param('period') + 1,
    create: (param) => new Roc(param('period')),
  }),
  williamsR: define('williamsR', {
    description: 'Williams %R, -100 to 0',
    params: [period(14)],
    warmUp: (param) => param('period'),
    create: (param) => new WilliamsR(param('period')),
  }),
  vwap: define('vwap', {
    description: 'volume-weighted average price',
    params: [
      {
        key: 'anchored',
        default: 0,
        min: 0,
        max: 1,
        integer: true,
        description: '0: each UTC day, 1: since the first candle',
      },
    ],
    warmUp: () => 1,
    create: (param) => new Vwap(param('anchored') === 1),
  }),
  donchian: define('donchian', {
    description: 'highest high and lowest low of the candles before this one',
    params: [period(20)],
    warmUp: (param) => param('period') + 1,
    create: (param) => new Donchian(param('period')),
  }),
  keltner: define('keltner', {
    description: 'Keltner channel: EMA and average true ranges around it',
    params: [
      period(20),
      factor('multiplier', 2, 'band width in average true ranges'),
      period(10, { key: 'atrPeriod', description: 'candles of the average true range' }),
    ],
    warmUp: (param) => Math.max(param('period'), param('atrPeriod') + 1),
    create: (param) => new Keltner(param('period'), param('multiplier'), param('atrPeriod')),
  }),
  supertrend: define('supertrend', {
    description: 'trailing band of average true ranges and its direction',
    params: [
      period(10, { description: 'candles of the average true range' }),
      factor('multiplier', 3, 'band distance in average true ranges'),
    ],
    warmUp: (param) => param('period') + 1,
    create: (param) => new Supertrend(param('period'), param('multiplier')),
  }),
  stdDev: define('stdDev', {
    description: 'population standard deviation of the close',
    params: [period(14, { min: 2 })],
    warmUp: (param) => param('period'),
    create: (param) => new StdDev(param('period')),
  }),
};

/** Every name, in the order of the full default set. */
export const INDICATOR_NAMES = Object.keys(INDICATORS) as readonly IndicatorName[];

export const isIndicatorName = (name: string): name is IndicatorName => Object.hasOwn(INDICATORS, name);

/** A fresh indicator of a resolved spec. */
export const createIndicator = (spec: IndicatorSpec): Indicator => INDICATORS[spec.name].create(spec.params);

/** Fills in defaults and checks name, parameters and ranges; the problem's sentence names the nearest known name. */
export function resolveSpec(name: string, params: Readonly<Record<string, unknown>>): Result<IndicatorSpec> {
  if (!isIndicatorName(name)) {
    const hint = didYouMean(name, INDICATOR_NAMES);
    return fail({ message: `unknown indicator "${name}"${hint || `; known are ${INDICATOR_NAMES.join(', ')}`}` });
  }
  const definition = INDICATORS[name];
  const filled = resolveParams(`indicator "${name}"`, definition.params, params);
  if (!filled.ok) return filled;
  const refusal = definition.refuse(filled.value);
  return refusal === undefined
    ? ok({ name, params: filled.value })
    : fail({ message: `indicator "${name}": ${refusal}` });
}

/** Name and parameters joined by `_`: `sma_20`, `macd_12_26_9`, `obv`. */
export const specId = (spec: IndicatorSpec): string => [spec.name, ...specValues(spec)].join('_');

/** The parameters in their canonical order, whatever order their keys come in: text that was read back sorts them. */
export const specValues = ({ name, params }: IndicatorSpec): readonly (number | undefined)[] =>
  INDICATORS[name].params.map(({ key }) => params[key]);
