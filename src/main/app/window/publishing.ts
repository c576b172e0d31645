// From steps of the engines to items of the streams: what happened is told as it happens, figures are made when they are sent.
import type { PositionRow } from '../../../shared/contract/records/portfolio.ts';
import type { Candle } from '../../../shared/domain/candle.ts';
import { type PositionKey, positionKey, type StrategyId, type SymbolId } from '../../../shared/domain/ids.ts';
import { bucketOpen, type Timeframe, timeframeMs } from '../../../shared/time.ts';
import type { EngineEvent } from '../../engine/kernel/events.ts';
import type { EngineInput } from '../../engine/kernel/inputs.ts';
import type { StreamHub } from '../../ipc/streams/hub.ts';
import { toWire } from '../../ipc/toWire.ts';
import { activityText } from '../../store/activityText.ts';
import type { Logger } from '../../logging/logger.ts';
import type { EngineManager } from '../engineManager.ts';
import type { EngineHost } from '../host/engineHost.ts';
import type { HostWatcher } from '../host/hostWatcher.ts';
import { closedCandle, closedPosition, portfolioRow, positionRow, summaryOf } from './rows/engineRows.ts';
import { consensusRow, consensusTimeframes } from './rows/modelRows.ts';
import { fillRow, orderRow, tradeRow } from './rows/tradingRows.ts';

interface Publishing {
  readonly manager: EngineManager;
  readonly hub: StreamHub;
  readonly log: Logger;
}

/** Tells the hub of every engine of the manager, those to come included. */
export function publishEngines({ manager, hub, log }: Publishing): void {
  const attach = (host: EngineHost): void => {
    const publisher = new EnginePublisher(host, manager, hub);
    // Looking on must never stop an engine.
    const guarded = (tell: () => void): void => {
      try {
        tell();
      } catch (error) {
        log.error('a step could not be told to the window', { connection: host.id, error: String(error) });
      }
    };
    host.watcher = {
      stepped: (step) => guarded(() => publisher.stepped(step)),
      said: (line) => guarded(() => publisher.said(line)),
    };
    // Another host took the engine up from the journal: what was shown of steps that were lost is void.
    hub.restart();
  };
  manager.onHost = attach;
  manager.onSaid = (connection, line) => hub.add('activity', { connection, ...line, journalSeq: 0 });
  // What windows show of it is void.
  manager.onLeft = () => hub.restart();
  for (const host of manager.hosts) attach(host);
}

class EnginePublisher implements HostWatcher {
  private readonly host: EngineHost;
  private readonly manager: EngineManager;
  private readonly hub: StreamHub;
  private readonly isSimulated: boolean;
  /** As last told, for the last word on a position that is no more. */
  private readonly told = new Map<PositionKey, PositionRow>();
  private readonly forming = new Map<string, Forming>();

  constructor(host: EngineHost, manager: EngineManager, hub: StreamHub) {
    this.host = host;
    this.manager = manager;
    this.hub = hub;
    this.isSimulated = manager.views.find(({ id }) => id === host.id)?.isSimulated === true;
    if (host.core.config === undefined) return;
    for (const held of host.core.portfolio.open) this.told.set(held.key, positionRow(host, held));
  }

  stepped({ seq, input, events }: Parameters<HostWatcher['stepped']>[0]): void {
    if (input.kind === 'mark') this.marked(input);
    if (input.kind === 'candle') this.closed(input.candle);
    for (const event of events) this.happened(event, { seq, input, events });
    this.telling();
  }

  said(line: Parameters<HostWatcher['said']>[0]): void {
    this.hub.add('activity', { connection: this.host.id, ...line, journalSeq: 0 });
  }

  private happened(event: EngineEvent, step: Parameters<HostWatcher['stepped']>[0]): void {
    const { hub, host } = this;
    const { id: connection } = host;
    const journalSeq = step.seq;
    switch (event.kind) {
      case 'orderChanged':
        hub.add('orders', { ...orderRow(connection, event.order), journalSeq });
        break;
      case 'orderFilled': {
        const fill = fillRow(connection, event.fill, strategyOf(event.fill.clientOrderId, step));
        hub.add('trades', { kind: 'fill', journalSeq, fill });
        break;
      }
      case 'tradeClosed':
        hub.add('trades', { kind: 'trade', journalSeq, trade: tradeRow(connection, event.trade) });
        this.position(positionKey(event.trade.strategy, event.trade.symbol), journalSeq);
        break;
      case 'positionChanged':
        this.position(positionKey(event.position.strategy, event.position.symbol), journalSeq);
        break;
      case 'signalRaised':
        this.signal(event.signal, step);
        break;
      case 'equitySampled':
        hub.add('portfolio', { ...portfolioRow(host, this.isSimulated, true), journalSeq });
        break;
      case 'predictionReceived':
        this.consensus(event.prediction.symbol);
        break;
      case 'consensusChanged':
        this.consensus(event.consensus.symbol);
        break;
      case 'candleBuilt':
        this.closed(event.candle);
        break;
      default:
    }
    const line = activityText(event);
    if (line !== undefined) hub.add('activity', { connection, at: step.input.at, ...line, journalSeq });
  }

  /** The decision on a signal is made in its own step. */
  private signal(
    signal: Extract<EngineEvent, { kind: 'signalRaised' }>['signal'],
    { seq, events }: { seq: number; events: readonly EngineEvent[] },
  ): void {
    const made = events.find((event) => event.kind === 'decisionMade' && event.decision.signal === signal.id);
    this.hub.add('signals', {
      connection: this.host.id,
      signal: toWire(signal),
      ...(made?.kind === 'decisionMade' ? { decision: toWire(made.decision) } : {}),
      journalSeq: seq,
    });
  }

  private consensus(symbol: SymbolId): void {
    const { hub, host } = this;
    for (const timeframe of consensusTimeframes(host, symbol)) {
      const key = `${host.id}|${symbol}|${timeframe ?? ''}`;
      hub.set('predictions', key, () => consensusRow(host, symbol, timeframe));
    }
  }

  private position(key: PositionKey, journalSeq: number): void {
    const { host, told, hub } = this;
    const held = host.core.portfolio.position(key);
    const row = held === undefined ? told.get(key) : positionRow(host, held);
    if (row === undefined) return;
    if (held === undefined) told.delete(key);
    else told.set(key, row);
    hub.add('positions', { ...(held === undefined ? closedPosition(row) : row), journalSeq });
  }

  private marked({ symbol, bid, ask, last, at }: Extract<EngineInput, { kind: 'mark' }>): void {
    const { hub, host } = this;
    const { id: connection } = host;
    hub.set('marks', `${connection}|${symbol}`, () => ({ connection, symbol, bid, ask, last, at }));
    for (const { timeframe } of host.core.market(symbol).sets) this.form(symbol, timeframe, { at, price: last });
    for (const { key } of host.core.portfolio.positionsIn(symbol)) this.figures(key);
  }

  private figures(key: PositionKey): void {
    this.hub.set('positions', `${this.host.id}|${key}`, () => {
      const held = this.host.core.portfolio.position(key);
      return held === undefined ? undefined : { ...positionRow(this.host, held), journalSeq: 0 };
    });
  }

  /** The candle that is not closed yet, from the prices so far: for the eye alone, nothing decides on it. */
  private form(symbol: SymbolId, timeframe: Timeframe, { at, price }: { at: number; price: number }): void {
    const key = `${symbol}|${timeframe}`;
    this.grow(key, bucketOpen(at, timeframe), { open: price, high: price, low: price, close: price });
    const { id: connection } = this.host;
    this.hub.set('candles', `${connection}|${key}`, () => {
      const forming = this.forming.get(key);
      return forming && { connection, symbol, timeframe, ...forming, volume: null, isClosed: false };
    });
  }

  private grow(key: string, openTime: number, { open, high, low, close }: Omit<Forming, 'openTime'>): void {
    const known = this.forming.get(key);
    if (known?.openTime === openTime) {
      known.high = Math.max(known.high, high);
      known.low = Math.min(known.low, low);
      known.close = close;
    } else if (known === undefined || known.openTime < openTime)
      this.forming.set(key, { openTime, open, high, low, close });
  }

  private closed(candle: Candle): void {
    const { hub, host } = this;
    const { symbol, timeframe, openTime } = candle;
    hub.add('candles', closedCandle(host.id, candle));
    for (const { timeframe: longer } of host.core.market(symbol).sets)
      if (timeframeMs(longer) > timeframeMs(timeframe))
        this.grow(`${symbol}|${longer}`, bucketOpen(openTime, longer), candle);
  }

  /** After every step: what the top bar and the account show may be another figure. */
  private telling(): void {
    const { hub, host, manager, isSimulated } = this;
    if (!hub.isWatched) return;
    hub.set('engines', host.id, () => summaryOf(manager, host.id));
    hub.set('portfolio', host.id, () =>
      host.core.config === undefined ? undefined : { ...portfolioRow(host, isSimulated), journalSeq: 0 },
    );
  }
}

interface Forming {
  readonly openTime: number;
  readonly open: number;
  high: number;
  low: number;
  close: number;
}

/** Whose order was filled: its change is told in the same step. */
function strategyOf(
  clientOrderId: string,
  { events }: { readonly events: readonly EngineEvent[] },
): StrategyId | undefined {
  for (const event of events)
    if (event.kind === 'orderChanged' && event.order.clientOrderId === clientOrderId) return event.order.strategy;
  return undefined;
}
