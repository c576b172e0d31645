// Connections that come and go while the program runs: planned with the settings of now, given to the manager and to the watch of the
// settings alike.
import { AppError } from '../../../shared/errors.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { ConfigFile } from '../../config/configFile.ts';
import type { ForedeckStore } from '../../store/foredeckStore.ts';
import type { ConnectionPlan, EngineManager } from '../engineManager.ts';
import { within } from '../wall.ts';
import type { ConnectionKind } from './connectionKinds.ts';
import type { PlannedConnection, PlanningSurroundings } from './paperPlan.ts';
import { type ConnectionChoice, planConnection } from './planConnections.ts';
import type { SettingsWatch } from './settingsWatch.ts';

export interface RosterOptions {
  readonly choice: ConnectionChoice;
  readonly around: PlanningSurroundings;
  readonly store: ForedeckStore;
  readonly manager: EngineManager;
  readonly configFile: Pick<ConfigFile, 'load'>;
  readonly watch: () => SettingsWatch | undefined;
}

/** An engine that takes longer goes on starting while the answer is given. */
const START_MS = 5000;

export class Roster {
  private readonly options: RosterOptions;

  constructor(options: RosterOptions) {
    this.options = options;
  }

  /** Its engine is up, has failed, or takes longer. Rejects with `AppError` where the settings make no such connection. */
  async add(kind: ConnectionKind): Promise<void> {
    const { choice, around, manager, store, configFile, watch } = this.options;
    const loaded = configFile.load();
    if (!loaded.ok) throw new AppError('BAD_INPUT', loaded.error.map(({ message }) => message).join('; '));
    const context = { ...around.context, config: loaded.value.config };
    const plan = await planConnection(kind, choice, { ...around, context });
    watch()?.follow(plan);
    await this.started(manager.add(onStore(plan, store)));
  }

  async remove(id: ConnectionId): Promise<void> {
    const { manager, watch } = this.options;
    watch()?.leave(id);
    await manager.remove(id);
  }

  /** Takes the engine up anew, as its keys are others now. */
  async restart(id: ConnectionId): Promise<void> {
    await this.started(this.options.manager.restart(id, { isRunningToo: true }));
  }

  /** Takes up what waited for its keys. */
  async wake(ids: readonly ConnectionId[]): Promise<void> {
    const { manager } = this.options;
    await this.started(Promise.all(ids.map((id) => manager.restart(id, { isRunningToo: false }))));
  }

  private started(starting: Promise<unknown>): Promise<void> {
    return within(this.options.around.wall, START_MS, starting);
  }
}

/** The plan with its journal. */
export const onStore = (plan: PlannedConnection, store: ForedeckStore): ConnectionPlan => ({
  ...plan,
  createHost: (settings, onFailure) => plan.createHost(store, settings, onFailure),
});
