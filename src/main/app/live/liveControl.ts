// The live switch of each connection: on the disk first, then in its engine, then in the activity. Off wins over whatever else
// happens; on is only ever written by `switchOn`.
import type { ActivityLine } from '../../../shared/domain/engineStatus.ts';
import type { ConnectionId, EpochMs } from '../../../shared/domain/ids.ts';
import { DAY_MS } from '../../../shared/time.ts';
import type { Logger } from '../../logging/logger.ts';
import type { ForedeckStore } from '../../store/foredeckStore.ts';
import type { LiveSwitch } from '../../store/ports/liveSwitches.ts';
import type { EngineManager } from '../engineManager.ts';
import type { Wall } from '../wall.ts';
import type { KeyRing } from './keyRing.ts';

export interface LiveControlOptions {
  readonly keys: KeyRing;
  readonly store: Pick<ForedeckStore, 'liveSwitches' | 'journal' | 'trading'>;
  readonly manager: Pick<EngineManager, 'views' | 'hosts' | 'setConfig' | 'onSaid'>;
  readonly wall: Wall;
  readonly log: Logger;
}

/** A verification is good for so long. */
export const VERIFIED_MS = DAY_MS;

export class LiveControl {
  private readonly options: LiveControlOptions;

  constructor(options: LiveControlOptions) {
    this.options = options;
  }

  isLive(id: ConnectionId): boolean {
    return this.row(id)?.isLive === true;
  }

  /** Live, and with the very keys that were verified. */
  readonly isAllowed = (id: ConnectionId): boolean => {
    const row = this.row(id);
    return (
      row?.isLive === true && row.fingerprint !== undefined && row.fingerprint === this.options.keys.fingerprint(id)
    );
  };

  /** When the keys that are stored now were verified; undefined: they were not, or cannot be read. */
  verifiedAt(id: ConnectionId): EpochMs | undefined {
    const row = this.row(id);
    return row?.fingerprint !== undefined && row.fingerprint === this.options.keys.fingerprint(id)
      ? row.verifiedAt
      : undefined;
  }

  /** Every step was passed, with these keys. */
  verified(id: ConnectionId, fingerprint: string): void {
    const before = this.row(id);
    const at = this.options.wall.now();
    // Others than those it trades with: whoever switched it on has not seen them.
    if (before?.isLive === true && before.fingerprint !== fingerprint) this.switchOff(id, 'its keys are others now');
    this.save({ ...this.base(id), verifiedAt: at, fingerprint });
  }

  /** What was verified counts no more; whoever trades live already goes on. */
  unverified(id: ConnectionId): void {
    if (this.row(id) === undefined) return;
    const { verifiedAt: _, ...base } = this.base(id);
    this.save(base);
  }

  /** The caller has checked everything. */
  switchOn(id: ConnectionId, reason: string): void {
    this.save({ ...this.base(id), isLive: true, changedAt: this.options.wall.now(), reason });
    this.apply(id);
    this.say(id, `Live trading was switched on (${reason}).`);
  }

  /** False: it was off. */
  switchOff(id: ConnectionId, reason: string): boolean {
    if (!this.isLive(id)) return false;
    this.save({ ...this.base(id), isLive: false, changedAt: this.options.wall.now(), reason });
    this.apply(id);
    this.say(id, `Live trading was switched off (${reason}).`);
    return true;
  }

  /** Live off and nothing verified: the keys are others, or gone. */
  keysChanged(id: ConnectionId, reason: string): void {
    this.switchOff(id, reason);
    if (this.row(id) === undefined) return;
    const { verifiedAt: _, fingerprint: __, ...base } = this.base(id);
    this.save({ ...base, reason });
  }

  /** As if the connection had never been. */
  forget(id: ConnectionId, reason: string): void {
    this.switchOff(id, reason);
    this.options.store.liveSwitches.delete(id);
  }

  /** After a start or once the vault is open: the engine gets what the switch says. */
  settle(id: ConnectionId): void {
    const { keys } = this.options;
    const [row, now] = [this.row(id), keys.fingerprint(id)];
    if (row?.isLive === true && now !== undefined && row.fingerprint !== now)
      this.keysChanged(id, 'its keys are not those that were verified');
    this.apply(id);
  }

  /** An attempt that was refused. */
  refused(id: ConnectionId, reason: string): void {
    this.options.log.warn('live trading was not switched on', { connection: id, reason });
    this.say(id, `Live trading was not switched on: ${reason}.`, 'warning');
  }

  /** A sentence for the activity of a connection, also where no engine runs. */
  say(id: ConnectionId, text: string, level: 'info' | 'warning' = 'warning'): void {
    const { manager, store, wall } = this.options;
    const line: Omit<ActivityLine, 'at'> = { level, text: text.replace(/\.\.$/, '.') };
    const host = manager.hosts.find((one) => one.id === id && one.core.config !== undefined);
    if (host !== undefined) {
      host.say({ at: host.core.clock, ...line });
      return;
    }
    const [newest] = store.trading.activity({ connection: id, limit: 1 });
    const startsAt = manager.views.find((view) => view.id === id)?.startsAt;
    const notice = { at: newest?.at ?? startsAt ?? wall.now(), ...line };
    store.journal.commit({ connection: id, steps: [], happened: [], notices: [notice], isDurable: false });
    manager.onSaid?.(id, notice);
  }

  private apply(id: ConnectionId): void {
    const { manager, log } = this.options;
    const config = manager.views.find((view) => view.id === id)?.config;
    const isLiveAllowed = this.isAllowed(id);
    if (config === undefined || config.isLiveAllowed === isLiveAllowed) return;
    const refusal = manager.setConfig(id, { ...config, isLiveAllowed });
    if (refusal !== undefined) log.error('the live switch did not reach its engine', { connection: id, refusal });
  }

  private row(id: ConnectionId): LiveSwitch | undefined {
    return this.options.store.liveSwitches.find(id);
  }

  private base(id: ConnectionId): LiveSwitch {
    const fresh = { connection: id, isLive: false, changedAt: this.options.wall.now(), reason: 'verified' };
    return this.row(id) ?? fresh;
  }

  private save(row: LiveSwitch): void {
    this.options.store.liveSwitches.save(row);
  }
}
