// An engine whose own steps are timed, and a venue that fills market orders as soon as it is asked and holds all others.
import { performance } from 'node:perf_hooks';
import { type SymbolId, type EpochMs, toFillId, toVenueOrderId } from '../../../shared/domain/ids.ts';
import type { OrderIntent } from '../../../shared/domain/order.ts';
import { bpsOf, Decimal } from '../../../shared/money.ts';
import type { EngineEffect } from '../../engine/kernel/effects.ts';
import type { Engine } from '../../engine/kernel/engine.ts';
import type { EngineEvent } from '../../engine/kernel/events.ts';
import type { EngineInput, VenueReport } from '../../engine/kernel/inputs.ts';

const TAKER_BPS = Decimal.of(5);

export class TimedEngine {
  private readonly engine: Engine;
  private sequence = 0;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Steps through `inputs` that come at once, then through the venue's answers. Only the former are timed. */
  take(inputs: readonly EngineInput[]): { readonly elapsedMs: number; readonly events: readonly EngineEvent[] } {
    const events: EngineEvent[] = [];
    const effects: EngineEffect[] = [];
    let elapsedMs = 0;
    for (const input of inputs) {
      const startedAt = performance.now();
      const result = this.engine.step(input);
      elapsedMs += performance.now() - startedAt;
      events.push(...result.events);
      effects.push(...result.effects);
    }
    const { clock: at } = this.engine.core;
    for (const effect of effects) {
      for (const report of this.answer(effect, at)) {
        const result = this.engine.step({ kind: 'venue', at, report });
        events.push(...result.events);
        effects.push(...result.effects);
      }
    }
    return { elapsedMs, events };
  }

  private answer(effect: EngineEffect, at: EpochMs): readonly VenueReport[] {
    if (effect.kind === 'cancelOrder') {
      return [{ type: 'canceled', clientOrderId: effect.clientOrderId, reason: 'canceled on request' }];
    }
    if (effect.kind !== 'submitOrder') return [];
    const { order } = effect;
    const venueOrderId = toVenueOrderId(`V${String(++this.sequence)}`);
    const accepted = { type: 'accepted', clientOrderId: order.clientOrderId, venueOrderId } as const;
    return order.type === 'market' ? [accepted, this.fill(order, at)] : [accepted];
  }

  private fill({ clientOrderId, symbol, side, qty }: OrderIntent, at: EpochMs): VenueReport {
    const price = this.priceOf(symbol);
    const fee = bpsOf(qty.times(price), TAKER_BPS).roundTo(8, 'halfEven');
    const fillId = toFillId(`F${String(this.sequence)}`);
    return { type: 'filled', fill: { fillId, clientOrderId, symbol, side, qty, price, fee, liquidity: 'taker', at } };
  }

  private priceOf(symbol: SymbolId): Decimal {
    const { price, instrument } = this.engine.core.market(symbol);
    return Decimal.fromNumber(price).toStep(instrument.tickSize, 'down');
  }
}
