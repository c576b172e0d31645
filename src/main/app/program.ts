// The program behind its shell: everything built from the configuration, started in order, stopped in reverse.
import { join } from 'node:path';
import type { Config } from '../../shared/config/schema.ts';
import { toConnectionId } from '../../shared/domain/ids.ts';
import type { EngineStatus } from '../../shared/domain/engineStatus.ts';
import { LOOPBACK } from '../../shared/domain/simulated.ts';
import { AppError } from '../../shared/errors.ts';
import { programVersion } from '../backtest/programVersion.ts';
import type { CommandContext } from '../config/commandContext.ts';
import { ConfigFile } from '../config/configFile.ts';
import { PASSPHRASE_VARIABLE } from '../config/loadConfig.ts';
import { ensureFolder, userConfigFile } from '../config/paths.ts';
import { createRng } from '../engine/kernel/rng.ts';
import { type OpenedModels, openPredictor } from '../inference/openPredictor.ts';
import type { WindowSession, WindowTransport } from '../ipc/transport.ts';
import { Vault } from '../secrets/vault.ts';
import { type ForedeckStore, openForedeckStore } from '../store/foredeckStore.ts';
import type { Controllable, InstanceInfo } from './control.ts';
import { controlEngines } from './controlEngines.ts';
import { EngineManager } from './engineManager.ts';
import { acquireInstance, type Instance } from './instance/acquireInstance.ts';
import { serveControl } from './instance/serveControl.ts';
import { keyedExchanges } from './live/keyedExchanges.ts';
import { KeyRing } from './live/keyRing.ts';
import { LiveControl } from './live/liveControl.ts';
import { loopbackId } from './plans/connectionKinds.ts';
import type { PlannedConnection, PlanningSurroundings } from './plans/paperPlan.ts';
import { type ConnectionChoice, planConnections } from './plans/planConnections.ts';
import { onStore, Roster } from './plans/roster.ts';
import { type SettingsWatch, watchSettings } from './plans/settingsWatch.ts';
import { type Wall, within } from './wall.ts';
import { Windows } from './window/windows.ts';

export type { WindowSession, WindowTransport } from '../ipc/transport.ts';

export interface Program {
  status(): readonly EngineStatus[];
  /** Nothing more will come to any engine, and none waits for something to be done. */
  isOver(): boolean;
  /** Resolves when every engine trades, or is tried again. Rejects when none can. */
  start(): Promise<void>;
  /** As the control socket does. */
  readonly command: Controllable['command'];
  /** Compares every account with its venue again, as after a sleep of the machine. */
  reconcile(): void;
  /** A window, or a reloaded page of one; works before the engines are up too. */
  openSession(transport: WindowTransport): WindowSession;
  /** Stops engines, socket and store, in this order. Never rejects. */
  stop(): Promise<void>;
}

/** Whatever shows the program to a person, as far as the program must know of it. */
export interface ShowsProgram {
  readonly name: string;
  /** Rejects with `AppError` where there is no window to open. */
  openWindow(): Promise<void>;
}

const PRUNE_EVERY_MS = 60_000;
/** Between two pieces of pruning, so that steps get in between. */
const PRUNE_AGAIN_MS = 50;

export interface ProgramSurroundings {
  readonly context: CommandContext;
  readonly wall: Wall;
  readonly shell: ShowsProgram;
}

/** A model that never answers must not keep the program from stopping. */
const MODELS_STOP_MS = 5000;

/** Takes the data folder: nothing runs yet. Throws `AppError` when another instance holds it or the store cannot be opened. */
export async function openProgram(
  choice: ConnectionChoice,
  { context, wall, shell }: ProgramSurroundings,
): Promise<Program> {
  const { config, log } = context;
  const dataDir = ensureFolder(context.dataDir, '--data-dir');
  const models = await openPredictor({ dataDir, wall, log, isEnabled: config.models.enabled });
  try {
    return await openWith(models, choice, { context, wall, shell });
  } catch (error) {
    await models.predictor.close();
    throw error;
  }
}

/** The models are the program's from now on. */
async function openWith(models: OpenedModels, choice: ConnectionChoice, around: ProgramSurroundings): Promise<Program> {
  const { context, wall, shell } = around;
  const dataDir = ensureFolder(context.dataDir, '--data-dir');
  const keys = new KeyRing({
    vault: new Vault(join(dataDir, 'secrets.vault'), wall),
    exchangeOf: keyedExchanges(dataDir, wall),
  });
  // The switches are in the store, which is opened once the plans are known to be good.
  const switches: { live?: LiveControl } = {};
  const planning: PlanningSurroundings = {
    ...{ context: { ...context, dataDir }, dataDir, wall, models, keys },
    isLiveAllowed: (id) => switches.live?.isAllowed(id) === true,
  };
  const plans = await planConnections(choice, planning);
  const info: InstanceInfo = {
    ...{ pid: process.pid, startedAt: wall.now(), version: programVersion, shell: shell.name },
    connections: plans.map(({ id }) => toConnectionId(id)),
  };
  const instance = await acquireInstance(dataDir, info);
  for (const remark of models.remarks) context.out.note(remark);
  const store = await openStoreOf(instance, dataDir, wall);
  const manager = new EngineManager(
    plans.map((plan) => onStore(plan, store)),
    { wall, rng: createRng(`${String(info.pid)} ${String(info.startedAt)}`), log: context.log },
  );
  const live = new LiveControl({ keys, store, manager, wall, log: context.log });
  switches.live = live;
  const parts = { choice, planning, plans, models, info, store, manager, keys, live };
  return assemble(parts, { instance, openWindow: () => shell.openWindow() });
}

interface Parts {
  readonly choice: ConnectionChoice;
  readonly planning: PlanningSurroundings;
  readonly plans: readonly PlannedConnection[];
  readonly models: OpenedModels;
  readonly info: InstanceInfo;
  readonly store: ForedeckStore;
  readonly manager: EngineManager;
  readonly keys: KeyRing;
  readonly live: LiveControl;
}

async function assemble(
  parts: Parts,
  { instance, openWindow }: { readonly instance: Instance; readonly openWindow: () => Promise<void> },
): Promise<Program> {
  const { choice, planning, plans, models, info, store, manager, keys, live } = parts;
  const { context, dataDir, wall } = planning;
  const { config, configSources, log } = context;
  const engines = controlEngines(manager, info, wall);
  const controllable: Controllable = {
    ...engines,
    // Read anew each time: connections come and go.
    get info() {
      return engines.info;
    },
    openWindow,
  };
  const control = await serveControl(instance, controllable, (error) =>
    log.error('the control socket failed', { error: String(error) }),
  );
  const configFile = new ConfigFile(configSources, userConfigFile(dataDir));
  let watch: SettingsWatch | undefined;
  let stopPruning = (): void => undefined;
  let isStopping = false;
  const roster = new Roster({ choice, around: planning, store, manager, configFile, watch: () => watch });
  const windows = new Windows({
    ...{ context, manager, store, models, configFile, wall, info, keys, live, roster },
    lookAtSettings: () => watch?.look(),
  });
  return {
    status: () => manager.status(),
    isOver: () => manager.isOver,
    start: async () => {
      await openVault(keys, context);
      if (isStopping) return;
      const onRead = (now: Config): void => switchOffDisabled(now, { choice, live });
      onRead(config);
      for (const { id } of plans) live.settle(id);
      watch = watchSettings({ sources: () => configFile.sources, connections: plans, manager, wall, onRead });
      stopPruning = pruneNowAndThen({ manager, store, context, wall });
      await manager.start();
      if (models.remarks.length > 0) manager.say(models.remarks.join('\n'));
    },
    command: (request) => controllable.command(request),
    reconcile: () => manager.hosts.forEach(({ link }) => link?.reconcile()),
    openSession: (transport) => windows.open(transport),
    stop: async () => {
      isStopping = true;
      watch?.stop();
      stopPruning();
      await Promise.all([manager.stop(), windows.callOff()]);
      await windows.close();
      await within(wall, MODELS_STOP_MS, models.predictor.close());
      await control.close();
      store.close();
      await instance.release();
    },
  };
}

/** Where there is no window to do it in. What the variable holds is never told. */
async function openVault({ vault }: KeyRing, { vaultPassphrase = '', out }: CommandContext): Promise<void> {
  if (vaultPassphrase === '') return;
  try {
    await vault.unlock(vaultPassphrase);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    out.note(`${PASSPHRASE_VARIABLE} did not open the vault: ${error.message}`);
  }
}

/** Switched off in the settings, a connection comes back without live trading. */
function switchOffDisabled(
  config: Config,
  { choice, live }: { readonly choice: ConnectionChoice; readonly live: LiveControl },
): void {
  if (!config.loopback.enabled && !choice.connections.includes(LOOPBACK))
    live.switchOff(loopbackId(config), 'the connection is switched off in the settings');
}

/** Lets the folder go where its store cannot be opened. */
async function openStoreOf(instance: Instance, dataDir: string, wall: Wall): Promise<ForedeckStore> {
  try {
    const store = openForedeckStore(dataDir, { clock: wall });
    store.noteRun(programVersion);
    return store;
  } catch (error) {
    await instance.release();
    throw error;
  }
}

interface Pruning {
  readonly manager: EngineManager;
  readonly store: ForedeckStore;
  readonly context: CommandContext;
  readonly wall: Wall;
}

/** Deletes what is older than its retention, until the returned function is called. */
function pruneNowAndThen({ manager, store, context: { config, log }, wall }: Pruning): () => void {
  let callOff = (): void => undefined;
  const prune = (): void => {
    let hasMore = false;
    try {
      for (const { id, core } of manager.hosts)
        hasMore = store.journal.prune(id, core.clock, config.journal) || hasMore;
    } catch (error) {
      log.warn('what is older than its retention could not be deleted', { error: String(error) });
    }
    callOff = wall.after(hasMore ? PRUNE_AGAIN_MS : PRUNE_EVERY_MS, prune);
  };
  callOff = wall.after(PRUNE_EVERY_MS, prune);
  return () => callOff();
}
