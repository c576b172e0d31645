// A connection on a simulated exchange as the program runs it: its account, its memory, its engine.
import type { ConnectionId, EpochMs } from '../../../shared/domain/ids.ts';
import { Decimal } from '../../../shared/money.ts';
import type { CommandContext } from '../../config/commandContext.ts';
import type { EngineConfig } from '../../engine/kernel/engineConfig.ts';
import { createRng } from '../../engine/kernel/rng.ts';
import type { OpenedModels } from '../../inference/openPredictor.ts';
import { type ExchangeMemory, openExchangeMemory } from '../../store/exchangeMemory.ts';
import type { ForedeckStore } from '../../store/foredeckStore.ts';
import type { Connection, Keys } from '../../venues/ports.ts';
import { createWallDriver, type PaperConnectionOptions } from '../../venues/simulator.ts';
import type { ConnectionPlan } from '../engineManager.ts';
import { HASHES } from '../hashes.ts';
import { EngineHost } from '../host/engineHost.ts';
import { linkPolicy } from '../link/connectionLink.ts';
import type { Wall } from '../wall.ts';
import type { ConnectionKind } from './connectionKinds.ts';
import { type AccountPlan, engineConfigOf } from './engineConfigOf.ts';
import type { WatchedConnection } from './settingsWatch.ts';

export type PlannedConnection = Omit<ConnectionPlan, 'createHost'> &
  WatchedConnection & {
    readonly createHost: (
      store: ForedeckStore,
      config: EngineConfig,
      onFailure: (error: unknown) => void,
    ) => EngineHost;
  };

export interface PlanningSurroundings {
  readonly context: CommandContext;
  readonly dataDir: string;
  readonly wall: Wall;
  readonly models: Pick<OpenedModels, 'specs' | 'predictor'>;
  readonly keys: {
    /** Why the keys of a connection are of no use now. */
    readonly obstacle: (id: ConnectionId) => Promise<string | undefined>;
    readonly get: (id: ConnectionId) => Keys | undefined;
  };
  readonly isLiveAllowed: (id: ConnectionId) => boolean;
}

/** What all kinds say of themselves. */
export interface Paper {
  readonly kind: ConnectionKind;
  readonly isSimulated: boolean;
  readonly account: Omit<AccountPlan, 'strategies'>;
  readonly historyMs: number;
  readonly speed: number;
  /** Where its clock begins, where that is known before. */
  readonly startsAt?: EpochMs | undefined;
  readonly obstacle?: (() => Promise<string | undefined>) | undefined;
  readonly open: (shared: PaperConnectionOptions & { readonly memory: ExchangeMemory }) => Connection;
  readonly fills: 'marks' | 'candles';
  readonly markSeconds: number;
  readonly cash: string;
}

/** The plan of a connection on a simulated exchange. */
export function planPaper(paper: Paper, around: PlanningSurroundings): PlannedConnection {
  const { context, dataDir, wall, models } = around;
  const { config, log, out } = context;
  const { id } = paper.account;
  const planConfig: WatchedConnection['planConfig'] = (now, inForce) =>
    engineConfigOf(
      now,
      { ...paper.account, strategies: now[paper.kind].strategies },
      { dataDir, inForce, models: models.specs },
    );
  const planned = planConfig(config, []);
  for (const remark of planned.remarks) out.note(remark);
  return {
    ...{
      id,
      isSimulated: paper.isSimulated,
      speed: paper.speed,
      startsAt: paper.startsAt,
      obstacle: paper.obstacle,
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
  { context, dataDir, wall }: PlanningSurroundings,
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
  const { id, isSimulated, clock, baseTimeframe, instruments, orderTypes, venue, feed } = connection;
  return {
    ...{ id, isSimulated, clock, baseTimeframe, instruments, orderTypes, venue, feed },
    connect: (listener) => connection.connect(listener),
    close: async () => {
      await connection.close();
      if (!isClosed) after();
      isClosed = true;
    },
  };
}
