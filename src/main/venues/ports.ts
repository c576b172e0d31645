// What the program needs of a connection, whoever stands behind it: the simulator and the replay now, real venues later.
// Nothing here knows engines or stores. Freshness, reconnecting, backfill and reconciliation live above these ports.
import type { Candle } from '../../shared/domain/candle.ts';
import type { ClientOrderId, ConnectionId, EpochMs, SymbolId, VenueOrderId } from '../../shared/domain/ids.ts';
import type { Instrument } from '../../shared/domain/instrument.ts';
import type { Fill, OrderState, OrderType, Side } from '../../shared/domain/order.ts';
import type { Decimal } from '../../shared/money.ts';
import type { Timeframe } from '../../shared/time.ts';
import type { EngineEffect } from '../engine/kernel/effects.ts';
import type { VenueReport } from '../engine/kernel/inputs.ts';

/** The time of one connection: the machine's for a real venue, the world's own for a simulated one. */
export interface Clock {
  now(): EpochMs;
  /** Runs `work` once, at `time` or as soon after it as can be. Returns how to call it off. */
  at(time: EpochMs, work: () => void): () => void;
  /** Time stands still until what this returns is called, where it is the connection's own; elsewhere it goes on. */
  hold(): () => void;
}

export type OrderEffect = Extract<EngineEffect, { kind: 'submitOrder' | 'cancelOrder' | 'amendOrder' }>;

export const isOrderEffect = (effect: EngineEffect): effect is OrderEffect =>
  effect.kind === 'submitOrder' || effect.kind === 'cancelOrder' || effect.kind === 'amendOrder';

/** An order as the venue knows it. */
export interface VenueOrder {
  /** Undefined: it was not sent by this program. */
  readonly clientOrderId: ClientOrderId | undefined;
  readonly venueOrderId: VenueOrderId;
  readonly symbol: SymbolId;
  readonly side: Side;
  readonly qty: Decimal;
  readonly filledQty: Decimal;
  /** Its prices as they stand now, where the venue states them. */
  readonly limitPrice?: Decimal | undefined;
  readonly stopPrice?: Decimal | undefined;
  readonly state: Extract<OrderState, 'open' | 'partiallyFilled' | 'filled' | 'canceled' | 'rejected' | 'expired'>;
  readonly reason?: string | undefined;
}

/** What happened to the account without an order of ours. Its id is the same each time it is told. */
export type AccountReport = Extract<VenueReport, { type: 'funding' | 'liquidated' }>;

/** Net over the account. */
export interface VenuePosition {
  readonly symbol: SymbolId;
  /** Base coin or contracts; positive long, negative short. Never zero. */
  readonly qty: Decimal;
}

/** Orders and the account. Every question rejects with `AppError` (`retryable`) where the venue cannot be asked. */
export interface Venue {
  /**
   * Carries an order effect out. Returns at once and never throws: what becomes of it comes to the listener as reports, `unknown`
   * where the answer was lost. Reports never come within this call.
   */
  perform(effect: OrderEffect): void;
  /** One order of ours, working or ended; undefined: the venue has never seen it. */
  findOrder(id: ClientOrderId, symbol: SymbolId): Promise<VenueOrder | undefined>;
  openOrders(): Promise<readonly VenueOrder[]>;
  /** Cancels an order of this account that this program did not send. Resolves once it is done; rejects where it does not work. */
  cancelForeignOrder(id: VenueOrderId, symbol: SymbolId): Promise<void>;
  /** Own fills at or after `since`, oldest first; those of one order among them may repeat what was reported. */
  fills(since: EpochMs): Promise<readonly Fill[]>;
  /** Funding and liquidations at or after `since`, oldest first; they may repeat what was reported. */
  accountReports(since: EpochMs): Promise<readonly AccountReport[]>;
  positions(): Promise<readonly VenuePosition[]>;
  /** Quote currency, open positions not counted. */
  balance(): Promise<Decimal>;
  /** The venue's own clock. */
  time(): Promise<EpochMs>;
}

/** Market data on demand. */
export interface Feed {
  /** Closed candles with an open time in [from, to), ascending, as many as there are. Rejects with `AppError`. */
  candles(range: CandleRange): Promise<readonly Candle[]>;
}

export interface CandleRange {
  readonly symbol: SymbolId;
  readonly timeframe: Timeframe;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Market data as it streams: closed candles of the base timeframe, and quotes. */
export type MarketMessage =
  | { readonly kind: 'candle'; readonly candle: Candle }
  | {
      readonly kind: 'mark';
      readonly symbol: SymbolId;
      /** Quote currency; 0 < bid <= ask. */
      readonly bid: number;
      readonly ask: number;
      readonly last: number;
    };

export interface ConnectionListener {
  market(message: MarketMessage): void;
  report(report: VenueReport): void;
  /** The stream has ended; nothing more comes before the next `connect`. What happened meanwhile has to be asked for. */
  lost(reason: string): void;
}

/** An account on one exchange, or the simulator. */
export interface Connection {
  readonly id: ConnectionId;
  /** True: the candles are made up, and every place that shows them says SIMULATED. */
  readonly isSimulated: boolean;
  readonly clock: Clock;
  readonly baseTimeframe: Timeframe;
  readonly instruments: readonly Instrument[];
  /** What its exchange takes. */
  readonly orderTypes: readonly OrderType[];
  readonly venue: Venue;
  readonly feed: Feed;
  /** Starts the streams; may be called again after `lost`. Rejects with `AppError` (`retryable`) where it cannot connect now. */
  connect(listener: ConnectionListener): Promise<void>;
  /** Ends the streams for good and lets go of everything. Never rejects; safe to call twice. */
  close(): Promise<void>;
}

/** The values of one account by their names, as its exchange has given them. */
export type Keys = Readonly<Record<string, string>>;

/** What keys may do, as their exchange says. */
export interface KeyRights {
  readonly canTrade: boolean;
  readonly canWithdraw: boolean;
}

/** An exchange that answers only to keys, asked without a connection to it. */
export interface KeyedExchange {
  /** What has to be given, in the order of a form. */
  readonly fields: readonly { readonly name: string; readonly label: string }[];
  /** Rejects with `AppError`: not `retryable` where the exchange refuses the keys. */
  rights(keys: Keys): Promise<KeyRights>;
  /** New keys, where they can be had this way: told once, never again. */
  readonly issue?: (rights: KeyRights) => Promise<Keys>;
}
