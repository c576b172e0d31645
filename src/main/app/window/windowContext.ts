// What the handlers of the window work with: the running program, seen from where requests come in.
import { didYouMean } from '../../../shared/nearest.ts';
import type { CommandContext } from '../../config/commandContext.ts';
import type { ConfigFile } from '../../config/configFile.ts';
import type { OpenedModels } from '../../inference/openPredictor.ts';
import { RequestError } from '../../ipc/requestError.ts';
import type { ForedeckStore } from '../../store/foredeckStore.ts';
import type { MarketStore } from '../../store/marketStore.ts';
import type { InstanceInfo } from '../control.ts';
import type { EngineManager } from '../engineManager.ts';
import type { EngineHost } from '../host/engineHost.ts';
import type { HostView } from '../host/hostStatus.ts';
import type { KeyRing } from '../live/keyRing.ts';
import type { LiveControl } from '../live/liveControl.ts';
import type { Roster } from '../plans/roster.ts';
import type { Wall } from '../wall.ts';
import type { BacktestJobs } from './backtests/backtestJobs.ts';
import type { CandleReader } from './candleReader.ts';
import type { Preferences } from './preferences.ts';

export interface WindowContext {
  readonly manager: EngineManager;
  readonly store: ForedeckStore;
  readonly models: OpenedModels;
  /** Opened when it is first needed, closed with the program. */
  readonly market: () => MarketStore;
  readonly context: CommandContext;
  readonly configFile: ConfigFile;
  /** Settings and strategy files are read again now. */
  readonly lookAtSettings: () => void;
  readonly wall: Wall;
  readonly info: InstanceInfo;
  readonly keys: KeyRing;
  readonly live: LiveControl;
  readonly roster: Roster;
  readonly candles: CandleReader;
  readonly backtests: BacktestJobs;
  readonly preferences: Preferences;
  /** What changes connections, keys and switches happens one after the other: each looks at what the one before has left. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

/** A connection of this run of the program; throws NOT_FOUND. */
export function viewOf({ manager }: Pick<WindowContext, 'manager'>, connection: string): HostView {
  const { views } = manager;
  const found = views.find(({ id }) => id === connection);
  if (found !== undefined) return found;
  const known = views.map(({ id }) => id as string);
  throw new RequestError(
    'NOT_FOUND',
    `no connection "${connection}" is running (${known.join(', ')})${didYouMean(connection, known)}`,
  );
}

/** Its engine, where it is up; throws UNAVAILABLE with the reason. */
export function hostOf(window: Pick<WindowContext, 'manager'>, connection: string): EngineHost {
  const { host, error, isOff } = viewOf(window, connection);
  if (host?.core.config !== undefined) return host;
  const reason = isOff ? 'it is switched off' : error === '' ? 'it is starting' : error;
  throw new RequestError('UNAVAILABLE', `the engine of ${connection} does not run: ${reason}`);
}

/** The engines that are up; of one connection, or of all. */
export function hostsOf(window: Pick<WindowContext, 'manager'>, connection?: string): readonly EngineHost[] {
  if (connection !== undefined) return [hostOf(window, connection)];
  return window.manager.hosts.filter(({ core }) => core.config !== undefined);
}

/** The quote currency of a connection. */
export const quoteOf = ({ config }: Pick<HostView, 'config'>): string => config.instruments[0]?.quote ?? '';
