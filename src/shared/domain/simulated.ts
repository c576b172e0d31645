// The label of made-up candles: they never pass for a real market's, wherever they go.

/** Source of everything the market simulator makes; candle files are named after it. */
export const SIMULATOR_SOURCE = 'simulator';
/** What people see on all of it. */
export const SIMULATED = 'SIMULATED';
/** The same where the way to live trading is rehearsed on it: everything is as live, and nothing is real. */
export const LIVE_REHEARSAL = `LIVE REHEARSAL · ${SIMULATED}`;
/** Behind both of a connection whose live switch is off: it sends no order. */
export const NOT_SWITCHED_ON = 'OFF';

/** The replay connection, where the recorded candles are the simulator's. */
export const SIMULATED_REPLAY = 'simulated-replay';

/** The rehearsal exchange: its market is made up, though the way to it is that of a real one. */
export const LOOPBACK = 'loopback';

/** True for a source of candles that is the simulator, under either of its names, and for a connection that trades such. */
export const isSimulatedSource = (source: string): boolean =>
  /^(?:simulat(?:or|ed)(?:-replay)?|loopback(?:-\d+)?)$/i.test(source);

/** The simulator makes prices in USDT; a candle file's name cannot tell a contract from its spot market. */
export const isSimulable = (symbol: string): boolean => /^[A-Z0-9]+\/USDT$/.test(symbol);
