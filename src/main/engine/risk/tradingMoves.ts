// The legal moves of the trading state: one table for the code, the tests and the documentation.
import type { TradingState, TradingStateChange } from '../../../shared/domain/trading.ts';

type Cause = TradingStateChange['cause'];

/** from -> to -> causes. HALTED to HALTED: a graver cause takes over, and with it the way back. */
export const TRADING_MOVES: Readonly<Record<TradingState, Readonly<Record<TradingState, readonly Cause[]>>>> = {
  ACTIVE: {
    ACTIVE: [],
    REDUCING: ['DAILY_LOSS', 'command'],
    HALTED: ['DRAWDOWN', 'command', 'killSwitch', 'safeMode'],
  },
  REDUCING: {
    ACTIVE: ['newDay', 'command'],
    REDUCING: ['command'],
    HALTED: ['DRAWDOWN', 'command', 'killSwitch', 'safeMode'],
  },
  HALTED: { ACTIVE: ['command', 'safeMode'], REDUCING: ['command', 'safeMode'], HALTED: ['DRAWDOWN', 'killSwitch'] },
};
