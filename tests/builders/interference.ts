// A trader, a feed and models that keep a session busy: seeded, so that the same seed interferes in the same way.
import type { Engine } from '../../src/main/engine/kernel/engine.ts';
import type { EngineConfig } from '../../src/main/engine/kernel/engineConfig.ts';
import type { EngineInput, FeedStatus, UserCommand } from '../../src/main/engine/kernel/inputs.ts';
import { createRng, type Rng } from '../../src/main/engine/kernel/rng.ts';
import { type EpochMs, toEpochMs, toModelId } from '../../src/shared/domain/ids.ts';
import type { OrderRequest } from '../../src/shared/domain/order.ts';
import type { Prediction } from '../../src/shared/domain/prediction.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/shared/time.ts';
import { MANUAL, SPOT } from './engineRun.ts';
import { dec } from './risk.ts';

type Command = UserCommand extends infer T ? (T extends unknown ? Omit<T, 'by' | 'reason'> : never) : never;

/** What may happen after a candle; each candle brings about one of it. */
export function interference(
  seed: string,
  config: EngineConfig,
): (index: number, now: EpochMs, engine: Engine) => readonly EngineInput[] {
  const rng = createRng(seed);
  return (_index, now, engine) => {
    const trader = new Trader(rng, { config, now, engine });
    const { tradingState, isSafeMode } = engine.core.control;
    if (isSafeMode) return [trader.command({ type: 'leaveSafeMode' })];
    if (tradingState === 'HALTED') return [trader.command({ type: 'resume' })];
    if (rng.next() < 0.1) return trader.trouble();
    return rng.next() < 0.8 ? trader.act() : [];
  };
}

class Trader {
  private readonly rng: Rng;
  private readonly config: EngineConfig;
  private readonly now: EpochMs;
  private readonly engine: Engine;

  constructor(rng: Rng, world: { config: EngineConfig; now: EpochMs; engine: Engine }) {
    this.rng = rng;
    this.config = world.config;
    this.now = world.now;
    this.engine = world.engine;
  }

  command(command: Command): EngineInput {
    return { kind: 'command', at: this.now, command: { ...command, by: 'cli', reason: 'interference' } as UserCommand };
  }

  act(): readonly EngineInput[] {
    const { core } = this.engine;
    const symbol = this.pick(this.config.instruments).symbol;
    const open = core.orders.open;
    const acts: readonly (() => readonly EngineInput[])[] = [
      ...Array.from({ length: 6 }, () => () => [this.place()]),
      () =>
        open.length === 0 ? [] : [this.command({ type: 'cancelOrder', clientOrderId: this.pick(open).clientOrderId })],
      () => [this.command({ type: 'closePosition', strategy: MANUAL, symbol })],
      () => this.moveProtection(),
      () => [this.command({ type: 'lock', untilMs: toEpochMs(this.now + 3 * HOUR_MS), symbol })],
      () => [this.command({ type: 'unlock', lockId: Math.ceil(this.rng.next() * 3) })],
      () => [this.command({ type: 'explain', strategy: this.pick(this.config.strategies).id, symbol })],
      () => [
        this.command({ type: this.pick(['halt', 'reduce', 'resume', 'enterSafeMode', 'killSwitch', 'closeAll']) }),
      ],
      () => [this.prediction(this.rng.next() < 0.3 ? 0.7 : 0.5)],
      () => [
        this.feed(
          this.pick([
            { type: 'clockSkew', skewMs: 40 },
            { type: 'reconciling', symbol },
            { type: 'disconnected', detail: '' },
          ]),
        ),
      ],
      () => [this.feed({ type: 'reconciled' }), this.feed({ type: 'connected', detail: '' })],
      () => this.quotes(symbol),
      () => [this.reload()],
      () => [
        {
          kind: 'venue',
          at: this.now,
          report: { type: 'correction', id: `C${String(this.now)}`, amount: dec(25), reason: '' },
        },
      ],
    ];
    return this.pick(acts)();
  }

  private pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.rng.next() * from.length)] as T;
  }

  private feed(status: FeedStatus): EngineInput {
    return { kind: 'feed', at: this.now, status };
  }

  /** A market order, or a limit or stop order near the price, mostly with exits of its own. */
  private place(): EngineInput {
    const { symbol, tickSize, lotSize, kind } = this.pick(this.config.instruments);
    const price = this.engine.core.market(symbol).price;
    const near = dec(Math.round(price * (0.99 + 0.02 * this.rng.next()))).toStep(tickSize, 'down');
    const type = this.pick(['market', 'limit', 'stop', 'trailingStop'] as const);
    const qty = dec(((kind === 'spot' ? 500 : 3000) / price).toFixed(5)).toStep(lotSize, 'down');
    const order: OrderRequest = {
      ...{ symbol, type, qty, timeInForce: 'GTC', reduceOnly: false, postOnly: false },
      side: this.rng.next() < 0.6 ? 'buy' : 'sell',
      ...(type === 'limit' ? { limitPrice: near } : {}),
      ...(type === 'stop' || type === 'trailingStop' ? { stopPrice: near } : {}),
      ...(type === 'trailingStop' ? { trailPct: dec(1) } : {}),
    };
    const exits = {
      ...(this.rng.next() < 0.8 ? { stopLoss: { pct: dec(2) } } : {}),
      ...(this.rng.next() < 0.5 ? { takeProfit: { pct: dec(3) } } : {}),
      ...(this.rng.next() < 0.5 ? { trailing: { activationPct: dec(1), distancePct: dec('0.5') } } : {}),
      ...(this.rng.next() < 0.3 ? { maxHoldMs: 5 * HOUR_MS } : {}),
    };
    return this.command({ type: 'placeOrder', order, exits });
  }

  /** Stop and target of any position, near the price on either side of it, or none. */
  private moveProtection(): readonly EngineInput[] {
    const open = [...this.engine.core.portfolio.open];
    if (open.length === 0) return [];
    const { strategy, symbol } = this.pick(open);
    const { price } = this.engine.core.market(symbol);
    const near = () => (this.rng.next() < 0.2 ? null : dec((price * (0.97 + 0.06 * this.rng.next())).toFixed(4)));
    const levels = this.pick([
      { stopPrice: near() },
      { targetPrice: near() },
      { stopPrice: near(), targetPrice: near() },
    ]);
    return [this.command({ type: 'moveProtection', strategy, symbol, ...levels })];
  }

  /** The venue does not do as it was told with an order that leaves or protects a position. */
  trouble(): readonly EngineInput[] {
    const orders = this.engine.core.orders.open.filter(({ reduceOnly }) => reduceOnly);
    if (orders.length === 0) return [];
    const leaving = orders.filter(({ type }) => type === 'market');
    const { clientOrderId } = this.pick(leaving.length > 0 ? leaving : orders);
    const type = this.pick(['canceled', 'rejected', 'expired', 'amendRejected', 'unknown'] as const);
    return [{ kind: 'venue', at: this.now, report: { type, clientOrderId, reason: 'trouble' } }];
  }

  private prediction(buy: number): EngineInput {
    const place = { symbol: SPOT.symbol, model: toModelId('m'), timeframe: '1h', candleCloseTime: this.now } as const;
    const rest = { dataQuality: 1, featureHash: 'f', modelHash: 'm', latencyMs: 3 };
    const prediction: Prediction = { ...place, ok: true, probabilities: { sell: 0.2, hold: 0.3, buy }, ...rest };
    return { kind: 'prediction', at: this.now, prediction };
  }

  /** A quote at the last price, and one that falls far enough to reach stops. */
  private quotes(symbol: OrderRequest['symbol']): readonly EngineInput[] {
    const last = this.engine.core.market(symbol).price;
    return [1, 0.985].map((factor, index) => {
      const bid = last * factor;
      return {
        kind: 'mark',
        at: toEpochMs(this.now + (index + 1) * MINUTE_MS),
        symbol,
        bid,
        ask: bid * 1.0001,
        last: bid,
      };
    });
  }

  /** Fewer strategies, or all; other indication sets; other limits. */
  private reload(): EngineInput {
    const { strategies, indicationSets, risk, instruments } = this.config;
    const config: EngineConfig = {
      ...this.config,
      strategies: strategies.filter(() => this.rng.next() < 0.8),
      indicationSets: indicationSets.filter(() => this.rng.next() < 0.7),
      instruments: instruments.filter(({ symbol }) => symbol === SPOT.symbol || this.rng.next() < 0.9),
      risk: { ...risk, maxOpenPositions: this.pick([2, 6, null]) },
      freshness: { ...this.config.freshness, candleGraceMs: this.pick([1, 5]) * MINUTE_MS },
      hasVenueProtection: this.rng.next() < 0.7,
    };
    return { kind: 'config', at: this.now, config };
  }
}
