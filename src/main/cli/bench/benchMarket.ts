// The market, the account and the limits that the benchmarks trade: simulated with a fixed seed, the same on every machine.
import { hash } from 'node:crypto';
import { configSchema } from '../../../shared/config/schema.ts';
import { toConnectionId, toEpochMs, toSymbolId, type SymbolId } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { RiskConfig } from '../../../shared/domain/risk.ts';
import { Decimal } from '../../../shared/money.ts';
import type { EngineConfig } from '../../engine/kernel/engineConfig.ts';
import { baseCoin, marketParameters, simulatedSymbols } from '../../engine/paper/simulator/parameters.ts';

export const SEED = 'bench';
export const FROM = toEpochMs(Date.UTC(2022, 5, 16));

export const sha256 = (text: string): string => hash('sha256', text);

/** Shipped, and without models: what they do depends on candles alone. */
export const STRATEGIES = ['breakout', 'macd-trend', 'rsi-reversion', 'sma-cross'] as const;

/** BTC, ETH, SOL and made-up coins as linear contracts. */
export const contracts = (count: number): readonly SymbolId[] =>
  simulatedSymbols(count).map((symbol) => toSymbolId(`${symbol}:USDT`));

/** A contract of a simulated coin, on the grid that its candles are on. */
export function contractOf(symbol: SymbolId): Instrument {
  const { priceDecimals, lotDecimals } = marketParameters(symbol);
  const lotSize = Decimal.of(`1e-${String(lotDecimals)}`);
  return {
    symbol,
    kind: 'linear',
    base: baseCoin(symbol),
    quote: 'USDT',
    settle: 'USDT',
    tickSize: Decimal.of(`1e-${String(priceDecimals)}`),
    lotSize,
    minQty: lotSize,
    minNotional: Decimal.of(5),
    contractSize: Decimal.ONE,
    makerBps: Decimal.of(2),
    takerBps: Decimal.of(5),
    maxLeverage: Decimal.of(20),
    maintenanceMarginPct: Decimal.of('0.4'),
    isActive: true,
  };
}

const defaults = configSchema.parse({});

/** The default limits, all of them on, but for `changes`. */
export const limits = (changes: Partial<RiskConfig>): RiskConfig => ({ ...defaults.risk, ...changes });

/** An engine on 15m candles. */
export const engineConfig = (
  part: Pick<EngineConfig, 'mode' | 'instruments' | 'strategies' | 'risk' | 'hasVenueProtection'>,
): EngineConfig => ({
  connection: toConnectionId('bench'),
  isEnabled: true,
  isLiveAllowed: false,
  baseTimeframe: '15m',
  indicationSets: [],
  freshness: {
    candleGraceMs: defaults.freshness.candleGraceSeconds * 1000,
    markMaxAgeMs: defaults.freshness.markMaxAgeSeconds * 1000,
  },
  ...part,
});
