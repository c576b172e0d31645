// Branded identifiers and units. `as` appears only in these constructors, so two string ids can never be swapped.

declare const brand: unique symbol;
/** A `T` that only its own constructor can make. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Integer milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = Brand<number, 'EpochMs'>;
/** Unified market symbol: `BTC/USDT` (spot) or `BTC/USDT:USDT` (linear contract, settle coin after the colon). */
export type SymbolId = Brand<string, 'SymbolId'>;
export type ConnectionId = Brand<string, 'ConnectionId'>;
export type StrategyId = Brand<string, 'StrategyId'>;
export type ModelId = Brand<string, 'ModelId'>;
/** Ours: derived from connection and intent sequence, the same for the same intent for ever. */
export type ClientOrderId = Brand<string, 'ClientOrderId'>;
/** Theirs. */
export type VenueOrderId = Brand<string, 'VenueOrderId'>;
export type FillId = Brand<string, 'FillId'>;
export type SignalId = Brand<string, 'SignalId'>;
/** One strategy's book in one symbol. */
export type PositionKey = Brand<string, 'PositionKey'>;
export type TradeId = Brand<string, 'TradeId'>;

export const toEpochMs = (ms: number): EpochMs => ms as EpochMs;
export const toSymbolId = (text: string): SymbolId => text as SymbolId;
export const toConnectionId = (text: string): ConnectionId => text as ConnectionId;
export const toStrategyId = (text: string): StrategyId => text as StrategyId;
export const toModelId = (text: string): ModelId => text as ModelId;
export const toClientOrderId = (text: string): ClientOrderId => text as ClientOrderId;
export const toVenueOrderId = (text: string): VenueOrderId => text as VenueOrderId;
export const toFillId = (text: string): FillId => text as FillId;
export const toSignalId = (text: string): SignalId => text as SignalId;
export const toTradeId = (text: string): TradeId => text as TradeId;

/** Keys made so far: equal ones are one string, so that looking a position up never hashes fresh text. */
const knownKeys = new Map<StrategyId, Map<SymbolId, PositionKey>>();

export function positionKey(strategy: StrategyId, symbol: SymbolId): PositionKey {
  let keys = knownKeys.get(strategy);
  if (keys === undefined) {
    keys = new Map<SymbolId, PositionKey>();
    knownKeys.set(strategy, keys);
  }
  let key = keys.get(symbol);
  if (key === undefined) {
    key = `${strategy}|${symbol}` as PositionKey;
    keys.set(symbol, key);
  }
  return key;
}
