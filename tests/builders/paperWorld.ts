// A connection to a simulated world whose time passes by hand, and everything that is heard of it.
import { encode } from '../../src/main/engine/kernel/canonical.ts';
import type { VenueReport } from '../../src/main/engine/kernel/inputs.ts';
import { simulateCandles } from '../../src/main/engine/paper/simulator/marketSimulator.ts';
import { createLoopbackConnection } from '../../src/main/venues/loopback.ts';
import type { Connection, ConnectionListener, Keys, MarketMessage, OrderEffect } from '../../src/main/venues/ports.ts';
import {
  createManualDriver,
  createReplayConnection,
  createSimulatorConnection,
  type PaperConnectionOptions,
} from '../../src/main/venues/simulator.ts';
import { type Config, configSchema } from '../../src/shared/config/schema.ts';
import type { CandleColumns } from '../../src/shared/domain/candle.ts';
import {
  type EpochMs,
  toClientOrderId,
  toConnectionId,
  toEpochMs,
  toStrategyId,
  toSymbolId,
} from '../../src/shared/domain/ids.ts';
import type { OrderIntent } from '../../src/shared/domain/order.ts';
import { MemoryText } from '../fakes/memoryText.ts';
import { KEYS, keyDesk } from '../fakes/keyDesk.ts';
import { START } from './aCandle.ts';
import { anInstrument, dec } from './risk.ts';

export const BTC = anInstrument({ tickSize: dec('0.01') });
export const ETH = anInstrument({
  ...{ symbol: toSymbolId('ETH/USDT'), kind: 'spot', base: 'ETH', tickSize: dec('0.01'), lotSize: dec('0.0001') },
  ...{ maxLeverage: dec(1), maintenanceMarginPct: dec(0) },
});

export const badDay = (changes: Partial<Config['badDay']> = {}): Config['badDay'] =>
  configSchema.parse({
    badDay: {
      ...{ isOn: true, feedLossEveryMinutes: null, silenceEveryMinutes: null, lateChance: 0, duplicateChance: 0 },
      ...{ rejectChance: 0, unknownChance: 0, partialFillChance: 0 },
      ...changes,
    },
  }).badDay;

export interface WorldChanges extends Partial<Omit<PaperConnectionOptions, 'driver' | 'memory'>> {
  readonly memory?: MemoryText;
  /** Of the simulated world. */
  readonly seed?: string;
  /** What is shown to the rehearsal exchange. */
  readonly keys?: Keys;
}

export type WorldKind = 'simulator' | 'replay' | 'loopback';

/** Everything heard, in order, with the time it was heard. */
export type Heard =
  | { readonly at: EpochMs; readonly market: MarketMessage }
  | { readonly at: EpochMs; readonly report: VenueReport }
  | { readonly at: EpochMs; readonly lost: string };

export class PaperWorld implements ConnectionListener {
  readonly connection: Connection;
  readonly memory: MemoryText;
  readonly driver = createManualDriver();
  readonly heard: Heard[] = [];
  /** What to do about a report, as an engine would. */
  onReport: (report: VenueReport) => void = () => undefined;

  constructor(
    kind: WorldKind,
    { memory = new MemoryText(), seed = 'a world', keys = KEYS, ...changes }: WorldChanges = {},
  ) {
    this.memory = memory;
    const options: PaperConnectionOptions = {
      ...{ id: toConnectionId(kind), instruments: [BTC, ETH], cash: dec(100_000), latencyMs: 150, fills: 'marks' },
      ...{ markSeconds: 30, badDay: badDay({ isOn: false }), memory, driver: this.driver },
      costs: { slippageBps: dec(2), volumeCapPct: dec(10) },
      ...changes,
    };
    const made = { ...options, seed, timeframe: '15m', startAt: START, historyDays: 2 } as const;
    this.connection = {
      simulator: () => createSimulatorConnection(made),
      loopback: () => createLoopbackConnection(made, { ...keyDesk(), keys }),
      replay: () =>
        createReplayConnection({ ...options, candles: recordedCandles(), warmUpCandles: 192, isSimulated: true }),
    }[kind]();
  }

  /** A connected one. */
  static async open(kind: WorldKind, changes?: WorldChanges): Promise<PaperWorld> {
    const world = new PaperWorld(kind, changes);
    await world.connect();
    return world;
  }

  /** The same account after the program was killed: nothing is left but the memory. */
  async reborn(kind: WorldKind, changes?: WorldChanges): Promise<PaperWorld> {
    const resumeAt = this.connection.clock.now();
    return PaperWorld.open(kind, { ...changes, memory: new MemoryText(this.memory.load()), resumeAt });
  }

  connect(): Promise<void> {
    return this.connection.connect(this);
  }

  market(market: MarketMessage): void {
    this.heard.push({ at: this.connection.clock.now(), market });
  }

  report(report: VenueReport): void {
    this.heard.push({ at: this.connection.clock.now(), report });
    this.onReport(report);
  }

  lost(lost: string): void {
    this.heard.push({ at: this.connection.clock.now(), lost });
  }

  pass(ms: number): void {
    this.driver.advanceBy(ms);
  }

  perform(effect: OrderEffect): void {
    this.connection.venue.perform(effect);
  }

  /** Sends an order: a market buy of one BTC contract unless told otherwise. */
  submit(id: string, changes: Partial<OrderIntent> = {}): OrderIntent {
    const order = anIntent(id, { createdAt: this.connection.clock.now(), ...changes });
    this.perform({ kind: 'submitOrder', order });
    return order;
  }

  get reports(): readonly VenueReport[] {
    return this.heard.flatMap((one) => ('report' in one ? [one.report] : []));
  }

  get messages(): readonly MarketMessage[] {
    return this.heard.flatMap((one) => ('market' in one ? [one.market] : []));
  }

  /** What was heard from a time on, as text to compare. */
  told(from = toEpochMs(0)): string {
    return encode(this.heard.filter(({ at }) => at >= from));
  }

  /** What the exchange says of the account, as text to compare. */
  async account(): Promise<string> {
    const { venue } = this.connection;
    const since = toEpochMs(0);
    const all = [
      venue.openOrders(),
      venue.fills(since),
      venue.accountReports(since),
      venue.positions(),
      venue.balance(),
    ];
    return encode(await Promise.all<unknown>(all));
  }
}

const anIntent = (id: string, changes: Partial<OrderIntent> = {}): OrderIntent => ({
  ...{ intent: 1, clientOrderId: toClientOrderId(id), strategy: toStrategyId('manual'), purpose: 'entry' },
  ...{ symbol: BTC.symbol, side: 'buy', type: 'market', qty: dec(1), timeInForce: 'GTC' },
  ...{ reduceOnly: false, postOnly: false, createdAt: START },
  ...changes,
});

/** Four days of both markets; the first two are history. */
const recordedCandles = (seed = 'recorded'): readonly CandleColumns[] => [
  ...simulateCandles({
    ...{ seed, symbols: [BTC.symbol, ETH.symbol], from: toEpochMs(START - 2 * 86_400_000) },
    ...{ timeframe: '15m', count: 4 * 96 },
  }).values(),
];
