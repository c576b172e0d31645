// Which connections run, and what each is made of: simulator, replay and rehearsal, as the settings say.
import { randomBytes } from 'node:crypto';
import type { Config } from '../../../shared/config/schema.ts';
import { toConnectionId, toEpochMs, toSymbolId } from '../../../shared/domain/ids.ts';
import { LOOPBACK, SIMULATED_REPLAY } from '../../../shared/domain/simulated.ts';
import { AppError } from '../../../shared/errors.ts';
import { Decimal } from '../../../shared/money.ts';
import { didYouMean } from '../../../shared/nearest.ts';
import { DAY_MS, timeframeMs } from '../../../shared/time.ts';
import { createLoopbackConnection } from '../../venues/loopback.ts';
import { createReplayConnection, createSimulatorConnection } from '../../venues/simulator.ts';
import { CONNECTION_KINDS, type ConnectionKind, loopbackId } from './connectionKinds.ts';
import { type PlannedConnection, type PlanningSurroundings, planPaper } from './paperPlan.ts';
import { readReplay } from './readReplay.ts';
import { simulatedInstrument } from './simulatedInstrument.ts';

export interface ConnectionChoice {
  /** Ids; empty: those that are enabled. */
  readonly connections: readonly string[];
  /** In place of the configured one. */
  readonly speed?: number | undefined;
}

/** Throws `AppError` BAD_INPUT or NOT_FOUND: an unknown connection, an unknown strategy, candles that do not fit. */
export async function planConnections(
  choice: ConnectionChoice,
  around: PlanningSurroundings,
): Promise<readonly PlannedConnection[]> {
  const { config } = around.context;
  const unknown = choice.connections.find((id) => !CONNECTION_KINDS.some((known) => known === id));
  if (unknown !== undefined) {
    throw new AppError(
      'NOT_FOUND',
      `expected one of the connections ${CONNECTION_KINDS.join(', ')}, found "${unknown}"${didYouMean(unknown, CONNECTION_KINDS)}`,
    );
  }
  const kinds = CONNECTION_KINDS.filter((kind) =>
    choice.connections.length === 0 ? config[kind].enabled : choice.connections.includes(kind),
  );
  if (kinds.length === 0) {
    throw new AppError(
      'BAD_INPUT',
      `no connection is enabled; name one with --connection (${CONNECTION_KINDS.join(', ')}), or set simulator.enabled=true`,
    );
  }
  const plans: PlannedConnection[] = [];
  for (const kind of kinds) plans.push(await planConnection(kind, choice, around));
  return plans;
}

/** One of them, enabled or not. Throws `AppError` as the plans of all do. */
export const planConnection = (
  kind: ConnectionKind,
  choice: Choice,
  around: PlanningSurroundings,
): PlannedConnection | Promise<PlannedConnection> => PLANNERS[kind](choice, around);

type Choice = Pick<ConnectionChoice, 'speed'>;

function planSimulator(choice: Choice, around: PlanningSurroundings): PlannedConnection {
  const { simulator } = around.context.config;
  const { market, account, ...made } = madeUp(simulator, around);
  return planPaper(
    {
      ...{ ...made, kind: 'simulator' },
      account: { ...account, id: toConnectionId('simulator') },
      speed: choice.speed ?? simulator.speed,
      open: (shared) => createSimulatorConnection({ ...shared, ...market }),
    },
    around,
  );
}

function planLoopback(choice: Choice, around: PlanningSurroundings): PlannedConnection {
  const { keys, isLiveAllowed, wall, context } = around;
  const { loopback } = context.config;
  const { market, account, ...made } = madeUp(loopback, around);
  const id = loopbackId(context.config);
  return planPaper(
    {
      ...{ ...made, kind: LOOPBACK },
      account: { ...account, id, isLiveAllowed: () => isLiveAllowed(id) },
      speed: choice.speed ?? loopback.speed,
      obstacle: () => keys.obstacle(id),
      open: (shared) => {
        const held = keys.get(id);
        if (held === undefined) throw new AppError('UNREACHABLE', `the keys of ${id} cannot be read`);
        const access = { keys: held, book: shared.memory.keys, random: randomBytes, now: wall.now };
        return createLoopbackConnection({ ...shared, ...market }, access);
      },
    },
    around,
  );
}

/** What a made-up market is, by its section of the settings. */
function madeUp(
  { seed, timeframe, startAt, historyDays, markSeconds, cash, symbols }: Config['simulator'],
  { context }: PlanningSurroundings,
) {
  const { takerBps, makerBps } = context.config.costs;
  const fees = { takerBps: Decimal.of(takerBps), makerBps: Decimal.of(makerBps) };
  const instruments = [...new Set(symbols)].map((symbol) => simulatedInstrument(toSymbolId(symbol), fees));
  const market = { seed, timeframe, startAt: toEpochMs(Date.parse(startAt)), historyDays };
  return {
    ...{ isSimulated: true, fills: 'marks' as const, markSeconds, cash, startsAt: market.startAt, market },
    account: { timeframe, instruments },
    historyMs: historyDays * DAY_MS,
  };
}

async function planReplay(choice: Choice, around: PlanningSurroundings): Promise<PlannedConnection> {
  const { replay } = around.context.config;
  const { series, instruments, timeframe, isSimulated } = await readReplay(around.context);
  const { warmUpCandles, fills, markSeconds, cash } = replay;
  return planPaper(
    {
      ...{ kind: 'replay', isSimulated, fills, markSeconds, cash },
      // Its name says what it trades, wherever it shows.
      account: { id: toConnectionId(isSimulated ? SIMULATED_REPLAY : 'replay'), timeframe, instruments },
      historyMs: warmUpCandles * timeframeMs(timeframe),
      speed: choice.speed ?? replay.speed,
      open: (shared) => createReplayConnection({ ...shared, candles: series, warmUpCandles, isSimulated }),
    },
    around,
  );
}

const PLANNERS = { simulator: planSimulator, replay: planReplay, loopback: planLoopback } as const;
