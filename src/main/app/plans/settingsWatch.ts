// Settings and strategy files as they change on the disk: read again every few seconds. What is broken keeps its last good form
// and is said once.
import { need } from '../../../shared/assert.ts';
import type { Config } from '../../../shared/config/schema.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { StrategyDefinition } from '../../../shared/domain/strategy.ts';
import { problemText, type Result } from '../../../shared/result.ts';
import { type ConfigSources, loadConfig } from '../../config/loadConfig.ts';
import { encode } from '../../engine/kernel/canonical.ts';
import type { ConnectionPlan, EngineManager } from '../engineManager.ts';
import type { Wall } from '../wall.ts';
import type { PlannedConfig } from './engineConfigOf.ts';

const LOOK_EVERY_MS = 2000;

export interface WatchedConnection extends Pick<ConnectionPlan, 'id' | 'config'> {
  /** What was said of it when it was planned. */
  readonly remarks: readonly string[];
  /** The engine's configuration by `config` and the strategy files as they are now; a broken one stays as it is `inForce`. Throws `AppError`. */
  readonly planConfig: (config: Config, inForce: readonly StrategyDefinition[]) => PlannedConfig;
}

export interface SettingsWatchOptions {
  readonly sources: () => ConfigSources;
  readonly connections: readonly WatchedConnection[];
  readonly manager: Pick<EngineManager, 'setConfig' | 'say'>;
  readonly wall: Wall;
  /** Hears what the settings are, each time they were read. */
  readonly onRead?: ((config: Config) => void) | undefined;
}

export interface SettingsWatch {
  /** One more connection from now on. */
  readonly follow: (connection: WatchedConnection) => void;
  readonly leave: (id: ConnectionId) => void;
  /** Now, because something has been written. */
  readonly look: () => void;
  readonly stop: () => void;
}

/** Looks every few seconds until it is stopped. */
export function watchSettings(options: SettingsWatchOptions): SettingsWatch {
  const { sources, manager, wall, onRead } = options;
  const connections = new Map(options.connections.map((one) => [one.id, one]));
  const inForce = new Map(options.connections.map(({ id, config }) => [id, config]));
  let told = options.connections.flatMap(({ remarks }) => remarks).join('\n');
  let callOff = (): void => undefined;
  const tell = (lines: readonly string[]): void => {
    const text = lines.join('\n');
    if (text !== told && text !== '') manager.say(text);
    told = text;
  };
  const look = (): void => {
    const lines: string[] = [];
    const loaded = loadConfig(sources());
    if (!loaded.ok) lines.push(...loaded.error.map((problem) => `settings stay as they were: ${problemText(problem)}`));
    else {
      onRead?.(loaded.value.config);
      for (const { id, planConfig } of connections.values()) {
        const current = need(inForce.get(id), 'a configuration', id);
        const planned = attempt(() => planConfig(loaded.value.config, current.strategies));
        if (!planned.ok) {
          lines.push(`settings of ${id} stay as they were: ${planned.error}`);
          continue;
        }
        lines.push(...planned.value.remarks);
        const { config } = planned.value;
        if (encode(config) === encode(current)) continue;
        const refused = manager.setConfig(id, config);
        if (refused === undefined) inForce.set(id, config);
        else lines.push(refused);
      }
    }
    tell(lines);
    callOff();
    callOff = wall.after(LOOK_EVERY_MS, look);
  };
  callOff = wall.after(LOOK_EVERY_MS, look);
  return {
    look,
    follow: (connection) => {
      connections.set(connection.id, connection);
      inForce.set(connection.id, connection.config);
    },
    leave: (id) => void connections.delete(id),
    stop: () => callOff(),
  };
}

function attempt<T>(work: () => T): Result<T, string> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
