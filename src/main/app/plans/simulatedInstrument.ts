// The instrument of a simulated market: on the grid that the simulator's prices are on.
import type { SymbolId } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import { SIMULATOR_SOURCE } from '../../../shared/domain/simulated.ts';
import { Decimal } from '../../../shared/money.ts';
import { findPreset, withFees } from '../../config/instruments.ts';
import { baseCoin, marketParameters } from '../../engine/paper/simulator/parameters.ts';

/** The preset of the program, or for any other coin one like it. */
export function simulatedInstrument(symbol: SymbolId, fees: Pick<Instrument, 'makerBps' | 'takerBps'>): Instrument {
  const preset = findPreset(SIMULATOR_SOURCE, symbol);
  if (preset !== undefined) return withFees(preset, {}, fees);
  const { priceDecimals, lotDecimals } = marketParameters(symbol);
  const lotSize = Decimal.of(`1e-${String(lotDecimals)}`);
  const isLinear = symbol.includes(':');
  return {
    symbol,
    kind: isLinear ? 'linear' : 'spot',
    base: baseCoin(symbol),
    quote: 'USDT',
    settle: 'USDT',
    tickSize: Decimal.of(`1e-${String(priceDecimals)}`),
    lotSize,
    minQty: lotSize,
    minNotional: Decimal.of(5),
    contractSize: Decimal.ONE,
    ...fees,
    maxLeverage: isLinear ? Decimal.of(20) : Decimal.ONE,
    maintenanceMarginPct: isLinear ? Decimal.of('0.4') : Decimal.ZERO,
    isActive: true,
  };
}
