// One engine under test: feeds it inputs, collects what it says, and holds the ledger against the balance after every step.
import { createHash } from 'node:crypto';
import type { EngineEffect } from '../../src/main/engine/kernel/effects.ts';
import { Engine, type StepResult } from '../../src/main/engine/kernel/engine.ts';
import type { EngineConfig } from '../../src/main/engine/kernel/engineConfig.ts';
import type { EngineEvent } from '../../src/main/engine/kernel/events.ts';
import type { EngineInput, FeedStatus, UserCommand, VenueReport } from '../../src/main/engine/kernel/inputs.ts';
import type { Candle } from '../../src/shared/domain/candle.ts';
import {
  type EpochMs,
  toConnectionId,
  toEpochMs,
  toFillId,
  toStrategyId,
  toSymbolId,
  toVenueOrderId,
} from '../../src/shared/domain/ids.ts';
import type { Instrument } from '../../src/shared/domain/instrument.ts';
import type { ExitPlan, Fill, Order, OrderIntent, OrderRequest } from '../../src/shared/domain/order.ts';
import { Decimal } from '../../src/shared/money.ts';
import { MINUTE_MS, timeframeMs } from '../../src/shared/time.ts';
import { aCandle, openTimeAt, START } from './aCandle.ts';
import { anInstrument, aRiskConfig, dec } from './risk.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const MANUAL = toStrategyId('manual');
export const SPOT = anInstrument({
  ...{ symbol: toSymbolId('BTC/USDT'), kind: 'spot', tickSize: dec('0.01'), lotSize: dec('0.00001') },
  ...{ minQty: dec('0.00001'), minNotional: dec(0), maxLeverage: dec(1), maintenanceMarginPct: dec(0) },
});
export const LINEAR = anInstrument({ minQty: dec('0.001'), minNotional: dec(0) });

/** A paper account without strategies and limits on spot BTC, 15m candles; the venue holds stops and targets. */
export const anEngineConfig = (changes: Partial<EngineConfig> = {}): EngineConfig => ({
  ...{ connection: toConnectionId('paper'), mode: 'paper', isEnabled: true, isLiveAllowed: false },
  ...{ baseTimeframe: '15m', instruments: [SPOT], strategies: [], indicationSets: [] },
  risk: aRiskConfig(),
  freshness: { candleGraceMs: 5 * MINUTE_MS, markMaxAgeMs: MINUTE_MS },
  hasVenueProtection: true,
  ...changes,
});

/** The member of the union with that kind, or with that kind among others. */
type OfKind<T extends { kind: string }, K> = T extends T ? (K extends T['kind'] ? T : never) : never;
type EventOf<K extends EngineEvent['kind']> = OfKind<EngineEvent, K>;
type EffectOf<K extends EngineEffect['kind']> = OfKind<EngineEffect, K>;
type WithoutCommander<T> = T extends unknown ? Omit<T, 'by' | 'reason'> : never;

export class EngineRun {
  engine = new Engine(sha256);
  readonly config: EngineConfig;
  readonly events: EngineEvent[] = [];
  readonly effects: EngineEffect[] = [];
  now: EpochMs = START;
  private ledgerSum = Decimal.ZERO;
  private reports = 0;

  /** Configured and with 10 000 on the account. */
  constructor(changes: Partial<EngineConfig> = {}, cash = '10000') {
    this.config = anEngineConfig(changes);
    this.step({ kind: 'config', at: START, config: this.config });
    this.report({ type: 'deposit', id: 'start', amount: dec(cash), reason: 'starting balance' });
  }

  step(input: EngineInput): StepResult {
    const result = this.engine.step(input);
    this.events.push(...result.events);
    this.effects.push(...result.effects);
    for (const event of result.events) {
      if (event.kind === 'ledgerPosted') this.ledgerSum = this.ledgerSum.plus(event.entry.amount);
    }
    const { balance } = this.engine.core.portfolio;
    if (!this.ledgerSum.eq(balance)) {
      throw new Error(`the ledger adds up to ${this.ledgerSum.toString()}, the balance is ${balance.toString()}`);
    }
    return result;
  }

  /** The candle of that index, at its close. */
  candle(index: number, part: Partial<Candle> = {}): StepResult {
    const candle = aCandle({ openTime: openTimeAt(index), symbol: this.config.instruments[0]!.symbol, ...part });
    this.now = toEpochMs(Math.max(this.now, candle.openTime + timeframeMs(candle.timeframe)));
    return this.step({ kind: 'candle', at: this.now, candle });
  }

  /** A quote of the first instrument, a second after the last input. */
  mark(bid: number, { ask = bid, last = bid } = {}): StepResult {
    this.now = toEpochMs(this.now + 1000);
    return this.step({ kind: 'mark', at: this.now, symbol: this.config.instruments[0]!.symbol, bid, ask, last });
  }

  report(report: VenueReport): StepResult {
    return this.step({ kind: 'venue', at: this.now, report });
  }

  command(command: WithoutCommander<UserCommand>, reason = 'test'): StepResult {
    return this.step({ kind: 'command', at: this.now, command: { ...command, by: 'cli', reason } as UserCommand });
  }

  feed(status: FeedStatus): StepResult {
    return this.step({ kind: 'feed', at: this.now, status });
  }

  timer(afterMs: number): StepResult {
    this.now = toEpochMs(this.now + afterMs);
    return this.step({ kind: 'timer', at: this.now });
  }

  configure(changes: Partial<EngineConfig>): StepResult {
    return this.step({ kind: 'config', at: this.now, config: { ...this.config, ...changes } });
  }

  /** The trader's own order; the intent that goes to the venue. */
  place(order: Partial<OrderRequest> = {}, exits: ExitPlan = {}, group?: string): OrderIntent {
    const before = this.all('submitOrder').length;
    const command = { type: 'placeOrder', order: this.request(order), exits } as const;
    this.command(group === undefined ? command : { ...command, group });
    const intent = this.all('submitOrder')[before]?.order;
    if (intent === undefined) throw new Error(`refused: ${this.last('commandRefused')?.reason ?? 'for no reason'}`);
    return intent;
  }

  request(order: Partial<OrderRequest> = {}): OrderRequest {
    return {
      ...{ symbol: this.config.instruments[0]!.symbol, side: 'buy', type: 'market', qty: dec(1) },
      ...{ timeInForce: 'GTC', reduceOnly: false, postOnly: false },
      ...order,
    };
  }

  accept({ clientOrderId }: OrderIntent): StepResult {
    return this.report({ type: 'accepted', clientOrderId, venueOrderId: toVenueOrderId(`V-${clientOrderId}`) });
  }

  /** A fill of the whole order at 100, unless told otherwise. */
  fill(intent: OrderIntent, part: Partial<Fill> = {}): StepResult {
    return this.report({ type: 'filled', fill: this.aFill(intent, part) });
  }

  aFill({ clientOrderId, symbol, side, qty }: OrderIntent, part: Partial<Fill> = {}): Fill {
    this.reports += 1;
    return {
      ...{ fillId: toFillId(`F${String(this.reports)}`), clientOrderId, symbol, side, qty },
      ...{ price: dec(100), fee: dec(0), liquidity: 'taker', at: this.now },
      ...part,
    };
  }

  order({ clientOrderId }: Pick<Order, 'clientOrderId'>): Order {
    const change = this.events.findLast(
      (event) => event.kind === 'orderChanged' && event.order.clientOrderId === clientOrderId,
    );
    if (change?.kind !== 'orderChanged') throw new Error(`no order ${clientOrderId}`);
    return change.order;
  }

  /** Events or effects of one kind so far. */
  all<K extends EngineEvent['kind']>(kind: K): EventOf<K>[];
  all<K extends EngineEffect['kind']>(kind: K): EffectOf<K>[];
  all(kind: string): (EngineEvent | EngineEffect)[] {
    return [...this.events, ...this.effects].filter((each) => each.kind === kind);
  }

  last<K extends EngineEvent['kind']>(kind: K): EventOf<K> | undefined {
    return this.all(kind).at(-1);
  }

  /** The working protective order of that type. */
  working(type: Order['type']): Order | undefined {
    return this.engine.core.orders.open.find((order) => order.type === type);
  }
}

/** A linear instrument of that name. */
export const aLinear = (name: string, changes: Partial<Instrument> = {}): Instrument => ({
  ...LINEAR,
  symbol: toSymbolId(name),
  ...changes,
});
