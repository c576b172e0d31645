// All engines: one host per enabled connection, each on its own. A host that fails is taken up again after a pause; what only a
// person can mend is said and left.
import type { ConnectionId, EpochMs } from '../../shared/domain/ids.ts';
import type { ActivityLine, EngineStatus } from '../../shared/domain/engineStatus.ts';
import { AppError } from '../../shared/errors.ts';
import type { EngineConfig } from '../engine/kernel/engineConfig.ts';
import type { Rng } from '../engine/kernel/rng.ts';
import type { Logger } from '../logging/logger.ts';
import type { EngineHost } from './host/engineHost.ts';
import { type HostView, statusOf } from './host/hostStatus.ts';
import { type Wall, within } from './wall.ts';

/** One connection as configured now. */
export interface ConnectionPlan {
  readonly id: ConnectionId;
  readonly isSimulated: boolean;
  /** Its seconds per second of the machine; undefined: the machine's own time. */
  readonly speed?: number | undefined;
  /** Its own time before its first step; undefined: the machine's. */
  readonly startsAt?: EpochMs | undefined;
  /** A sentence that every view of it shows. */
  readonly notice?: string | undefined;
  readonly config: EngineConfig;
  /** Why its engine cannot start as things are: a sentence that says what to do; undefined: it can. Never rejects. */
  readonly obstacle?: (() => Promise<string | undefined>) | undefined;
  /** Takes the engine up from the journal; `onFailure` when it cannot go on. Throws `AppError`. */
  readonly createHost: (config: EngineConfig, onFailure: (error: unknown) => void) => EngineHost;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** A host that ran for so long starts its pauses anew. */
const HEALTHY_MS = 60_000;
/** Every stop ends within this; what did not finish is what crash recovery handles. */
const STOP_MS = 30_000;

interface Seat {
  readonly plan: ConnectionPlan;
  config: EngineConfig;
  host: EngineHost | undefined;
  failures: number;
  startedAt: number;
  /** Why it does not run. */
  error: string;
  isRestarting: boolean;
  /** Something has to be done before it can start. */
  isWaiting: boolean;
  /** The trader has switched it off. */
  isOff: boolean;
  /** Of all tries to start it, this one counts. */
  tries: number;
  callOff: (() => void) | undefined;
}

export class EngineManager {
  private seats: readonly Seat[];
  private readonly wall: Wall;
  private readonly rng: Rng;
  private readonly log: Logger;
  private isStopping = false;
  /** Sees every host before it starts. */
  onHost: ((host: EngineHost) => void) | undefined;
  /** Hears what is said of a connection while no engine of it runs. */
  onSaid: ((id: ConnectionId, line: ActivityLine) => void) | undefined;
  /** Hears of every connection that is no more. */
  onLeft: (() => void) | undefined;

  constructor(plans: readonly ConnectionPlan[], { wall, rng, log }: { wall: Wall; rng: Rng; log: Logger }) {
    this.wall = wall;
    this.rng = rng;
    this.log = log;
    this.seats = plans.map(seatOf);
  }

  get connections(): readonly ConnectionId[] {
    return this.seats.map(({ plan }) => plan.id);
  }

  get hosts(): readonly EngineHost[] {
    return this.seats.flatMap(({ host }) => (host === undefined ? [] : [host]));
  }

  /** Starts every engine. Rejects only when none can run, and trying again cannot help. */
  async start(): Promise<void> {
    const outcomes = await Promise.all(this.seats.map((seat) => this.startSeat(seat)));
    const [first] = outcomes;
    if (first !== undefined && outcomes.every(isFinal)) throw first;
  }

  /** A sentence for whoever looks on, at every engine. */
  say(text: string): void {
    for (const host of this.hosts) host.say({ at: host.core.clock, level: 'warning', text });
  }

  /** Every connection with its host, where it has one now. */
  get views(): readonly HostView[] {
    return this.seats.map(({ plan: { id, isSimulated, speed, startsAt, notice }, ...seat }) => {
      const { host, error, isRestarting, isWaiting, isOff, config } = seat;
      return { id, isSimulated, speed, startsAt, notice, host, config, error, isRestarting, isWaiting, isOff };
    });
  }

  /** Nothing more will come to any engine: one that waits for something to be done may still get it. */
  get isOver(): boolean {
    return this.views.every((view) => !view.isWaiting && statusOf(view).state === 'stopped');
  }

  status(): readonly EngineStatus[] {
    return this.views.map(statusOf);
  }

  /** One more connection, while the others run; resolves when its engine trades, or has failed. */
  async add(plan: ConnectionPlan): Promise<void> {
    if (this.isStopping) return;
    const seat = seatOf(plan);
    this.seats = [...this.seats, seat];
    await this.startSeat(seat);
  }

  /** Stops the engine and forgets the connection. */
  async remove(id: ConnectionId): Promise<void> {
    const seat = this.seats.find(({ plan }) => plan.id === id);
    if (seat === undefined) return;
    seat.isOff = true;
    await this.letGo(seat);
    this.seats = this.seats.filter((other) => other !== seat);
    this.onLeft?.();
  }

  /** Starts an engine that waits for something to be done; `isRunningToo`: and one that runs, anew from where it stands. */
  async restart(id: ConnectionId, { isRunningToo }: { readonly isRunningToo: boolean }): Promise<void> {
    const seat = this.seats.find(({ plan }) => plan.id === id);
    if (seat === undefined || seat.isOff || this.isStopping || !(seat.isWaiting || isRunningToo)) return;
    await this.letGo(seat);
    await this.startSeat(seat);
  }

  /** Off stops the engine, on starts it again from where it stood. False: this run of the program has no such connection. */
  async setEnabled(id: ConnectionId, isEnabled: boolean): Promise<boolean> {
    const seat = this.seats.find(({ plan }) => plan.id === id);
    if (seat === undefined) return false;
    if (seat.isOff !== isEnabled || this.isStopping) return true;
    seat.isOff = !isEnabled;
    if (isEnabled) {
      await this.startSeat(seat);
      return true;
    }
    await this.letGo(seat);
    return true;
  }

  /** New settings for a connection; kept for the next start where it does not run. The reason when they are refused. */
  setConfig(id: ConnectionId, config: EngineConfig): string | undefined {
    const seat = this.seats.find(({ plan }) => plan.id === id);
    if (seat === undefined) return undefined;
    try {
      if (seat.host?.core.config !== undefined && TAKES_CONFIG.has(seat.host.state)) seat.host.setConfig(config);
      seat.config = config;
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  }

  /** Stops every engine, within 30 s. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const seat of this.seats) seat.callOff?.();
    await this.stopInTime(this.hosts);
  }

  private async stopInTime(hosts: readonly EngineHost[]): Promise<void> {
    await within(this.wall, STOP_MS, Promise.all(hosts.map((host) => host.stop())));
  }

  private async letGo(seat: Seat): Promise<void> {
    seat.callOff?.();
    seat.tries += 1;
    const { host } = seat;
    await host?.stop();
    if (seat.host === host) seat.host = undefined;
    Object.assign(seat, { error: '', isRestarting: false, isWaiting: false, failures: 0 });
  }

  /** True: it does not start now; a later try takes its place where there was one. */
  private async isHeldUp(seat: Seat, obstacle: () => Promise<string | undefined>): Promise<boolean> {
    seat.tries += 1;
    const { tries } = seat;
    const reason = await obstacle();
    if (tries !== seat.tries || seat.isOff || this.isStopping) return true;
    Object.assign(seat, { error: reason ?? '', isWaiting: reason !== undefined, isRestarting: false });
    return seat.isWaiting;
  }

  private async startSeat(seat: Seat): Promise<Error | undefined> {
    seat.callOff = undefined;
    const { obstacle } = seat.plan;
    if (obstacle !== undefined && (await this.isHeldUp(seat, obstacle))) return undefined;
    seat.startedAt = this.wall.elapsedMs();
    let host: EngineHost | undefined;
    try {
      host = seat.plan.createHost(seat.config, (error) => void this.failed(seat, host, error));
      seat.host = host;
      seat.isRestarting = false;
      this.onHost?.(host);
      await host.start();
      return undefined;
    } catch (error) {
      await this.failed(seat, host, error);
      return error instanceof Error ? error : new Error(String(error), { cause: error });
    }
  }

  /** Once per host: it fails at any time, and its start may then end with an error too. */
  private async failed(seat: Seat, host: EngineHost | undefined, error: unknown): Promise<void> {
    if (seat.host !== host) return;
    seat.host = undefined;
    seat.error = messageOf(error);
    await this.stopInTime(host === undefined ? [] : [host]);
    this.log.error('an engine has stopped', { connection: seat.plan.id, error: seat.error });
    if (this.isStopping || seat.isOff || isFinal(error)) return;
    if (this.wall.elapsedMs() - seat.startedAt > HEALTHY_MS) seat.failures = 0;
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** seat.failures);
    seat.failures += 1;
    seat.isRestarting = true;
    seat.callOff = this.wall.after(longest * (0.8 + 0.4 * this.rng.next()), () => void this.startSeat(seat));
  }
}

const seatOf = (plan: ConnectionPlan): Seat => ({
  ...{ plan, config: plan.config, host: undefined, failures: 0, startedAt: 0, tries: 0 },
  ...{ error: '', isRestarting: false, isWaiting: false, isOff: false, callOff: undefined },
});

/** A host that starts has its configuration already, and may trade in a moment. */
const TAKES_CONFIG: ReadonlySet<string> = new Set(['starting', 'running', 'safeMode']);

/** Nothing that another try could mend. */
const isFinal = (error: unknown): boolean => error instanceof AppError && !error.retryable;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
