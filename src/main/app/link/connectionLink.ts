// The link between a connection and its engine: reads the past, connects and reconnects, passes on what is sound, notices
// silence, asks for what is missing, and keeps both accounts in agreement. It waits on the connection's clock alone.
import type { EpochMs } from '../../../shared/domain/ids.ts';
import { AppError } from '../../../shared/errors.ts';
import { MINUTE_MS, SECOND_MS, type Timeframe, timeframeMs } from '../../../shared/time.ts';
import type { Rng } from '../../engine/kernel/rng.ts';
import type { Logger } from '../../logging/logger.ts';
import type { Connection, ConnectionListener } from '../../venues/ports.ts';
import { Backoff } from './backoff.ts';
import { CandleFlow } from './candleFlow.ts';
import { measureSkew } from './clockSkew.ts';
import { Edge } from './edge.ts';
import type { DifferenceItem } from '../../../shared/domain/reconciliation.ts';
import { type EngineInlet, untilStopped } from './engineInlet.ts';
import { History, type SymbolRange } from './history.ts';
import { Reconciler } from './reconciler.ts';
import { isCanceled, Waits } from './waits.ts';

export interface LinkPolicy {
  /** A feed that says nothing for longer, by the connection's clock, is taken for lost. Infinity: never. */
  readonly silenceMs: number;
}

/** Of a stream with a price of each symbol every `markSeconds`; undefined: only candles come. */
export function linkPolicy(stream: {
  readonly markSeconds: number | undefined;
  readonly timeframe: Timeframe;
  readonly candleGraceMs: number;
}): LinkPolicy {
  const { markSeconds, timeframe, candleGraceMs } = stream;
  if (markSeconds === undefined) return { silenceMs: timeframeMs(timeframe) + candleGraceMs };
  return { silenceMs: Math.max(SILENCE_MS, 3 * markSeconds * SECOND_MS) };
}

/** What a link shows of itself. */
export interface LinkStatus {
  readonly isConnected: boolean;
  /** A sentence: what it is doing, or why it cannot. */
  readonly detail: string;
  readonly reconnects: number;
  /** Messages left out because they were malformed. */
  readonly rejected: number;
  readonly lastMarketAt: EpochMs | undefined;
  readonly lastReportAt: EpochMs | undefined;
  readonly clockSkewMs: number | undefined;
  /** Nothing more will come: no further attempt would change that. */
  readonly isOver: boolean;
  /** Since when the venue could not be asked about the account; undefined while it can. */
  readonly reconcileFailingSince: EpochMs | undefined;
}

export interface LinkOptions {
  readonly connection: Connection;
  readonly inlet: EngineInlet;
  readonly rng: Rng;
  readonly log: Logger;
  readonly policy: LinkPolicy;
  /** How far back the first warm-up reads. */
  readonly historyMs: number;
  /** A critical sentence for the trader. */
  readonly notify: (text: string) => void;
}

const SILENCE_MS = 30 * SECOND_MS;
const SKEW_EVERY_MS = 5 * MINUTE_MS;
/** So long connected, and the next loss is met as the first one. */
const HEALTHY_MS = MINUTE_MS;

/** From one `connect` to its loss. */
interface Session {
  isOver: boolean;
  reason: string;
  since: EpochMs;
}

export class ConnectionLink {
  private readonly options: LinkOptions;
  private readonly waits: Waits;
  /** Closed once stopped. */
  private readonly inlet: EngineInlet;
  private readonly edge: Edge;
  private readonly history: History;
  private readonly flow: CandleFlow;
  private readonly reconciler: Reconciler;
  private readonly backoff: Backoff;
  private readonly running = new Set<Promise<void>>();
  private session: Session | undefined;
  private detail = 'not started';
  private isOver = false;
  private reconnects = 0;
  private lastMarketAt: EpochMs | undefined;
  private lastReportAt: EpochMs | undefined;

  constructor(options: LinkOptions) {
    const { connection, rng, log, notify } = options;
    this.options = options;
    this.waits = new Waits(connection.clock);
    this.inlet = untilStopped(options.inlet, this.waits);
    const { waits, inlet } = this;
    this.edge = new Edge(connection, log);
    this.history = new History({ connection, inlet, edge: this.edge, waits, historyMs: options.historyMs });
    this.backoff = new Backoff(rng.fork('connect'));
    this.flow = new CandleFlow({
      ...{ inlet, history: this.history, waits, drop: (work) => this.drop(work) },
      newBackoff: () => new Backoff(rng.fork('backfill')),
    });
    this.reconciler = new Reconciler({
      ...{ connection, inlet, waits, log, notify, backoff: new Backoff(rng.fork('reconcile')) },
      isConnected: () => this.isConnected,
    });
  }

  get status(): LinkStatus {
    const { detail, isConnected, isOver, reconnects, lastMarketAt, lastReportAt } = this;
    return {
      ...{ isConnected, isOver, detail, reconnects, rejected: this.edge.rejected, lastMarketAt, lastReportAt },
      clockSkewMs: this.options.inlet.core.feed.clockSkewMs,
      reconcileFailingSince: this.reconciler.failingSince,
    };
  }

  /**
   * Warm-up, connect, reconcile; resolves once the engine may trade. Tries for as long as it takes; rejects with the `AppError`
   * that no further attempt would change, and with CANCELED when it is stopped. The engine must have its configuration.
   */
  async start(): Promise<void> {
    try {
      this.say('disconnected', 'reading the history');
      this.reconciler.fallBehind();
      const session = await this.warmUp();
      this.drop(this.reconciler.run());
      await this.begin(session);
    } catch (error) {
      this.giveUp(error);
      throw error;
    }
  }

  /** Differences with the venue's account that wait for the trader, and those that are ignored. */
  get inbox(): readonly DifferenceItem[] {
    return this.reconciler.inbox;
  }

  /** Differences that settle themselves. */
  get comparing(): Reconciler['comparing'] {
    return this.reconciler.comparing;
  }

  /** Compares the accounts soon; `settled`: the difference that was settled. */
  lookAgain(settled?: string): void {
    this.reconciler.lookAgain(settled);
  }

  /** Asks the venue for what the engine misses, until it is there or the venue says it has none. */
  backfill(effect: SymbolRange): void {
    this.flow.backfill(effect);
  }

  /** Compares the accounts now, not when it is due; a kill switch is verified by that. */
  reconcile(): void {
    this.drop(this.reconciler.reconcile());
  }

  /** No more inputs after it; never rejects. The connection stays open: whoever opened it closes it. */
  async stop(): Promise<void> {
    this.waits.stop();
    this.detail = 'stopped';
    await Promise.allSettled(this.running);
  }

  private get isConnected(): boolean {
    return this.session?.isOver === false && !this.waits.isStopped;
  }

  /** Reads the past before the first message comes, and connects. */
  private async warmUp(): Promise<Session> {
    let session: Session | undefined;
    for (;;) {
      try {
        await this.history.catchUp();
        return session?.isOver === false ? session : await this.openSession();
      } catch (error) {
        const sentence = this.retrySentence(error, 'cannot read the history');
        // A simulated world may stand still until somebody connects: waiting alone would change nothing.
        if (session !== undefined) await this.retryLater(sentence);
        if (session?.isOver !== false) session = await this.openSession();
      }
    }
  }

  /** Tries to connect until a session lives. */
  private async openSession(): Promise<Session> {
    for (;;) {
      const session: Session = { isOver: false, reason: '', since: this.now() };
      try {
        await this.waits.answer(this.options.connection.connect(this.listener(session)));
        if (!session.isOver) return session;
        await this.retryLater(`lost at once: ${session.reason}`);
      } catch (error) {
        await this.retryLater(this.retrySentence(error, 'cannot connect'));
      }
    }
  }

  /** Resolves when the accounts have been compared. */
  private async begin(session: Session): Promise<void> {
    this.session = session;
    session.since = this.now();
    // Before the feed counts as connected: no entry may slip in between.
    this.reconciler.fallBehind();
    const reconciled = this.reconciler.reconcile();
    this.say('connected', 'connected');
    this.listenForSilence(session, session.since);
    this.drop(this.flow.whileHeld(this.readMissed(session)));
    this.drop(this.watchSkew(session));
    await reconciled;
  }

  private listener(session: Session): ConnectionListener {
    const { waits, edge, flow, reconciler } = this;
    return {
      market: (message) => {
        if (waits.isStopped || !edge.isSound(message)) return;
        const at = this.now();
        this.lastMarketAt = at;
        if (message.kind === 'candle') return flow.take(message.candle);
        const { symbol, bid, ask, last } = message;
        this.inlet.take({ kind: 'mark', at, symbol, bid, ask, last });
      },
      report: (report) => {
        if (waits.isStopped) return;
        this.lastReportAt = this.now();
        reconciler.report(report);
      },
      lost: (reason) => this.lose(session, reason),
    };
  }

  private lose(session: Session, reason: string): void {
    if (session.isOver || this.waits.isStopped) return;
    session.isOver = true;
    session.reason = reason;
    // Still connecting: that attempt has failed.
    if (session !== this.session) return;
    if (this.now() - session.since >= HEALTHY_MS) this.backoff.reset();
    this.say('disconnected', reason);
    this.reconciler.fallBehind();
    this.drop(this.reconnect(reason));
  }

  private async reconnect(reason: string): Promise<void> {
    try {
      await this.retryLater(`lost: ${reason}`);
      const session = await this.openSession();
      this.reconnects += 1;
      await this.begin(session);
    } catch (error) {
      this.giveUp(error);
    }
  }

  private listenForSilence(session: Session, since: number): void {
    const { silenceMs } = this.options.policy;
    const silentAt = since + silenceMs;
    if (silentAt === Infinity) return;
    this.waits.later(silentAt - this.now(), () => {
      const heardAt = Math.max(since, this.lastMarketAt ?? 0);
      if (session.isOver) return;
      if (heardAt > since) this.listenForSilence(session, heardAt);
      else this.lose(session, `nothing came for ${String(silenceMs / SECOND_MS)} s`);
    });
  }

  /** The candles of the time without a connection, and whatever the engine still misses. */
  private async readMissed(session: Session): Promise<void> {
    const backoff = new Backoff(this.options.rng.fork('missed'));
    while (!session.isOver) {
      try {
        await this.history.catchUp();
        this.flow.backfillOpenGaps();
        return;
      } catch (error) {
        if (isCanceled(error)) throw error;
        await this.waits.pause(backoff.next());
      }
    }
  }

  private async watchSkew(session: Session): Promise<void> {
    while (!session.isOver) {
      try {
        await measureSkew(this.options.connection, this.inlet, this.waits);
      } catch (error) {
        if (isCanceled(error)) throw error;
        this.options.log.warn('the clock of the venue cannot be read', { error: String(error) });
      }
      await this.waits.pause(SKEW_EVERY_MS);
    }
  }

  /** What failed, as a sentence; throws what no further attempt would change. */
  private retrySentence(error: unknown, what: string): string {
    if (!(error instanceof AppError) || !error.retryable) throw error;
    this.options.log.warn(what, { error: error.message });
    return `${what}: ${error.message}`;
  }

  private async retryLater(sentence: string): Promise<void> {
    const ms = this.backoff.next();
    this.detail = `${sentence}; trying again in ${(ms / SECOND_MS).toFixed(1)} s`;
    await this.waits.pause(ms);
  }

  private giveUp(error: unknown): void {
    if (isCanceled(error)) return;
    const reason = error instanceof Error ? error.message : String(error);
    this.isOver = true;
    this.detail = `not trying any more: ${reason}`;
    this.options.notify(`Nothing more comes from this connection: ${reason}.`);
  }

  private say(type: 'connected' | 'disconnected', detail: string): void {
    this.detail = detail;
    this.inlet.take({ kind: 'feed', at: this.now(), status: { type, detail } });
  }

  private now(): EpochMs {
    return this.waits.clock.now();
  }

  /** Work that nobody waits for, except `stop`. */
  private drop(work: Promise<unknown>): void {
    const done = work.then(
      () => undefined,
      (error: unknown) => {
        if (!isCanceled(error)) this.options.log.error('the link has a bug', { error: String(error) });
      },
    );
    this.running.add(done);
    void done.then(() => this.running.delete(done));
  }
}
