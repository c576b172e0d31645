import { isSimulatedSource, SIMULATED } from '../../../shared/domain/simulated.ts';
import type { SeriesKey } from '../../store/ports/candleStore.ts';

/** A series for people, made-up candles with their label: `SIMULATED simulator BTC/USDT 15m`. */
export const seriesText = ({ source, symbol, timeframe }: SeriesKey): string =>
  [...(isSimulatedSource(source) ? [SIMULATED] : []), source, symbol, timeframe].join(' ');
