// Candle tables: one row per candle, what is asked at its close, and what is filled in it. Text, so that an eye can check it.
//   100 101 99 100        | buy 1 market stopLoss:2% |
//   101 102 100 101       |                          | buy 1 @ 101 taker
//   gap                   |                          |
//   B: 10 11 9 10 500     |                          |        (another symbol, and a volume)
import { hash } from 'node:crypto';
import { expect } from 'vitest';
import { decode, encode } from '../../src/main/engine/kernel/canonical.ts';
import type { EngineConfig } from '../../src/main/engine/kernel/engineConfig.ts';
import { Engine } from '../../src/main/engine/kernel/engine.ts';
import type { EngineInput, UserCommand } from '../../src/main/engine/kernel/inputs.ts';
import type { FundingSource } from '../../src/main/engine/paper/paperAccount.ts';
import { PaperVenue, type PaperVenueOptions, type PaperVenueState } from '../../src/main/engine/paper/paperVenue.ts';
import type { Candle } from '../../src/shared/domain/candle.ts';
import { type EpochMs, toConnectionId, toEpochMs, toStrategyId, toSymbolId } from '../../src/shared/domain/ids.ts';
import type { Instrument } from '../../src/shared/domain/instrument.ts';
import type { ExitPlan, OrderRequest } from '../../src/shared/domain/order.ts';
import type { Trade } from '../../src/shared/domain/portfolio.ts';
import type { StrategyDefinition } from '../../src/shared/domain/strategy.ts';
import { type Decimal } from '../../src/shared/money.ts';
import { HOUR_MS, timeframeMs } from '../../src/shared/time.ts';
import { openTimeAt, START } from './aCandle.ts';
import { anInstrument, aRiskConfig, dec } from './risk.ts';

export const sha256 = (text: string): string => hash('sha256', text);

/** Every risk limit off, 15m. */
export const anEngineConfig = (part: Partial<EngineConfig> = {}): EngineConfig => ({
  connection: toConnectionId('test'),
  mode: 'backtest',
  isEnabled: true,
  isLiveAllowed: false,
  baseTimeframe: '15m',
  instruments: [anInstrument()],
  strategies: [],
  indicationSets: [],
  risk: aRiskConfig(),
  freshness: { candleGraceMs: 300_000, markMaxAgeMs: 60_000 },
  hasVenueProtection: true,
  ...part,
});

/** Tick 1, lot 1, no fees: figures an eye can follow. */
export const aMarketOf = (part: Partial<Instrument> = {}): Instrument =>
  anInstrument({
    ...{ symbol: toSymbolId('A'), tickSize: dec(1), lotSize: dec(1), minQty: dec(1), minNotional: dec(0) },
    ...{ makerBps: dec(0), takerBps: dec(0) },
    ...part,
  });
export const aSpotMarket = (part: Partial<Instrument> = {}): Instrument =>
  aMarketOf({ kind: 'spot', maxLeverage: dec(1), maintenanceMarginPct: dec(0), ...part });

export interface TableOptions {
  readonly instruments?: readonly Instrument[];
  readonly strategies?: readonly StrategyDefinition[];
  readonly cash?: string;
  readonly slippageBps?: string;
  readonly volumeCapPct?: string;
  readonly latencyMs?: number;
  readonly funding?: FundingSource;
  readonly limitFill?: PaperVenueOptions['limitFill'];
  /** Open time of the first row; 2024-01-01T00:00Z. */
  readonly from?: EpochMs;
}

type TradeText = { readonly [field in keyof Trade]: Trade[field] extends Decimal | undefined ? string : Trade[field] };

export interface TableRun {
  readonly engine: Engine;
  /** As JSON has them. */
  readonly trades: readonly TradeText[];
  readonly balance: string;
  readonly equity: string;
}

const VOLUME = 1e9;

/** Plays the table and compares every row's last column; returns the account for more questions. */
export const checkTable = (options: TableOptions, text: string): TableRun => checkRows(CandleTable, options, text);

/** The same for a table of another kind. Played once more with the venue saved and loaded at every turn. */
export function checkRows(Table: typeof CandleTable, options: TableOptions, text: string): TableRun {
  const table = new Table(options);
  checkEvery(table, text);
  const interrupted = new Table(options);
  interrupted.isInterrupted = true;
  checkEvery(interrupted, text);
  return {
    engine: table.engine,
    trades: JSON.parse(JSON.stringify(table.trades)) as TradeText[],
    balance: table.engine.core.portfolio.balance.toString(),
    equity: table.engine.core.portfolio.equity.toString(),
  };
}

function checkEvery(table: CandleTable, text: string): void {
  const rows = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const played = rows.map((row) => {
    const [market = '', asked = ''] = row.split('|').map((cell) => cell.trim());
    const found = table.play(market, asked === '' ? [] : asked.split(';').map((order) => order.trim()));
    return `${market} | ${asked} | ${found.join('; ')}`.trim();
  });
  expect(played).toEqual(
    rows.map((row) =>
      row
        .split('|')
        .map((cell) => cell.trim())
        .join(' | ')
        .trim(),
    ),
  );
}

/** The engine and the paper venue, candle by candle, as the backtest drives them, with commands in between. */
export class CandleTable {
  readonly engine = new Engine(sha256);
  readonly trades: Trade[] = [];
  isInterrupted = false;
  protected venue: PaperVenue;
  private readonly venueOptions: PaperVenueOptions;
  protected readonly first: string;
  /** Several strategies: fills say whose they are. */
  private readonly isShared: boolean;
  private readonly next = new Map<string, number>();
  protected readonly from: EpochMs;
  protected found: string[] = [];
  private timerAt = Infinity;

  constructor(options: TableOptions) {
    const { instruments = [aMarketOf()], strategies = [], cash = '10000', funding, from = START } = options;
    this.first = (instruments[0] as Instrument).symbol;
    this.from = from;
    this.isShared = strategies.length > 1;
    this.venueOptions = {
      costs: {
        slippageBps: dec(options.slippageBps ?? 0),
        volumeCapPct: dec(options.volumeCapPct ?? 0),
        latencyMs: options.latencyMs ?? 0,
      },
      account: this.engine.core.portfolio,
      instruments,
      funding,
      limitFill: options.limitFill,
    };
    this.venue = new PaperVenue(this.venueOptions);
    this.step({ kind: 'config', at: from, config: anEngineConfig({ instruments, strategies }) });
    const deposit = { type: 'deposit', id: 'start', amount: dec(cash), reason: 'start' } as const;
    this.step({ kind: 'venue', at: from, report: deposit });
  }

  play(market: string, asked: readonly string[]): readonly string[] {
    this.found = [];
    const [name, figures] = market.includes(':') ? market.split(':') : [this.first, market];
    const symbol = toSymbolId(name as string);
    const index = this.next.get(symbol) ?? 0;
    this.next.set(symbol, index + 1);
    const openTime = toEpochMs(this.from + (openTimeAt(index) - START));
    const at = toEpochMs(openTime + timeframeMs('15m'));
    if (figures?.trim() === 'gap') {
      this.step({ kind: 'feed', at, status: { type: 'outage', symbol, timeframe: '15m', from: openTime, to: at } });
      return this.found;
    }
    const [open, high, low, close, volume = VOLUME] = (figures as string).trim().split(/\s+/).map(Number) as [
      ...[number, number, number, number, number?],
    ];
    const candle: Candle = { symbol, timeframe: '15m', openTime, open, high, low, close, volume };
    this.wake(at);
    this.venue.beginCandle(candle);
    this.drain(at);
    this.step({ kind: 'candle', at, candle });
    this.drain(at);
    this.ask(asked, symbol, at);
    return this.found;
  }

  /** Timers due by `at`. */
  protected wake(at: EpochMs): void {
    while (this.timerAt <= at) {
      const due = toEpochMs(this.timerAt);
      this.timerAt = Infinity;
      this.step({ kind: 'timer', at: due });
    }
  }

  protected ask(asked: readonly string[], symbol: Candle['symbol'], at: EpochMs): void {
    for (const order of asked) this.step({ kind: 'command', at, command: commandOf(order, symbol, this.engine) });
    this.drain(at);
  }

  protected drain(at: EpochMs): void {
    for (;;) {
      this.restart();
      const report = this.venue.poll();
      if (report === undefined) return;
      this.step({ kind: 'venue', at, report });
    }
  }

  /** As after a crash: what was written down is all that is left of the venue. */
  private restart(): void {
    if (!this.isInterrupted) return;
    const text = encode(this.venue.save());
    this.venue = new PaperVenue(this.venueOptions);
    this.venue.load(decode(text) as PaperVenueState);
  }

  protected step(input: EngineInput): void {
    const { events, effects } = this.engine.step(input);
    for (const event of events) this.note(event);
    for (const effect of effects) {
      if (effect.kind === 'armTimer') this.timerAt = effect.at;
      else {
        this.restart();
        this.venue.perform(effect, this.engine.core.clock);
      }
    }
  }

  private note(event: ReturnType<Engine['step']>['events'][number]): void {
    const { found } = this;
    switch (event.kind) {
      case 'orderFilled': {
        const { clientOrderId, side, qty, price, liquidity } = event.fill;
        const purpose = this.engine.core.orders.find(clientOrderId)?.purpose ?? 'liquidation';
        const why = purpose === 'entry' || purpose === 'manual' ? '' : ` ${purpose}`;
        const whose = this.isShared
          ? ` by ${this.engine.core.orders.find(clientOrderId)?.strategy ?? 'the venue'}`
          : '';
        found.push(`${side} ${qty.toString()} @ ${price.toString()} ${liquidity}${why}${whose}`);
        return;
      }
      case 'orderChanged': {
        const { state, purpose } = event.order;
        const isOurs = purpose === 'entry' || purpose === 'manual';
        if (isOurs && ['canceled', 'expired', 'rejected'].includes(state)) found.push(state);
        return;
      }
      case 'commandRefused':
        found.push(`refused ${event.reason.split(':')[0] as string}`);
        return;
      case 'ledgerPosted':
        if (event.entry.kind === 'funding') found.push(`funding ${event.entry.amount.toString()}`);
        return;
      case 'tradeClosed':
        this.trades.push(event.trade);
        return;
      default:
    }
  }
}

const KINDS = ['market', 'limit', 'stop', 'stopLimit', 'takeProfit', 'trailingStop'] as const;

/** `buy 1 limit 99 postOnly IOC reduceOnly group:x stopLoss:2% takeProfit:105 trail:3/1 breakEven:2/0 maxHold:1h`, `cancel`, `close`. */
function commandOf(text: string, symbol: Candle['symbol'], engine: Engine): UserCommand {
  const who = { by: 'cli', reason: 'test' } as const;
  if (text === 'close') return { ...who, type: 'closePosition', strategy: toStrategyId('manual'), symbol };
  if (text === 'cancel') {
    const order = engine.core.orders.open.find(({ purpose }) => purpose === 'entry' || purpose === 'manual');
    if (order === undefined) throw new Error('expected a working order to cancel');
    return { ...who, type: 'cancelOrder', clientOrderId: order.clientOrderId };
  }
  const words = text.split(/\s+/);
  const option = (name: string): string | undefined =>
    words.find((word) => word.startsWith(`${name}:`))?.slice(name.length + 1);
  const group = option('group');
  return {
    ...{ ...who, type: 'placeOrder', order: orderOf(words, option, { symbol, at: engine.core.clock }) },
    ...{ exits: exitsOf(option), ...(group !== undefined && { group }) },
  };
}

type Option = (name: string) => string | undefined;

function orderOf(
  words: readonly string[],
  option: Option,
  { symbol, at }: { symbol: Candle['symbol']; at: EpochMs },
): OrderRequest {
  const [side, qty, name, ...rest] = words;
  const type = KINDS.find((kind) => kind === name);
  if ((side !== 'buy' && side !== 'sell') || type === undefined)
    throw new Error(`expected an order: ${words.join(' ')}`);
  const prices = rest.filter((word) => /^[\d.]+$/.test(word)).map(dec);
  const [trailPct, until] = [option('trailPct'), option('GTD')];
  const atOnce = (['IOC', 'FOK'] as const).find((word) => rest.includes(word));
  const hasStop = type === 'stop' || type === 'stopLimit' || type === 'trailingStop';
  return {
    ...{ symbol, side, type, qty: dec(qty as string) },
    stopPrice: hasStop ? prices[0] : undefined,
    limitPrice: hasStop ? prices[1] : prices[0],
    trailPct: trailPct === undefined ? undefined : dec(trailPct),
    timeInForce: until === undefined ? (atOnce ?? 'GTC') : 'GTD',
    expireAt: until === undefined ? undefined : toEpochMs(at + Number(until) * timeframeMs('15m')),
    ...{ reduceOnly: rest.includes('reduceOnly'), postOnly: rest.includes('postOnly') },
  };
}

function exitsOf(option: Option): ExitPlan {
  const level = (name: string): { pct: Decimal } | { price: Decimal } | undefined => {
    const text = option(name);
    if (text === undefined) return undefined;
    return text.endsWith('%') ? { pct: dec(text.slice(0, -1)) } : { price: dec(text) };
  };
  const pair = (name: string): readonly [Decimal, Decimal] | undefined =>
    option(name)?.split('/').map(dec) as [Decimal, Decimal] | undefined;
  const [stopLoss, takeProfit] = [level('stopLoss'), level('takeProfit')];
  const [trail, breakEven, hold] = [pair('trail'), pair('breakEven'), option('maxHold')];
  return {
    ...(stopLoss && { stopLoss }),
    ...(takeProfit && { takeProfit }),
    ...(trail && { trailing: { activationPct: trail[0], distancePct: trail[1] } }),
    ...(breakEven && { breakEven: { activationPct: breakEven[0], offsetPct: breakEven[1] } }),
    ...(hold !== undefined && { maxHoldMs: Number(hold.slice(0, -1)) * HOUR_MS }),
  };
}
