// The running instance as its control socket sees it: commands for one engine or for all, each with its outcome.
import type { ConnectionId } from '../../shared/domain/ids.ts';
import { AppError } from '../../shared/errors.ts';
import type { Commander } from '../engine/kernel/inputs.ts';
import type { ControlCommand, ControlOutcome, Controllable, InstanceInfo } from './control.ts';
import type { EngineManager } from './engineManager.ts';
import type { EngineHost } from './host/engineHost.ts';
import { settleDifference } from './settleDifference.ts';
import { inboxView } from './views/inboxView.ts';
import { pause, type Wall } from './wall.ts';

/** A kill switch is answered when the venue says flat, or after this. */
const VERIFY_MS = 10_000;
const VERIFY_POLL_MS = 25;

/** All of it but the window, which is the shell's. */
export const controlEngines = (
  manager: EngineManager,
  info: InstanceInfo,
  wall: Wall,
): Omit<Controllable, 'openWindow'> => ({
  get info() {
    return { ...info, connections: manager.connections };
  },
  status: () => manager.status(),
  inbox: (connection) => inboxView(hostsOf(manager, connection)),
  settle: ({ connection, reason, ...settlement }) => {
    const hosts = hostsOf(manager, connection);
    const named = hosts.filter(({ link }) => link?.inbox.some(({ id }) => id === settlement.id));
    if (named.length > 1) {
      const ids = named.map(({ id }) => id).join(', ');
      throw new AppError(
        'BAD_INPUT',
        `more than one connection has that difference (${ids}): name one with --connection`,
      );
    }
    const host = named[0] ?? hosts[0];
    const { isAccepted, reason: refusal } = settleDifference(host, settlement, { by: 'cli', reason });
    return {
      connection: host.id,
      isAccepted,
      detail: isAccepted ? 'settled; the accounts are compared again' : refusal,
    };
  },
  command: async ({ command, connection, reason, by = 'cli' }) =>
    Promise.all(hostsOf(manager, connection).map((host) => carryOut(host, command, { reason, wall, by }))),
});

/** At least one. Throws `AppError`. */
function hostsOf(manager: EngineManager, connection: ConnectionId | undefined): readonly [EngineHost, ...EngineHost[]] {
  const [first, ...others] = manager.hosts.filter(({ id }) => connection === undefined || id === connection);
  if (first === undefined) throw new AppError('NOT_FOUND', absentText(manager, connection));
  return [first, ...others];
}

function absentText(manager: EngineManager, connection: ConnectionId | undefined): string {
  const running = manager.hosts.map(({ id }) => id).join(', ');
  if (connection === undefined) return 'no engine runs now; see "foredeck run" for the reason';
  return `expected a running connection (${running === '' ? 'none runs now' : running}), found "${connection}"`;
}

async function carryOut(
  host: EngineHost,
  { type }: ControlCommand,
  { reason, wall, by }: Pick<Commander, 'by' | 'reason'> & { readonly wall: Wall },
): Promise<ControlOutcome> {
  if (type === 'resume' && host.core.control.isSafeMode) {
    const left = host.command({ type: 'leaveSafeMode', by, reason });
    if (!left.isAccepted || host.core.control.tradingState === 'ACTIVE') {
      return {
        connection: host.id,
        isAccepted: left.isAccepted,
        detail: left.isAccepted ? 'safe mode has been left' : left.reason,
      };
    }
  }
  const { isAccepted, reason: refusal } = host.command({ type, by, reason });
  if (!isAccepted) return { connection: host.id, isAccepted, detail: refusal };
  if (type !== 'killSwitch')
    return { connection: host.id, isAccepted, detail: `trading is ${host.core.control.tradingState}` };
  return verified(host, wall);
}

/** Flat by our books is not enough: the venue must say so too. */
async function verified(host: EngineHost, wall: Wall): Promise<ControlOutcome> {
  const until = wall.elapsedMs() + VERIFY_MS;
  const report = (): EngineHost['core']['control']['killSwitchReport'] => host.core.control.killSwitchReport;
  for (let isAsked = false; report()?.verifiedAt === undefined && wall.elapsedMs() < until;) {
    if (!isAsked && report()?.flatAt !== undefined) {
      isAsked = true;
      host.link?.reconcile();
    }
    await pause(wall, VERIFY_POLL_MS);
  }
  const { startedAt = 0, canceledAt, flatAt, verifiedAt } = report() ?? {};
  const since = (at: number | undefined): number | null => (at === undefined ? null : at - startedAt);
  const tookMs = { canceled: since(canceledAt), flat: since(flatAt), verified: since(verifiedAt) };
  const open = host.core.portfolio.openCount;
  const detail =
    verifiedAt !== undefined
      ? 'every order canceled, every position closed, and the venue says flat'
      : flatAt !== undefined
        ? 'every order canceled and every position closed; the venue has not confirmed it yet'
        : `${String(open)} positions are still being closed; it goes on`;
  return { connection: host.id, isAccepted: true, detail, tookMs };
}
