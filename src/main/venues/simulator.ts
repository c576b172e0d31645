// The two connections that trade on paper: a made-up market, and recorded candles. Both on one paper exchange with an account
// and a memory of its own, in a world with a time of its own.
import type { Connection } from './ports.ts';
import { GeneratedMarket } from './simulator/generatedMarket.ts';
import { ManualDriver } from './simulator/manualDriver.ts';
import { simulatedFundingRates } from './simulator/fundingRates.ts';
import type {
  ReplayConnectionOptions,
  SimulatorConnectionOptions,
  WallTimer,
  WorldDriver,
} from './simulator/options.ts';
import { paperConnection, stepsOf } from './simulator/paperConnection.ts';
import { RecordedMarket } from './simulator/recordedMarket.ts';
import { WallDriver } from './simulator/wallDriver.ts';

export type { ExchangeMemory, PaperConnectionOptions } from './simulator/options.ts';

/** A made-up market. Throws `AppError` BAD_INPUT where the memory is that of another one. */
export function createSimulatorConnection(options: SimulatorConnectionOptions): Connection {
  const { instruments, seed, timeframe, startAt, historyDays } = options;
  const symbols = instruments.map(({ symbol }) => symbol);
  const steps = stepsOf(options, timeframe);
  const source = new GeneratedMarket({ seed, symbols, timeframe, startAt, historyDays, steps });
  return paperConnection(options, { source, instruments, isSimulated: true, funding: simulatedFundingRates(seed) });
}

/** Recorded candles. Throws `AppError` BAD_INPUT where there are too few, or the memory is that of others. */
export function createReplayConnection(options: ReplayConnectionOptions): Connection {
  const { candles, instruments, warmUpCandles, isSimulated, funding } = options;
  const steps = candles[0] === undefined ? 0 : stepsOf(options, candles[0].timeframe);
  const source = new RecordedMarket({ candles, instruments, warmUpCandles, steps });
  return paperConnection(options, { source, instruments, isSimulated, funding });
}

/** World time at `speed` times the machine's, in slices of some 10 ms; late rather than in debt where it cannot keep up. */
export const createWallDriver = (options: { readonly speed: number; readonly wall: WallTimer }): WorldDriver =>
  new WallDriver(options.wall, options.speed);

/** World time by hand. */
export const createManualDriver = (): ManualDriver => new ManualDriver();
