// One engine and everything it needs to run: its journal, its connection, its timers. Every input is taken here, one at a time:
// step, commit, and only then the effects. A fault is met by recovery; the same fault twice by safe mode.
import { InvariantError, need } from '../../../shared/assert.ts';
import type { ConnectionId, EpochMs } from '../../../shared/domain/ids.ts';
import { toEpochMs } from '../../../shared/domain/ids.ts';
import type { ActivityLine, EngineState } from '../../../shared/domain/engineStatus.ts';
import { AppError } from '../../../shared/errors.ts';
import type { EngineConfig } from '../../engine/kernel/engineConfig.ts';
import { encode } from '../../engine/kernel/canonical.ts';
import type { EngineCore } from '../../engine/kernel/core.ts';
import type { EngineEffect } from '../../engine/kernel/effects.ts';
import type { EngineEvent } from '../../engine/kernel/events.ts';
import type { Engine, StepResult } from '../../engine/kernel/engine.ts';
import type { EngineInput, UserCommand } from '../../engine/kernel/inputs.ts';
import type { Rng } from '../../engine/kernel/rng.ts';
import type { Logger } from '../../logging/logger.ts';
import { describePosition } from '../../engine/execution/orderDesk.ts';
import type { JournalReader, JournalWriter } from '../../store/ports/journal.ts';
import type { Predictor } from '../../inference/ports.ts';
import { type Connection, isOrderEffect } from '../../venues/ports.ts';
import { ConnectionLink, type LinkPolicy } from '../link/connectionLink.ts';
import { pause, type Wall } from '../wall.ts';
import type { HostWatcher } from './hostWatcher.ts';
import { ModelDesk } from './modelDesk.ts';
import { ProcessorTimes } from './processorTimes.ts';
import { RecentEvents } from './recentEvents.ts';
import { SessionTally } from './sessionTally.ts';
import { type Hashes, restoreEngine } from './restoreEngine.ts';
import { StepJournal } from './stepJournal.ts';

export interface HostOptions {
  readonly id: ConnectionId;
  readonly journal: JournalReader & JournalWriter;
  /** Opens the connection; `resumeAt` is the time of the last step, undefined before the first. */
  readonly openConnection: (resumeAt: EpochMs | undefined) => Connection;
  readonly config: EngineConfig;
  readonly policy: LinkPolicy;
  /** Asks the models; undefined: none is loaded. */
  readonly predictor?: Predictor | undefined;
  readonly historyMs: number;
  readonly snapshotEverySteps: number;
  readonly hashes: Hashes;
  readonly wall: Wall;
  readonly rng: Rng;
  readonly log: Logger;
  /** The host cannot go on: what was not committed is void, and a new host takes up from the journal. */
  readonly onFailure: (error: unknown) => void;
}

export interface CommandAnswer {
  readonly isAccepted: boolean;
  /** Empty when it was accepted. */
  readonly reason: string;
  readonly events: readonly EngineEvent[];
}

type ForeignOrder = Extract<EngineEffect, { kind: 'cancelForeignOrder' }>;

/** Inputs left out within a minute before the host gives up. */
const MAX_QUARANTINED = 20;
/** Orders on their way get so long to be answered when the host stops. */
const SETTLE_MS = 3000;
const SETTLE_POLL_MS = 20;

export class EngineHost {
  readonly id: ConnectionId;
  readonly times: ProcessorTimes;
  readonly recent = new RecentEvents();
  readonly session: SessionTally;
  state: EngineState = 'starting';
  detail = '';
  watcher: HostWatcher | undefined;
  private readonly options: HostOptions;
  private engine: Engine;
  private readonly steps: StepJournal;
  private readonly models: ModelDesk;
  private connectionOrNone: Connection | undefined;
  private linkOrNone: ConnectionLink | undefined;
  private isStepping = false;
  /** False once the host has stopped or failed: nothing is taken any more. */
  private isLive = true;
  private readonly waiting: EngineInput[] = [];
  private callOffTimer: (() => void) | undefined;
  private snapshotSeq: number;
  private readonly quarantined = new Set<string>();

  /** Takes the engine up where the journal ends. Throws `AppError` when it cannot. */
  constructor(options: HostOptions) {
    const { id, journal, hashes, wall } = options;
    this.options = options;
    this.id = id;
    const { engine, head } = restoreEngine(journal, id, hashes);
    this.engine = engine;
    this.session = new SessionTally(engine.core.portfolio.equity);
    this.times = new ProcessorTimes(wall.elapsedMs, () => this.core.clock);
    this.snapshotSeq = head.seq;
    this.steps = new StepJournal({
      ...{ connection: id, writer: journal, head, sha256: hashes.chain, wall },
      positions: () => [...this.core.portfolio.open].map((position) => describePosition(this.core, position)),
      onFailure: (error) => this.fail(error),
    });
    this.models = new ModelDesk({
      predictor: options.predictor,
      take: (input) => void this.take(input),
      now: () => this.now(),
    });
    engine.probe = this.times;
  }

  /** For reading only. */
  get core(): EngineCore {
    return this.engine.core;
  }

  get connection(): Connection {
    return need(this.connectionOrNone, 'an opened connection');
  }

  get link(): ConnectionLink | undefined {
    return this.linkOrNone;
  }

  get journaled(): { readonly steps: number; readonly lastCommitMs: number } {
    return { steps: this.steps.head.seq, lastCommitMs: this.steps.lastCommitMs };
  }

  hasFill(fillId: string): boolean {
    return this.options.journal.hasFill(this.id, fillId);
  }

  /** Opens the connection and brings the engine to trading. Rejects with `AppError`. */
  async start(): Promise<void> {
    const { options, steps } = this;
    const isFirst = steps.head.seq === 0;
    this.connectionOrNone = options.openConnection(isFirst ? undefined : this.core.clock);
    const { connection } = this;
    if (isFirst) {
      const amount = await connection.venue.balance();
      this.setConfig(options.config);
      const reason = 'balance at the start';
      this.take({ kind: 'venue', at: this.now(), report: { type: 'deposit', id: 'start', amount, reason } });
    } else {
      this.arm(this.core.armedAt);
      this.setConfig(options.config);
      for (const request of this.core.openRequests) this.models.ask(request, connection.clock);
    }
    this.linkOrNone = new ConnectionLink({
      ...{ connection, inlet: this, rng: options.rng.fork('link'), log: options.log },
      ...{ policy: options.policy, historyMs: options.historyMs },
      notify: (text) => this.say({ at: this.now(), level: 'critical', text }),
    });
    await this.linkOrNone.start();
    if (this.isLive) this.settleState();
  }

  /** New settings; those in force are not journaled again. Throws `AppError` BAD_INPUT when the engine refuses them. */
  setConfig(config: EngineConfig): void {
    const { config: current } = this.core;
    if (current !== undefined && encode(current) === encode(config)) return;
    const result = this.take({ kind: 'config', at: this.now(), config });
    const refused = result?.events.find((event) => event.kind === 'configRefused');
    if (refused !== undefined) {
      throw new AppError('BAD_INPUT', `${this.id}: ${refused.reason}; use the old settings, or another --data-dir`);
    }
  }

  /** What a person asks for: what happened, and the reason when it is refused. */
  command(command: UserCommand): CommandAnswer {
    const result = this.take({ kind: 'command', at: this.now(), command });
    const refused = result?.events.find((event) => event.kind === 'commandRefused');
    if (result === undefined)
      return { isAccepted: false, reason: `${this.id} is ${this.state}: ${this.detail}`, events: [] };
    this.settleState();
    return { isAccepted: refused === undefined, reason: refused?.reason ?? '', events: result.events };
  }

  /** What would become of an order of the trader now. */
  preview(ticket: Parameters<Engine['preview']>[0]): ReturnType<Engine['preview']> {
    return this.engine.preview(ticket);
  }

  /** Commits the steps that wait for company, so that the store tells of everything up to now. */
  settle(): void {
    if (this.isLive) this.steps.settle();
  }

  /** One input. Undefined: it was not taken at once, or the host is no longer live. */
  take(input: EngineInput): StepResult | undefined {
    if (!this.isLive) return undefined;
    if (this.isStepping) {
      this.waiting.push(input);
      return undefined;
    }
    this.isStepping = true;
    try {
      const result = this.takeNow(input);
      for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) this.takeNow(next);
      return result;
    } catch (error) {
      this.fail(error);
      return undefined;
    } finally {
      this.isStepping = false;
    }
  }

  /** Settles what is on its way, keeps a snapshot and lets go of everything. Never rejects. */
  async stop(): Promise<void> {
    if (!this.isLive || this.connectionOrNone === undefined) {
      await this.close();
      return;
    }
    this.state = 'stopping';
    // No entries from here on; the next start begins with a reconciliation anyway.
    if (this.core.config !== undefined) this.take({ kind: 'feed', at: this.now(), status: { type: 'reconciling' } });
    const deadline = this.options.wall.elapsedMs() + SETTLE_MS;
    while (this.hasOrdersOnTheirWay() && this.options.wall.elapsedMs() < deadline) {
      await pause(this.options.wall, SETTLE_POLL_MS);
    }
    await this.linkOrNone?.stop();
    try {
      this.steps.flush(true);
      if (this.steps.head.seq > 0) this.saveSnapshot();
    } catch (error) {
      this.options.log.error('could not keep the last steps', { connection: this.id, error: String(error) });
    }
    await this.close();
    this.state = 'stopped';
  }

  private async close(): Promise<void> {
    this.isLive = false;
    this.callOffTimer?.();
    this.steps.abandon();
    await this.linkOrNone?.stop();
    await this.connectionOrNone?.close();
  }

  private takeNow(input: EngineInput): StepResult | undefined {
    const result = this.step(input);
    if (result === undefined) return undefined;
    // The last step of a stop says nothing to anybody.
    if (this.state !== 'stopping' || input.kind !== 'feed') this.recent.note(input, result);
    this.session.note(input, result.events);
    this.watcher?.stepped({ seq: this.steps.head.seq, input, events: result.events });
    for (const event of result.events)
      if (event.kind === 'unitFailed') this.times.failed(event.processor, event.message);
    if (result.effects.length > 0) this.perform(result.effects);
    if (this.steps.head.seq - this.snapshotSeq >= this.options.snapshotEverySteps) {
      this.steps.flush(false);
      this.saveSnapshot();
    }
    return result;
  }

  /** The step, journaled. A fault once: recovery and another try. Twice: the input is left out, and safe mode entered. */
  private step(input: EngineInput): StepResult | undefined {
    for (let attempt = 1; ; attempt++) {
      try {
        const result = this.engine.step(input);
        this.steps.add(input, result);
        return result;
      } catch (error) {
        if (!(error instanceof InvariantError)) throw error;
        this.options.log.error('the engine has faulted', { connection: this.id, error: error.message, attempt });
        this.recover();
        if (attempt === 1) continue;
        this.quarantine(input, error.message);
        return undefined;
      }
    }
  }

  private recover(): void {
    const { journal, hashes } = this.options;
    this.steps.flush(false);
    this.times.reset();
    this.engine = restoreEngine(journal, this.id, hashes).engine;
    this.engine.probe = this.times;
    this.arm(this.core.armedAt);
  }

  private quarantine(input: EngineInput, fault: string): void {
    const { journal } = this.options;
    // The same one may come again, from a reconciliation for example, at another time.
    const text = textOf({ ...input, at: 0 });
    const isNew = !this.quarantined.has(text);
    this.quarantined.add(text);
    if (this.quarantined.size > MAX_QUARANTINED) {
      throw new AppError(
        'FAULT',
        `${this.id} left out ${String(this.quarantined.size)} inputs that faulted it: ${fault}`,
      );
    }
    if (isNew) journal.quarantine({ connection: this.id, at: this.now(), input: text, reason: fault });
    if (this.core.control.isSafeMode) return;
    const reason = `an input of kind ${input.kind} faulted the engine twice and was left out: ${fault}`;
    this.takeNow({ kind: 'command', at: this.now(), command: { type: 'enterSafeMode', by: 'system', reason } });
    this.settleState();
  }

  /** Order effects are durable before they are sent. */
  private perform(effects: readonly EngineEffect[]): void {
    if (effects.some((effect) => isOrderEffect(effect) || effect.kind === 'cancelForeignOrder')) this.steps.flush(true);
    for (const effect of effects) {
      switch (effect.kind) {
        case 'armTimer':
          this.arm(effect.at);
          break;
        case 'requestBackfill':
          this.linkOrNone?.backfill(effect);
          break;
        case 'requestPrediction':
          this.models.ask(effect.request, this.connection.clock);
          break;
        case 'notify':
          this.say({ at: this.core.clock, level: effect.level, text: effect.text });
          break;
        case 'cancelForeignOrder':
          void this.cancelForeign(effect);
          break;
        default:
          this.connection.venue.perform(effect);
      }
    }
  }

  /** Once it is canceled, the accounts are compared; what is not done is said, and stays in the inbox. */
  private async cancelForeign({ venueOrderId, symbol }: ForeignOrder): Promise<void> {
    try {
      await this.connection.venue.cancelForeignOrder(venueOrderId, symbol);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const text = `Order ${venueOrderId} in ${symbol}, which is not ours, was not canceled: ${reason}.`;
      if (this.isLive) this.say({ at: this.now(), level: 'critical', text });
    }
    this.linkOrNone?.lookAgain();
  }

  /** A sentence for the activity. */
  say(line: ActivityLine): void {
    this.steps.say(line);
    this.recent.say(line);
    this.watcher?.said(line);
    this.options.log[LOG_LEVELS[line.level]](line.text, { connection: this.id });
  }

  private arm(at: number): void {
    this.callOffTimer?.();
    this.callOffTimer = undefined;
    if (!Number.isFinite(at) || this.connectionOrNone === undefined) return;
    this.callOffTimer = this.connection.clock.at(
      toEpochMs(at),
      () => void this.take({ kind: 'timer', at: this.now() }),
    );
  }

  private hasOrdersOnTheirWay(): boolean {
    return this.core.orders.open.some(({ state }) => state === 'submitting' || state === 'pendingCancel');
  }

  private saveSnapshot(): void {
    const state = this.engine.snapshot();
    const stateHash = this.options.hashes.state(state);
    const { seq, hash } = this.steps.head;
    this.options.journal.saveSnapshot({ connection: this.id, seq, hash, at: this.core.clock, state, stateHash });
    this.snapshotSeq = seq;
  }

  private settleState(): void {
    if (this.state === 'stopping' || !this.isLive) return;
    const { isSafeMode, stateChange } = this.core.control;
    this.state = isSafeMode ? 'safeMode' : 'running';
    this.detail = isSafeMode ? (stateChange?.reason ?? '') : '';
  }

  private fail(error: unknown): void {
    if (!this.isLive) return;
    this.isLive = false;
    this.waiting.length = 0;
    this.detail = error instanceof Error ? error.message : String(error);
    this.state = 'failed';
    this.options.onFailure(error);
  }

  /** Never before the engine's own time. */
  private now(): EpochMs {
    return toEpochMs(Math.max(this.connection.clock.now(), this.core.clock));
  }
}

const LOG_LEVELS = { info: 'info', warning: 'warn', critical: 'error' } as const;

/** What faulted the engine may be nothing that can be encoded. */
function textOf(input: unknown): string {
  try {
    return encode(input);
  } catch {
    return JSON.stringify(input);
  }
}
