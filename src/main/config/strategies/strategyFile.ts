// A strategy file as a definition: every key, its range and its default. Strategies have no defaults anywhere else.
import { DEFAULT_STOP_LOSS_PCT, DEFAULT_TAKE_PROFIT_PCT } from '../../../shared/config/schema.ts';
import { toStrategyId, toSymbolId } from '../../../shared/domain/ids.ts';
import type { PositionSide } from '../../../shared/domain/order.ts';
import type {
  ExitDistance,
  SessionHours,
  SideConditions,
  Sizing,
  StrategyDefinition,
  StrategyGates,
  StrategyRisk,
} from '../../../shared/domain/strategy.ts';
import { Decimal } from '../../../shared/money.ts';
import { fail, ok, type Problem, type Result } from '../../../shared/result.ts';
import { isTimeframe, TIMEFRAMES } from '../../../shared/time.ts';
import { INDICATORS } from '../../engine/indications/registry.ts';
import { parseYaml } from '../yamlText.ts';
import { ConditionReader } from './conditionReader.ts';
import { type NumberRange, YamlValue } from './yamlValue.ts';

const ROOT = ['id', 'name', 'description', 'enabled', 'symbols', 'timeframe', 'sides', 'entry', 'exit'];
const BLOCKS = ['risk', 'sizing', 'gates'];
const SIDES: readonly PositionSide[] = ['long', 'short'];
const SIZINGS = ['fixedQty', 'percentEquity', 'riskPercent', 'volatilityTarget', 'kelly'] as const;
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
/** The trader's own orders go under this name. */
const RESERVED_ID = 'manual';

const PERCENT: NumberRange = { min: 0, max: 10_000, isAboveMin: true };
const BELOW_ALL: NumberRange = { min: 0, max: 99.99, isAboveMin: true };
const SHARE: NumberRange = { min: 0, max: 1 };
const POSITIVE: NumberRange = { min: 0, max: 1e12, isAboveMin: true };
const HOURS: NumberRange = { min: 0, max: 24 * 3650, isAboveMin: true };
const TRADES: NumberRange = { min: 1, max: 10_000, isWhole: true };

/** The definition in `text`, or every problem with its place in `fileName`. The id need not match the file's name. */
export function parseStrategyFile(text: string, fileName: string): Result<StrategyDefinition, readonly Problem[]> {
  const yaml = parseYaml(text, fileName, 'text');
  if (!yaml.ok) return yaml;
  if (!isTree(yaml.value.value)) return fail([{ message: 'an anchor (&) contains its own alias (*)', file: fileName }]);
  const problems: Problem[] = [];
  const definition = readStrategy(new YamlValue(yaml.value, problems, { value: yaml.value.value ?? {}, path: [] }));
  return problems.length === 0 ? ok(definition) : fail(problems.toSorted(byPlace));
}

/** As a reader goes through the file. */
const byPlace = (a: Problem, b: Problem): number => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);

function isTree(value: unknown): boolean {
  try {
    JSON.stringify(value);
    return true;
  } catch {
    return false;
  }
}

function readStrategy(file: YamlValue): StrategyDefinition {
  file.section([...ROOT, ...BLOCKS]);
  const id = readId(file.get('id'));
  const sides = readSides(file.get('sides'));
  const timeframe = file.get('timeframe').choice(TIMEFRAMES);
  const written = file.get('timeframe').scalar ?? '';
  const conditions = new ConditionReader(isTimeframe(written) ? written : undefined);
  const risk = readRisk(file.get('risk'));
  const description = file.get('description');
  return {
    id: toStrategyId(id),
    name: file.get('name').or(id, (value) => value.text()),
    ...(description.isAbsent ? {} : { description: description.text() }),
    enabled: file.get('enabled').or(true, (value) => value.flag()),
    symbols: readSymbols(file.get('symbols')),
    timeframe,
    sides,
    entry: readConditions(file.get('entry'), conditions, sides),
    exit: file.get('exit').or({}, (value) => readConditions(value, conditions)),
    risk,
    sizing: readSizing(file.get('sizing'), risk),
    gates: readGates(file.get('gates')),
  };
}

function readId(value: YamlValue): string {
  const id = value.text('a name such as sma-cross');
  if (id !== '' && !/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id)) {
    value.unexpected('up to 64 letters, digits, "-" and "_", the first one a letter or digit');
  }
  if (id === RESERVED_ID) value.problem(`"${RESERVED_ID}" names the trader's own orders; choose another id`);
  return id;
}

function readSymbols(value: YamlValue): StrategyDefinition['symbols'] {
  const items = value.items('a list of symbols such as [BTC/USDT]');
  refuseRepeats(items);
  return items.map((item) => {
    const symbol = item.text('a symbol such as BTC/USDT');
    const isKnownForm = /^[A-Z0-9]{1,20}\/[A-Z0-9]{1,20}(:[A-Z0-9]{1,20})?$/.test(symbol);
    if (symbol !== '' && !isKnownForm) item.unexpected('a symbol such as BTC/USDT or BTC/USDT:USDT');
    return toSymbolId(symbol);
  });
}

function readSides(value: YamlValue): readonly PositionSide[] {
  if (value.isAbsent) return ['long'];
  const items = value.items('a list of long and short');
  refuseRepeats(items);
  return items.map((item) => item.choice(SIDES));
}

function refuseRepeats(items: readonly YamlValue[]): void {
  items.forEach((item, index) => {
    const isRepeat = items.slice(0, index).some(({ scalar }) => scalar === item.scalar);
    if (isRepeat) item.problem(`${item.scalar ?? 'it'} is listed twice`);
  });
}

/** A condition for a side that is not traded is checked and kept: sides can be switched without deleting it. */
function readConditions(
  value: YamlValue,
  reader: ConditionReader,
  required: readonly PositionSide[] = [],
): SideConditions {
  value.section(SIDES);
  const conditions = SIDES.flatMap((side) => {
    const condition = value.get(side);
    if (!condition.isAbsent) return [[side, reader.condition(condition)] as const];
    if (required.includes(side) && value.isSection)
      condition.unexpected(`the condition for ${side}, listed in "sides"`);
    return [];
  });
  return Object.fromEntries(conditions);
}

function readRisk(value: YamlValue): StrategyRisk {
  value.or(undefined, (it) => {
    it.section([
      ...['stopLossPct', 'takeProfitPct', 'stopLossAtr', 'takeProfitAtr'],
      ...['trailing', 'breakEven', 'maxHoldHours'],
    ]);
  });
  return {
    stopLoss: readDistance(value, 'stopLoss', { fallback: DEFAULT_STOP_LOSS_PCT, range: BELOW_ALL }),
    takeProfit: readDistance(value, 'takeProfit', { fallback: DEFAULT_TAKE_PROFIT_PCT, range: PERCENT }),
    trailing: value.get('trailing').orNull(null, (it) => {
      it.section(['activationPct', 'distancePct']);
      return {
        activationPct: it.get('activationPct').decimal(PERCENT),
        distancePct: it.get('distancePct').decimal(BELOW_ALL),
      };
    }),
    breakEven: value.get('breakEven').orNull(null, (it) => {
      it.section(['activationPct', 'offsetPct']);
      const activationPct = it.get('activationPct').decimal(PERCENT);
      const offsetPct = it.get('offsetPct').or(Decimal.ZERO, (offset) => offset.decimal({ min: 0, max: 10_000 }));
      if (offsetPct.gte(activationPct)) it.get('offsetPct').problem('expected less than activationPct');
      return { activationPct, offsetPct };
    }),
    maxHoldHours: value.get('maxHoldHours').orNull(null, (it) => it.number(HOURS)),
  };
}

function readDistance(
  risk: YamlValue,
  name: 'stopLoss' | 'takeProfit',
  options: { readonly fallback: number; readonly range: NumberRange },
): ExitDistance | null {
  const [pct, atr] = [risk.get(`${name}Pct`), risk.get(`${name}Atr`)];
  if (atr.isAbsent || atr.isNull) {
    const percent = pct.orNull(Decimal.of(options.fallback), (it) => it.decimal(options.range));
    return percent === null ? null : { kind: 'percent', pct: percent };
  }
  if (!pct.isAbsent && !pct.isNull) atr.problem(`give either ${name}Pct or ${name}Atr, not both`);
  atr.section(['period', 'multiple']);
  const [period] = INDICATORS.atr.params;
  return {
    kind: 'atr',
    period: atr.get('period').or(period?.default ?? 0, (it) => it.number({ min: 1, max: 10_000, isWhole: true })),
    multiple: atr.get('multiple').number({ min: 0, max: 1_000, isAboveMin: true }),
  };
}

function readSizing(value: YamlValue, risk: StrategyRisk): Sizing {
  const kind = value.singleKey(SIZINGS, 'a sizing');
  const content = value.get(kind ?? 'fixedQty');
  switch (kind) {
    case undefined:
      return { kind: 'fixedQty', qty: Decimal.ZERO };
    case 'fixedQty':
      return { kind, qty: content.decimal(POSITIVE) };
    case 'percentEquity':
      return { kind, pct: content.decimal(PERCENT) };
    case 'riskPercent':
      if (risk.stopLoss === null) content.problem('the risk is measured to the stop: give stopLossPct or stopLossAtr');
      return { kind, pct: content.decimal(BELOW_ALL) };
    case 'volatilityTarget':
      content.section(['annualPct', 'lookback', 'maxPct']);
      return {
        kind,
        annualPct: content.get('annualPct').number(PERCENT),
        lookback: content.get('lookback').number({ min: 2, max: 10_000, isWhole: true }),
        maxPct: content.get('maxPct').or(100, (it) => it.number(PERCENT)),
      };
    case 'kelly':
      content.section(['fraction', 'maxPct', 'minTrades', 'lookback', 'startPct']);
      return {
        kind,
        fraction: content.get('fraction').number({ min: 0, max: 1, isAboveMin: true }),
        maxPct: content.get('maxPct').number(PERCENT),
        minTrades: content.get('minTrades').or(30, (it) => it.number(TRADES)),
        lookback: content.get('lookback').or(100, (it) => it.number(TRADES)),
        startPct: content.get('startPct').or(1, (it) => it.number(PERCENT)),
      };
  }
}

function readGates(value: YamlValue): StrategyGates {
  value.or(undefined, (it) => {
    it.section([
      ...['minProfitFactor', 'profitFactorTrades', 'profitFactorMinTrades', 'minModelQuorum'],
      ...['coolDownMinutes', 'minDataQuality', 'sessionHours'],
    ]);
  });
  const profitFactorTrades = value.get('profitFactorTrades').or(20, (it) => it.number(TRADES));
  const minTrades = value.get('profitFactorMinTrades');
  const profitFactorMinTrades = minTrades.or(Math.min(10, profitFactorTrades), (it) => it.number(TRADES));
  if (profitFactorMinTrades > profitFactorTrades) {
    minTrades.problem(`expected at most profitFactorTrades (${profitFactorTrades}), found ${profitFactorMinTrades}`);
  }
  return {
    minProfitFactor: value.get('minProfitFactor').orNull(null, (it) => it.number(POSITIVE)),
    profitFactorTrades,
    profitFactorMinTrades,
    minModelQuorum: value.get('minModelQuorum').orNull(null, (it) => it.number(SHARE)),
    coolDownMinutes: value.get('coolDownMinutes').orNull(null, (it) => it.number(POSITIVE)),
    minDataQuality: value.get('minDataQuality').orNull(null, (it) => it.number(SHARE)),
    sessionHours: value.get('sessionHours').orNull(null, readSession),
  };
}

function readSession(value: YamlValue): SessionHours {
  value.section(['from', 'to', 'weekdays']);
  const [from, to] = [value.get('from').number({ min: 0, max: 24 }), value.get('to').number({ min: 0, max: 24 })];
  if (from === to) value.problem('from and to are the same hour; a whole day is from: 0, to: 24');
  const weekdays = value.get('weekdays');
  if (weekdays.isAbsent) return { from, to };
  const days = weekdays
    .items(`a list of ${WEEKDAYS.join(', ')}`)
    .map((item) => WEEKDAYS.indexOf(item.choice(WEEKDAYS)));
  return { from, to, weekdays: days };
}
