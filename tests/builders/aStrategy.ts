// Strategies for tests: small definitions, and the shipped ones.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseStrategyFile } from '../../src/main/config/strategies/strategyFile.ts';
import { toStrategyId, toSymbolId } from '../../src/shared/domain/ids.ts';
import type { Condition, Operand, StrategyDefinition } from '../../src/shared/domain/strategy.ts';
import { Decimal } from '../../src/shared/money.ts';
import { problemText } from '../../src/shared/result.ts';

export const SHIPPED_FOLDER = resolve(import.meta.dirname, '../../config/strategies');
/** Those that decide by prices and indicators alone. */
export const SHIPPED = ['sma-cross', 'rsi-reversion', 'macd-trend', 'breakout'] as const;
/** Every one. */
export const ALL_SHIPPED = [...SHIPPED, 'ml-consensus'] as const;

export const aNumber = (value: number): Operand => ({ kind: 'constant', value });
export const theClose = (offset = 0): Operand => ({ kind: 'price', field: 'close', offset });
export const anSma = (period: number, offset = 0): Operand => ({
  ...{ kind: 'indicator', name: 'sma', params: { period }, line: 'value', offset },
});

/** The close above 0. */
export const ALWAYS: Condition = { kind: 'above', left: theClose(), right: aNumber(0) };

/** Long only, on 15m, with 10 % of equity and no exits but its own. */
export const aStrategy = (part: Partial<StrategyDefinition> = {}): StrategyDefinition => ({
  id: toStrategyId('test'),
  name: 'Test',
  enabled: true,
  symbols: [toSymbolId('BTC/USDT')],
  timeframe: '15m',
  sides: ['long'],
  entry: { long: ALWAYS },
  exit: {},
  risk: { stopLoss: null, takeProfit: null, trailing: null, breakEven: null, maxHoldHours: null },
  sizing: { kind: 'percentEquity', pct: Decimal.of(10) },
  gates: {
    ...{ minProfitFactor: null, profitFactorTrades: 20, profitFactorMinTrades: 10, minModelQuorum: null },
    ...{ coolDownMinutes: null, minDataQuality: null, sessionHours: null },
  },
  ...part,
});

/** A strategy of `config/strategies`; a problem in it is thrown. */
export function shippedStrategy(id: string): StrategyDefinition {
  const file = resolve(SHIPPED_FOLDER, `${id}.yaml`);
  const parsed = parseStrategyFile(readFileSync(file, 'utf8'), file);
  if (parsed.ok) return parsed.value;
  throw new Error(parsed.error.map(problemText).join('\n'));
}
