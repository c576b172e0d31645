// Which connections run, and what each is made of: the simulator and the replay, as the settings say.
import { toConnectionId, toEpochMs, toSymbolId } from '../../../shared/domain/ids.ts';
import { SIMULATED_REPLAY } from '../../../shared/domain/simulated.ts';
import { AppError } from '../../../shared/errors.ts';
import { didYouMean } from '../../../shared/nearest.ts';
import type { CommandContext } from '../../config/commandContext.ts';
import type { EngineConfig } from '../../engine/kernel/engineConfig.ts';
import { createRng } from '../../engine/kernel/rng.ts';
import { DAY_MS, timeframeMs } from '../../../shared/time.ts';
import { Decimal } from '../../../shared/money.ts';
import type { OpenedModels } from '../../inference/openPredictor.ts';
import { openExchangeMemory } from '../../store/exchangeMemory.ts';
import type { ForedeckStore } from '../../store/foredeckStore.ts';
import type { Connection } from '../../venues/ports.ts';
import {
  createReplayConnection,
  createSimulatorConnection,
  createWallDriver,
  type PaperConnectionOptions,
} from '../../venues/simulator.ts';
import type { ConnectionPlan } from '../engineManager.ts';
import { HASHES } from '../hashes.ts';
import { EngineHost } from '../host/engineHost.ts';
import { linkPolicy } from '../link/connectionLink.ts';
import type { Wall } from '../wall.ts';
import { engineConfigOf, type PaperAccountPlan } from './engineConfigOf.ts';
import { readReplay } from './readReplay.ts';
import type { WatchedConnection } from './settingsWatch.ts';
import { simulatedInstrument } from './simulatedInstrument.ts';

export interface ConnectionChoice {
  /** Ids; empty: those that are enabled. */
  readonly connections: readonly string[];
  /** In place of the configured one. */
  readonly speed?: number | undefined;
}

type PaperPlan = Omit<ConnectionPlan, 'createHost'> &
  WatchedConnection & {
    readonly createHost: (
      store: ForedeckStore,
      config: EngineConfig,
      onFailure: (error: unknown) => void,
    ) => EngineHost;
  };

interface Surroundings {
  readonly context: CommandContext;
  readonly dataDir: string;
  readonly wall: Wall;
  readonly models: Pick<OpenedModels, 'specs' | 'predictor'>;
}

const IDS = ['simulator', 'replay'] as const;

/** Throws `AppError` BAD_INPUT or NOT_FOUND: an unknown connection, an unknown strategy, candles that do not fit. */
export async function planConnections(choice: ConnectionChoice, around: Surroundings): Promise<readonly PaperPlan[]> {
  const { config } = around.context;
  const unknown = choice.connections.find((id) => !IDS.some((known) => known === id));
  if (unknown !== undefined) {
    throw new AppError(
      'NOT_FOUND',
      `expected one of the connections ${IDS.join(', ')}, found "${unknown}"${didYouMean(unknown, IDS)}`,
    );
  }
  const ids = IDS.filter((id) =>
    choice.connections.length === 0 ? config[id].enabled : choice.connections.includes(id),
  );
  if (ids.length === 0) {
    throw new AppError(
      'BAD_INPUT',
      `no connection is enabled; name one with --connection (${IDS.join(', ')}), or set simulator.enabled=true`,
    );
  }
  const plans: PaperPlan[] = [];
  for (const id of ids) plans.push(await (id === 'simulator' ? planSimulator : planReplay)(choice, around));
  return plans;
}

/** What both kinds say of themselves. */
interface Paper {
  readonly isSimulated: boolean;
  readonly account: PaperAccountPlan;
  readonly historyMs: number;
  readonly speed: number;
  readonly open: (shared: PaperConnectionOptions) => Connection;
  readonly fills: 'marks' | 'candles';
  readonly markSeconds: number;
  readonly cash: string;
}

function planSimulator(choice: ConnectionChoice, around: Surroundings): PaperPlan {
  const { simulator, costs } = around.context.config;
  const fees = { takerBps: Decimal.of(costs.takerBps), makerBps: Decimal.of(costs.makerBps) };
  const instruments = [...new Set(simulator.symbols)].map((symbol) => simulatedInstrument(toSymbolId(symbol), fees));
  const { seed, timeframe, historyDays, markSeconds, cash, strategies } = simulator;
  const startAt = toEpochMs(Date.parse(simulator.startAt));
  return planPaper(
    {
      ...{ isSimulated: true, fills: 'marks', markSeconds, cash },
      account: { id: toConnectionId('simulator'), timeframe, instruments, strategies },
      historyMs: historyDays * DAY_MS,
      speed: choice.speed ?? simulator.speed,
      open: (shared) => createSimulatorConnection({ ...shared, seed, timeframe, startAt, historyDays }),
    },
    around,
  );
}

async function planReplay(choice: ConnectionChoice, around: Surroundings): Promise<PaperPlan> {
  const { replay } = around.context.config;
  const { series, instruments, timeframe, isSimulated } = await readReplay(around.context);
  const { warmUpCandles, fills, markSeconds, cash, strategies } = replay;
  return planPaper(
    {
      ...{ isSimulated, fills, markSeconds, cash },
      // Its name says what it trades, wherever it shows.
      account: { id: toConnectionId(isSimulated ? SIMULATED_REPLAY : 'replay'), timeframe, instruments, strategies },
      historyMs: warmUpCandles * timeframeMs(timeframe),
      speed: choice.speed ?? replay.speed,
      open: (shared) => createReplayConnection({ ...shared, candles: series, warmUpCandles, isSimulated }),
    },
    around,
  );
}

function planPaper(paper: Paper, around: Surroundings): PaperPlan {
  const { context, dataDir, wall, models } = around;
  const { config, log, out } = context;
  const { id } = paper.account;
  const planConfig: WatchedConnection['planConfig'] = (now, inForce) =>
    engineConfigOf(now, paper.account, { dataDir, inForce, models: models.specs });
  const planned = planConfig(config, []);
  for (const remark of planned.remarks) out.note(remark);
  return {
    ...{
      id,
      isSimulated: paper.isSimulated,
      speed: paper.speed,
      config: planned.config,
      remarks: planned.remarks,
      planConfig,
    },
    notice: config.badDay.isOn ? BAD_DAY : undefined,
    createHost: (store, settings, onFailure) =>
      new EngineHost({
        ...{
          id,
          journal: store.journal,
          openConnection: (resumeAt) => openPaper(paper, around, resumeAt),
          predictor: models.predictor,
          config: settings,
          historyMs: paper.historyMs,
          hashes: HASHES,
          wall,
          onFailure,
        },
        policy: linkPolicy({
          markSeconds: paper.fills === 'marks' ? paper.markSeconds : undefined,
          timeframe: paper.account.timeframe,
          candleGraceMs: settings.freshness.candleGraceMs,
        }),
        snapshotEverySteps: config.journal.snapshotEverySteps,
        rng: createRng(`${id} ${String(wall.now())}`),
        log: log.child(id),
      }),
  };
}

const BAD_DAY = 'A bad day is rehearsed: the exchange loses, delays, repeats and rejects on purpose (badDay.isOn).';

/** Throws `AppError`; nothing stays open then. */
function openPaper(
  paper: Paper,
  { context, dataDir, wall }: Surroundings,
  resumeAt: PaperConnectionOptions['resumeAt'],
): Connection {
  const { costs, badDay, paper: trading } = context.config;
  const { id, instruments } = paper.account;
  const memory = openExchangeMemory(dataDir, id);
  try {
    const connection = paper.open({
      ...{ id, instruments, cash: Decimal.of(paper.cash), badDay, memory, resumeAt },
      ...{ fills: paper.fills, markSeconds: paper.markSeconds, latencyMs: trading.latencyMs },
      costs: { slippageBps: Decimal.of(costs.slippageBps), volumeCapPct: Decimal.of(costs.volumeCapPct) },
      driver: createWallDriver({ speed: paper.speed, wall }),
    });
    return closingAfter(connection, () => memory.close());
  } catch (error) {
    memory.close();
    throw error;
  }
}

/** The same connection; `after` runs once it is closed. */
function closingAfter(connection: Connection, after: () => void): Connection {
  let isClosed = false;
  const { id, isSimulated, clock, baseTimeframe, instruments, venue, feed } = connection;
  return {
    ...{ id, isSimulated, clock, baseTimeframe, instruments, venue, feed },
    connect: (listener) => connection.connect(listener),
    close: async () => {
      await connection.close();
      if (!isClosed) after();
      isClosed = true;
    },
  };
}
