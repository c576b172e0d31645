// A link between a fake connection and a real engine.
import type { EngineConfig } from '../../src/main/engine/kernel/engineConfig.ts';
import type { EngineInput, FeedStatus, VenueReport } from '../../src/main/engine/kernel/inputs.ts';
import { createRng } from '../../src/main/engine/kernel/rng.ts';
import { ConnectionLink, type LinkOptions } from '../../src/main/app/link/connectionLink.ts';
import type { VenueOrder } from '../../src/main/venues/ports.ts';
import type { Logger } from '../../src/main/logging/logger.ts';
import type { Candle } from '../../src/shared/domain/candle.ts';
import { toEpochMs, toVenueOrderId } from '../../src/shared/domain/ids.ts';
import type { OrderIntent, OrderRequest } from '../../src/shared/domain/order.ts';
import { Decimal } from '../../src/shared/money.ts';
import { HOUR_MS } from '../../src/shared/time.ts';
import { FakeConnection, settle } from '../fakes/fakeConnection.ts';
import { aCandle, openTimeAt, START } from './aCandle.ts';
import { aLinear, EngineRun, LINEAR } from './engineRun.ts';

export const BTC = LINEAR.symbol;
export const ETH = aLinear('ETH/USDT:USDT').symbol;

const nothing = (): void => undefined;
export const silentLog: Logger = {
  child: () => silentLog,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
};

export class LinkRun {
  readonly run: EngineRun;
  readonly connection: FakeConnection;
  readonly inputs: EngineInput[] = [];
  readonly notices: string[] = [];
  /** Ids of fills booked so long ago that the engine has forgotten them. */
  readonly booked = new Set<string>();
  link: ConnectionLink;
  private readonly options: LinkOptions;

  /** Two symbols on 15 minutes, an hour after `START`; four candles of history. */
  constructor(changes: { readonly config?: Partial<EngineConfig>; readonly silenceMs?: number } = {}) {
    const instruments = [LINEAR, aLinear(ETH)];
    this.run = new EngineRun({ instruments, ...changes.config });
    this.connection = new FakeConnection(toEpochMs(START + HOUR_MS), instruments);
    const { run } = this;
    this.options = {
      connection: this.connection,
      inlet: {
        take: (input) => this.take(input),
        get core() {
          return run.engine.core;
        },
        hasFill: (id) => this.booked.has(id),
      },
      ...{ rng: createRng('link'), log: silentLog, policy: { silenceMs: changes.silenceMs ?? Infinity } },
      ...{ historyMs: HOUR_MS, notify: (text) => this.notices.push(text) },
    };
    this.link = new ConnectionLink(this.options);
  }

  /** One that is through with its start, with fresh prices of both symbols. */
  static async live(): Promise<LinkRun> {
    const test = new LinkRun();
    test.history(0, 4);
    test.history(0, 4, ETH);
    await test.start();
    test.mark(BTC);
    test.mark(ETH);
    return test;
  }

  /** As the host does it. */
  take(input: EngineInput): void {
    this.inputs.push(input);
    for (const effect of this.run.step(input).effects) {
      if (effect.kind === 'requestBackfill') this.link.backfill(effect);
    }
  }

  /** Candles `from` to `to` (exclusive) of a symbol, at the venue. */
  history(from: number, to: number, symbol = BTC): void {
    for (let index = from; index < to; index++) this.connection.candles.push(this.candle(index, { symbol }));
  }

  candle(index: number, part: Partial<Candle> = {}): Candle {
    return aCandle({ symbol: BTC, openTime: openTimeAt(index), ...part });
  }

  /** Streams the candle and lets it be dealt with. */
  async stream(candle: Candle): Promise<void> {
    this.connection.listener?.market({ kind: 'candle', candle });
    await settle();
  }

  mark(symbol = BTC, bid = 100): void {
    this.connection.listener?.market({ kind: 'mark', symbol, bid, ask: bid + 1, last: bid });
  }

  report(report: VenueReport): void {
    this.connection.listener?.report(report);
  }

  /** Starts, and is through with it as far as that goes without time passing. */
  async start(): Promise<this> {
    void this.link.start().catch(nothing);
    await settle();
    return this;
  }

  /** The program dies and comes back: the engine from its journal, another link, the same venue. */
  async restart(): Promise<this> {
    await this.link.stop();
    this.inputs.length = 0;
    this.link = new ConnectionLink({ ...this.options, rng: createRng('again') });
    return this.start();
  }

  async pass(ms: number): Promise<void> {
    await this.connection.clock.advance(ms);
  }

  /** Sends an order, of which nothing is heard. */
  place(order: Partial<OrderRequest> = {}): OrderIntent {
    this.run.now = this.connection.clock.now();
    return this.run.place({ symbol: BTC, ...order });
  }

  /** What the venue would say of that order. */
  theirs(intent: OrderIntent, part: Partial<VenueOrder> = {}): VenueOrder {
    const { clientOrderId, symbol, side, qty, limitPrice, stopPrice } = intent;
    return {
      ...{ clientOrderId, symbol, side, qty, limitPrice, stopPrice, filledQty: Decimal.ZERO, state: 'open' },
      venueOrderId: toVenueOrderId(`V-${clientOrderId}`),
      ...part,
    };
  }

  get feeds(): readonly FeedStatus[] {
    return this.inputs.flatMap((input) => (input.kind === 'feed' ? input.status : []));
  }

  /** Feed statuses in short: `reconciling BTC/USDT:USDT`. */
  get feedText(): readonly string[] {
    return this.feeds.map((status) => ('symbol' in status ? `${status.type} ${status.symbol}` : status.type));
  }

  get reports(): readonly VenueReport[] {
    return this.inputs.flatMap((input) => (input.kind === 'venue' ? input.report : []));
  }

  get candlesTaken(): readonly string[] {
    return this.inputs.flatMap((input) =>
      input.kind === 'candle'
        ? `${input.candle.symbol.slice(0, 3)} ${String((input.candle.openTime - START) / (HOUR_MS / 4))}`
        : [],
    );
  }
}
