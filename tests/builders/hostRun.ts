// One host on a replayed market whose time passes by hand: the whole way from the exchange to the journal, without disk or clock.
import { HASHES } from '../../src/main/app/hashes.ts';
import { EngineHost } from '../../src/main/app/host/engineHost.ts';
import { linkPolicy } from '../../src/main/app/link/connectionLink.ts';
import type { Wall } from '../../src/main/app/wall.ts';
import type { EngineConfig } from '../../src/main/engine/kernel/engineConfig.ts';
import type { EngineEvent } from '../../src/main/engine/kernel/events.ts';
import { createRng } from '../../src/main/engine/kernel/rng.ts';
import type { Predictor } from '../../src/main/inference/ports.ts';
import { createLogger } from '../../src/main/logging/createLogger.ts';
import type { Connection } from '../../src/main/venues/ports.ts';
import {
  createManualDriver,
  createReplayConnection,
  type PaperConnectionOptions,
} from '../../src/main/venues/simulator.ts';
import type { CandleColumns } from '../../src/shared/domain/candle.ts';
import { toEpochMs } from '../../src/shared/domain/ids.ts';
import { timeframeMs } from '../../src/shared/time.ts';
import { MemoryJournal } from '../fakes/memoryJournal.ts';
import { MemoryText } from '../fakes/memoryText.ts';
import { badDay } from './paperWorld.ts';
import { dec } from './risk.ts';

/** A wall clock that stands still: groups are committed when they are full, when an order goes out, or at the stop. */
export const STILL_WALL: Wall = {
  now: () => toEpochMs(0),
  elapsedMs: () => 0,
  after: () => () => undefined,
};

export const SILENT_LOG = createLogger('silent', () => undefined);

export interface HostRunOptions extends Partial<
  Pick<PaperConnectionOptions, 'fills' | 'badDay' | 'costs' | 'markSeconds'>
> {
  readonly config: EngineConfig;
  readonly series: readonly CandleColumns[];
  readonly cash?: string;
  readonly warmUpCandles?: number;
  readonly snapshotEverySteps?: number;
  readonly journal?: MemoryJournal;
  readonly predictor?: Predictor;
  readonly memory?: MemoryText;
  /** Comes between the host and its connection. */
  readonly wrap?: (connection: Connection) => Connection;
  readonly onFailure?: (error: unknown) => void;
}

export class HostRun {
  readonly journal: MemoryJournal;
  readonly memory: MemoryText;
  readonly failures: unknown[] = [];
  readonly host: EngineHost;
  readonly driver = createManualDriver();
  private readonly options: HostRunOptions;

  constructor(options: HostRunOptions) {
    this.options = options;
    this.journal = options.journal ?? new MemoryJournal(STILL_WALL);
    this.memory = options.memory ?? new MemoryText();
    const { config } = options;
    this.host = new EngineHost({
      ...{ id: config.connection, journal: this.journal, config, hashes: HASHES, wall: STILL_WALL, log: SILENT_LOG },
      predictor: options.predictor,
      ...{ rng: createRng('host'), snapshotEverySteps: options.snapshotEverySteps ?? 1e9 },
      historyMs: (options.warmUpCandles ?? 0) * timeframeMs(config.baseTimeframe),
      policy: linkPolicy({
        markSeconds: options.fills === 'marks' ? (options.markSeconds ?? 30) : undefined,
        timeframe: config.baseTimeframe,
        candleGraceMs: config.freshness.candleGraceMs,
      }),
      openConnection: (resumeAt) => this.open(resumeAt),
      onFailure: (error) => {
        this.failures.push(error);
        options.onFailure?.(error);
      },
    });
  }

  /** Trading. */
  static async started(options: HostRunOptions): Promise<HostRun> {
    const run = new HostRun(options);
    await run.host.start();
    return run;
  }

  /** The same account after a kill: nothing is left but the journal's and the exchange's memories. Not started. */
  successor(changes: Partial<HostRunOptions> = {}): HostRun {
    const memory = new MemoryText(this.memory.load());
    return new HostRun({ ...this.options, journal: this.journal, memory, ...changes });
  }

  /** Lets `ms` of the world pass. */
  pass(ms: number): Promise<void> {
    return this.driver.liveFor(ms);
  }

  /** Everything that was journaled. */
  get events(): readonly EngineEvent[] {
    return this.journal.commits.flatMap(({ happened }) => happened.flatMap(({ events }) => events));
  }

  private open(resumeAt: PaperConnectionOptions['resumeAt']): Connection {
    const { config, series, cash = '50000', warmUpCandles = 0, fills = 'candles', markSeconds = 30 } = this.options;
    const { wrap = (opened: Connection) => opened } = this.options;
    const connection = createReplayConnection({
      ...{ id: config.connection, instruments: config.instruments, cash: dec(cash), fills, markSeconds, resumeAt },
      ...{
        latencyMs: 150,
        memory: this.memory,
        driver: this.driver,
        candles: series,
        warmUpCandles,
        isSimulated: true,
      },
      costs: this.options.costs ?? { slippageBps: dec(2), volumeCapPct: dec('0.3') },
      badDay: this.options.badDay ?? badDay({ isOn: false }),
    });
    return wrap(connection);
  }
}
