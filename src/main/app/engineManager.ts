// All engines: one host per enabled connection, each on its own. A host that fails is taken up again after a pause; what only a
// person can mend is said and left.
import type { ConnectionId } from '../../shared/domain/ids.ts';
import type { EngineStatus } from '../../shared/domain/engineStatus.ts';
import { AppError } from '../../shared/errors.ts';
import type { EngineConfig } from '../engine/kernel/engineConfig.ts';
import type { Rng } from '../engine/kernel/rng.ts';
import type { Logger } from '../logging/logger.ts';
import type { EngineHost } from './host/engineHost.ts';
import { type HostView, statusOf } from './host/hostStatus.ts';
import type { Wall } from './wall.ts';

/** One connection as configured now. */
export interface ConnectionPlan {
  readonly id: ConnectionId;
  readonly isSimulated: boolean;
  /** Its seconds per second of the machine; undefined: the machine's own time. */
  readonly speed?: number | undefined;
  /** A sentence that every view of it shows. */
  readonly notice?: string | undefined;
  readonly config: EngineConfig;
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
  /** The trader has switched it off. */
  isOff: boolean;
  callOff: (() => void) | undefined;
}

export class EngineManager {
  private readonly seats: readonly Seat[];
  private readonly wall: Wall;
  private readonly rng: Rng;
  private readonly log: Logger;
  private isStopping = false;
  /** Sees every host before it starts. */
  onHost: ((host: EngineHost) => void) | undefined;

  constructor(plans: readonly ConnectionPlan[], { wall, rng, log }: { wall: Wall; rng: Rng; log: Logger }) {
    this.wall = wall;
    this.rng = rng;
    this.log = log;
    this.seats = plans.map((plan) => ({
      ...{ plan, config: plan.config, host: undefined, failures: 0, startedAt: 0 },
      ...{ error: '', isRestarting: false, isOff: false, callOff: undefined },
    }));
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
    return this.seats.map(({ plan: { id, isSimulated, speed, notice }, ...seat }) => {
      const { host, error, isRestarting, isOff, config } = seat;
      return { id, isSimulated, speed, notice, host, config, error, isRestarting, isOff };
    });
  }

  status(): readonly EngineStatus[] {
    return this.views.map(statusOf);
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
    seat.callOff?.();
    const { host } = seat;
    await host?.stop();
    if (seat.host === host) seat.host = undefined;
    Object.assign(seat, { error: '', isRestarting: false, failures: 0 });
    return true;
  }

  /** New settings for a connection; kept for the next start where it does not run. The reason when they are refused. */
  setConfig(id: ConnectionId, config: EngineConfig): string | undefined {
    const seat = this.seats.find(({ plan }) => plan.id === id);
    if (seat === undefined) return undefined;
    try {
      if (seat.host?.state === 'running' || seat.host?.state === 'safeMode') seat.host.setConfig(config);
      seat.config = config;
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  }

  /** Stops every engine, within 30 s. */
  async stop(): Promise<void> {
    this.isStopping = true;
    const stopped = Promise.all(
      this.seats.map(async (seat) => {
        seat.callOff?.();
        await seat.host?.stop();
      }),
    );
    let callOff = (): void => undefined;
    const deadline = new Promise<void>((done) => {
      callOff = this.wall.after(STOP_MS, done);
    });
    await Promise.race([stopped, deadline]);
    // A timer that is left would keep the process from ending.
    callOff();
  }

  private async startSeat(seat: Seat): Promise<Error | undefined> {
    seat.callOff = undefined;
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
    await host?.stop();
    this.log.error('an engine has stopped', { connection: seat.plan.id, error: seat.error });
    if (this.isStopping || seat.isOff || isFinal(error)) return;
    if (this.wall.elapsedMs() - seat.startedAt > HEALTHY_MS) seat.failures = 0;
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** seat.failures);
    seat.failures += 1;
    seat.isRestarting = true;
    seat.callOff = this.wall.after(longest * (0.8 + 0.4 * this.rng.next()), () => void this.startSeat(seat));
  }
}

/** Nothing that another try could mend. */
const isFinal = (error: unknown): boolean => error instanceof AppError && !error.retryable;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
