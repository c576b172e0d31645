// The closed list of reasons why an order is refused: one place for code, window and documentation.

/** Code -> what it means, for people. In the order of the checks. */
export const REFUSALS = {
  SAFE_MODE: 'The engine is in safe mode after a repeated fault; leave it by command with a reason.',
  TRADING_HALTED: 'Trading is halted: nothing but cancels until it is resumed with a reason.',
  TRADING_REDUCING: 'Only orders that reduce a position are allowed.',
  CONNECTION_DISABLED: 'The connection is disabled.',
  LIVE_NOT_ALLOWED: 'The connection is not switched to live trading.',
  RECONCILING:
    'The account differs from the venue’s or is being compared with it: see the reconciliation inbox in Orders.',
  INSTRUMENT_UNKNOWN: 'The connection has no instrument of this symbol.',
  INSTRUMENT_INACTIVE: 'The venue has stopped trading this instrument.',
  UNSUPPORTED_ORDER_TYPE: 'The order type or its combination of options is not supported here.',
  PRICE_OFF_GRID: 'A price is not a positive multiple of the tick size.',
  REDUCE_ONLY_INCREASES: 'A reduce-only order would open or increase a position.',
  DATA_STALE: 'The newest candle or mark of the symbol is too old.',
  DATA_GAP: 'Candles are missing and not yet back-filled.',
  CLOCK_SKEW: 'The clock differs too much from the venue.',
  PRICE_COLLAR: 'The limit price is too far from the mark.',
  QTY_BELOW_MIN: 'The quantity is zero after rounding, off the lot grid or below the minimum.',
  QTY_ABOVE_MAX: 'The quantity is above the maximum of the instrument.',
  NOTIONAL_BELOW_MIN: 'Quantity x price is below the minimum of the instrument.',
  NOTIONAL_ABOVE_MAX: 'Quantity x price is above the configured maximum per order.',
  MAX_POSITIONS: 'The maximum number of open positions is reached.',
  EXPOSURE_SYMBOL: 'The exposure in this symbol would be too large for the equity.',
  EXPOSURE_TOTAL: 'The total exposure would be too large for the equity.',
  LEVERAGE: 'The leverage would be too high.',
  MARGIN_INSUFFICIENT: 'The free margin does not cover the order.',
  BALANCE_INSUFFICIENT: 'The balance does not cover the order.',
  ORDER_RATE: 'Too many orders in the last ten seconds.',
  DUPLICATE_INTENT: 'The same order is already working.',
  DAILY_LOSS: 'The daily loss limit is reached.',
  DRAWDOWN: 'The drawdown limit is reached.',
  CONSECUTIVE_LOSSES: 'Too many losing trades in a row.',
  LOCK_COOLDOWN: 'The symbol rests after its last trade.',
  LOCK_STOPLOSS_GUARD: 'Too many stop losses in a short time.',
  LOCK_LOW_PROFIT: 'The symbol has earned too little lately.',
  LOCK_MANUAL: 'Locked by hand.',
  PROFIT_FACTOR: 'The profit factor of the strategy is below its threshold.',
  MODEL_QUORUM: 'Too few healthy models have answered.',
} as const satisfies Readonly<Record<string, string>>;

export type RefusalCode = keyof typeof REFUSALS;

/** One check of one order. `until` when the reason ends by itself. */
export interface Verdict {
  readonly code: RefusalCode;
  readonly allow: boolean;
  /** What was found against what is allowed, with units; empty when allowed. */
  readonly detail: string;
  readonly until?: number;
}
