// The link on the simulated exchange through a bad day with crashes in it: afterwards nothing is doubled, lost or in doubt.
import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ConnectionLink } from '../../../../src/main/app/link/connectionLink.ts';
import type { EngineCore } from '../../../../src/main/engine/kernel/core.ts';
import type { EngineEffect } from '../../../../src/main/engine/kernel/effects.ts';
import { Engine } from '../../../../src/main/engine/kernel/engine.ts';
import type { EngineInput } from '../../../../src/main/engine/kernel/inputs.ts';
import { createRng } from '../../../../src/main/engine/kernel/rng.ts';
import { type Connection, isOrderEffect } from '../../../../src/main/venues/ports.ts';
import { type EpochMs, toEpochMs, toConnectionId } from '../../../../src/shared/domain/ids.ts';
import type { Config } from '../../../../src/shared/config/schema.ts';
import type { ExitPlan, OrderRequest } from '../../../../src/shared/domain/order.ts';
import { HOUR_MS, SECOND_MS } from '../../../../src/shared/time.ts';
import { START } from '../../../builders/aCandle.ts';
import { anEngineConfig, sha256 } from '../../../builders/engineRun.ts';
import { silentLog } from '../../../builders/linkRun.ts';
import { badDay, PaperWorld, BTC, ETH } from '../../../builders/paperWorld.ts';
import { aRiskConfig, dec } from '../../../builders/risk.ts';
import { MemoryText } from '../../../fakes/memoryText.ts';

const INSTRUMENTS = [BTC, { ...BTC, symbol: ETH.symbol.concat(':USDT') as typeof BTC.symbol }];
const CASH = dec(1_000_000);

/** A program that can be killed: what it has not made durable is gone, what it has is what it comes back with. */
class Program {
  engine: Engine;
  link: ConnectionLink | undefined;
  world: PaperWorld | undefined;
  readonly notices: string[] = [];
  readonly submitted: string[] = [];
  private readonly memory = new MemoryText();
  private readonly rng = createRng('program');
  /** The journal: fills booked for good, and the engine as of the last durable step. */
  private durable: { readonly snapshot: string; readonly fills: readonly string[] };
  private fills: string[] = [];
  private callOff = (): void => undefined;
  private isDead = false;
  /** Dies on the next order effect, after the commit and before it is performed. */
  diesBeforeSending = false;

  constructor() {
    this.engine = new Engine(sha256);
    const config = anEngineConfig({
      ...{ connection: toConnectionId('simulator'), instruments: INSTRUMENTS, risk: aRiskConfig() },
    });
    this.engine.step({ kind: 'config', at: START, config });
    const report = { type: 'deposit', id: 'start', amount: CASH, reason: 'balance at the start' } as const;
    this.engine.step({ kind: 'venue', at: START, report });
    this.durable = { snapshot: this.engine.snapshot(), fills: [] };
  }

  get core(): EngineCore {
    return this.engine.core;
  }

  get connection(): Connection {
    if (this.world === undefined) throw new Error('not started');
    return this.world.connection;
  }

  /** Second by second, so that what waits for a time goes on close to it. */
  async live(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      await this.world?.driver.liveFor(SECOND_MS);
      await setImmediate();
    }
  }

  hasFill(id: string): boolean {
    return this.fills.includes(id);
  }

  async start(day: Config['badDay']): Promise<void> {
    this.isDead = false;
    this.diesBeforeSending = false;
    this.engine = Engine.restore(this.durable.snapshot, sha256);
    this.fills = [...this.durable.fills];
    const isFirst = this.core.clock === START;
    this.world = new PaperWorld('simulator', {
      ...{
        instruments: INSTRUMENTS,
        cash: CASH,
        markSeconds: 5,
        badDay: day,
        memory: new MemoryText(this.memory.load()),
      },
      ...(isFirst ? {} : { resumeAt: this.core.clock }),
    });
    this.link = new ConnectionLink({
      ...{ connection: this.connection, inlet: this, rng: this.rng.fork(String(this.core.clock)), log: silentLog },
      ...{ policy: { silenceMs: 30 * SECOND_MS }, historyMs: 6 * HOUR_MS, notify: (text) => this.notices.push(text) },
    });
    void this.link.start().catch(() => undefined);
    for (let turn = 0; turn < 5; turn++) await setImmediate();
  }

  /** Nothing is flushed, nothing is said; the exchange remembers what it had saved. */
  async kill(): Promise<void> {
    this.isDead = true;
    this.memory.save(this.world?.memory.load() ?? '');
    await this.link?.stop();
    await this.connection.close();
  }

  take(input: EngineInput): void {
    if (this.isDead) return;
    const { events, effects } = this.engine.step(input);
    for (const event of events) if (event.kind === 'orderFilled') this.fills.push(event.fill.fillId);
    if (effects.some(isOrder)) {
      this.durable = { snapshot: this.engine.snapshot(), fills: [...this.fills] };
      if (this.diesBeforeSending) {
        this.isDead = true;
        return;
      }
    }
    for (const effect of effects) this.perform(effect);
  }

  private perform(effect: EngineEffect): void {
    if (effect.kind === 'requestBackfill') this.link?.backfill(effect);
    else if (effect.kind === 'armTimer') {
      this.callOff();
      this.callOff = this.connection.clock.at(effect.at, () => this.take({ kind: 'timer', at: this.now() }));
    } else if (isOrderEffect(effect)) {
      if (effect.kind === 'submitOrder') this.submitted.push(effect.order.clientOrderId);
      this.connection.venue.perform(effect);
    }
  }

  command(command: { type: 'placeOrder'; order: OrderRequest; exits: ExitPlan } | { type: 'closeAll' }): void {
    this.take({ kind: 'command', at: this.now(), command: { ...command, by: 'cli', reason: 'test' } });
  }

  private now(): EpochMs {
    return toEpochMs(Math.max(this.connection.clock.now(), this.core.clock));
  }
}

const isOrder = ({ kind }: EngineEffect): boolean =>
  kind === 'submitOrder' || kind === 'cancelOrder' || kind === 'amendOrder';

it.each(['a', 'c'])('a bad day with crashes leaves nothing behind (seed %s)', async (seed) => {
  const chance = createRng(seed);
  const program = new Program();
  const day = badDay({
    ...{ seed, feedLossEveryMinutes: 10, feedLossSeconds: 60, silenceEveryMinutes: 15, silenceSeconds: 90 },
    ...{ lateChance: 0.05, lateSeconds: 5, duplicateChance: 0.05, rejectChance: 0.05, unknownChance: 0.1 },
    partialFillChance: 0.3,
  });
  await program.start(day);
  for (let turn = 0; turn < 80; turn++) {
    await program.live(40 * chance.next());
    if (chance.next() < 0.05) {
      await program.kill();
      await program.start(day);
      continue;
    }
    program.diesBeforeSending = chance.next() < 0.03;
    trade(program, chance.next(), chance.next());
    if (program.diesBeforeSending) {
      await program.kill();
      await program.start(day);
    }
  }
  await program.kill();
  await program.start(badDay({ isOn: false }));
  await program.live(120);
  const { core, connection, submitted, notices } = program;
  expect(core.feed).toMatchObject({ isConnected: true, isReconciling: false, reconciling: new Set() });
  expect(notices).toEqual([]);
  const theirs = new Map((await connection.venue.positions()).map(({ symbol, qty }) => [symbol, qty]));
  for (const { symbol } of INSTRUMENTS) {
    expect(core.portfolio.netQty(symbol).toNumber()).toBe(theirs.get(symbol)?.toNumber() ?? 0);
  }
  const open = (await connection.venue.openOrders()).map(({ clientOrderId }) => clientOrderId);
  expect(core.orders.open.map(({ clientOrderId }) => clientOrderId).toSorted()).toEqual(open.toSorted());
  expect(new Set(submitted).size).toBe(submitted.length);
  expect(submitted.length).toBeGreaterThan(50);
});

function trade(program: Program, kind: number, size: number): void {
  const symbol = INSTRUMENTS[size < 0.5 ? 0 : 1]!.symbol;
  const price = program.core.market(symbol).price;
  const held = program.core.portfolio.netQty(symbol);
  const order = {
    symbol,
    timeInForce: 'GTC',
    reduceOnly: false,
    postOnly: false,
    qty: dec(1 + Math.round(size * 20)),
  } as const;
  const exits: ExitPlan = { stopLoss: { pct: dec('0.3') }, takeProfit: { pct: dec('0.4') } };
  if (kind < 0.1) program.command({ type: 'closeAll' });
  else if (kind < 0.6)
    program.command({
      type: 'placeOrder',
      order: { ...order, type: 'market', side: held.isPositive() ? 'sell' : 'buy' },
      exits,
    });
  else if (price > 0) {
    const limitPrice = dec((price * (1 - 0.002 * size)).toFixed(1));
    program.command({ type: 'placeOrder', order: { ...order, type: 'limit', limitPrice, side: 'buy' }, exits });
  }
}
