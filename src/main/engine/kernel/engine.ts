// One engine: pure, synchronous, deterministic. It moves only in `step`; equal inputs in equal order give equal bytes.
import { assertNever, InvariantError } from '../../../shared/assert.ts';
import { type EpochMs, toEpochMs } from '../../../shared/domain/ids.ts';
import { MINUTE_MS } from '../../../shared/time.ts';
import { OrderDesk } from '../execution/orderDesk.ts';
import { type OrderPreview, previewOrder } from '../execution/previewOrder.ts';
import { retryProtection } from '../execution/protection.ts';
import { closeDue } from '../realtime/watchPositions.ts';
import { decode, encode, type Sha256 } from './canonical.ts';
import { flatten, handleCommand, stayFlat } from './commands.ts';
import { applyConfig } from './configure.ts';
import { EngineCore } from './core.ts';
import type { EngineEffect } from './effects.ts';
import type { EngineEvent } from './events.ts';
import { onFeed } from './feed.ts';
import type { EngineInput } from './inputs.ts';
import { onCandle, onMark, sampleEquity } from './marketData.ts';
import { onPrediction } from './predictions.ts';
import type { Probe } from './probe.ts';
import { type EngineState, loadCore, saveCore } from './state.ts';

export interface StepResult {
  readonly events: readonly EngineEvent[];
  readonly effects: readonly EngineEffect[];
}

/** Equity is sampled at least this often while the engine is not driven by candles alone. */
const SAMPLE_EVERY_MS = MINUTE_MS;

export class Engine {
  /** For reading only, outside the engine's own folders. */
  readonly core: EngineCore;
  private readonly desk: OrderDesk;
  private fault: string | undefined;

  constructor(sha256: Sha256) {
    this.core = new EngineCore(sha256);
    this.desk = new OrderDesk(this.core);
  }

  /** The engine that `snapshot` was taken of, ready for the next input. */
  static restore(snapshot: string, sha256: Sha256): Engine {
    const engine = new Engine(sha256);
    loadCore(engine.core, decode(snapshot) as EngineState);
    return engine;
  }

  /** Times the stages of the steps from now on. */
  set probe(probe: Probe) {
    this.core.probe = probe;
  }

  /** The whole state as canonical text. */
  snapshot(): string {
    return encode(saveCore(this.core));
  }

  /** What would become of an order of the trader now; the state stays as it is. */
  preview(ticket: Parameters<typeof previewOrder>[2]): OrderPreview {
    return previewOrder(this.core, this.desk, ticket);
  }

  /** Hash of the state: equal for equal engines. */
  stateHash(): string {
    return this.core.sha256(this.snapshot());
  }

  /**
   * Takes one input. Throws `InvariantError` on a broken promise of our own code, and on every step after that:
   * a faulted engine is restarted from its snapshot, not carried on with.
   */
  step(input: EngineInput): StepResult {
    const { core } = this;
    if (this.fault !== undefined) throw new InvariantError(`the engine has faulted: ${this.fault}`);
    core.clearOutbox();
    try {
      advanceClock(core, input.at);
      const isDue = core.clock >= core.armedAt;
      if (isDue) this.onTime();
      this.handle(input);
      // Only now: a stop or target that the input reaches goes before the time.
      if (isDue) {
        core.enter('realtime');
        closeDue(core, this.desk);
        retryProtection(core, this.desk);
        core.leave();
      }
      if (core.isTimerStale) this.armTimer();
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
      throw error instanceof InvariantError ? error : new InvariantError(this.fault, { cause: error });
    }
    return { events: core.events, effects: core.effects };
  }

  private handle(input: EngineInput): void {
    const { core, desk } = this;
    switch (input.kind) {
      case 'candle':
        return onCandle(core, desk, input.candle);
      case 'mark':
        return onMark(core, desk, input);
      case 'prediction':
        return onPrediction(core, input.prediction);
      case 'venue':
        desk.report(input.report);
        return stayFlat(core, desk);
      case 'command':
        return handleCommand(core, desk, input.command);
      case 'config':
        return applyConfig(core, input.config);
      case 'feed':
        core.enter('health');
        onFeed(core, input.status);
        return core.leave();
      case 'timer':
        return;
      default:
        return assertNever(input);
    }
  }

  /** What is due at this time: ended locks and states, the equity of the minute. */
  private onTime(): void {
    const { core, desk } = this;
    core.enter('health');
    core.armedAt = Infinity;
    core.isTimerStale = true;
    if (core.controlChanged(core.control.onTime(core.clock))) flatten(core, desk);
    if (core.clock >= this.nextSample()) sampleEquity(core, desk, core.clock);
    core.leave();
  }

  private armTimer(): void {
    const { core } = this;
    core.isTimerStale = false;
    const { control, exits, clock } = core;
    const retryAt = Math.min(exits.nextPlaceAt(), this.desk.closing.nextAt());
    const soonest = Math.min(control.nextTime() ?? Infinity, exits.nextDueAt(clock), retryAt, this.nextSample());
    const next = Math.max(clock, soonest);
    if (next === core.armedAt || next === Infinity) return;
    core.armedAt = next;
    core.effect({ kind: 'armTimer', at: toEpochMs(next) });
  }

  private nextSample(): EpochMs {
    const { core } = this;
    return toEpochMs(core.settings.mode === 'backtest' ? Infinity : core.sampledAt + SAMPLE_EVERY_MS);
  }
}

/** Forward only. The message is made when it is needed: a number's text costs more than a whole candle. */
function advanceClock(core: EngineCore, at: EpochMs): void {
  if (!Number.isSafeInteger(at)) throw new InvariantError(`expected a time in whole milliseconds, found ${String(at)}`);
  if (at > core.clock) core.clock = at;
}
