// The brakes: halt, kill switch, locks; of one connection or of all.
import { toEpochMs, toStrategyId, toSymbolId } from '../../../../shared/domain/ids.ts';
import type { Handlers } from '../../../ipc/dispatch.ts';
import { toWire } from '../../../ipc/toWire.ts';
import type { ControlCommand } from '../../control.ts';
import { controlEngines } from '../../controlEngines.ts';
import { hostOf, hostsOf, type WindowContext } from '../windowContext.ts';
import { ask, command, type Wish } from './askEngine.ts';

type Names =
  | 'positions.closeAll'
  | 'trading.halt'
  | 'trading.reduce'
  | 'trading.resume'
  | 'trading.killSwitch'
  | 'trading.leaveSafeMode'
  | 'locks.place'
  | 'locks.release';

export function brakeHandlers(window: WindowContext): Pick<Handlers, Names> {
  const control = controlEngines(window.manager, window.info, window.wall);
  const brake =
    (type: ControlCommand['type']) =>
    async ({ connection, reason }: { readonly connection?: string | undefined; readonly reason: string }) => {
      const ids = hostsOf(window, connection).map(({ id }) => id);
      const all = await Promise.all(
        ids.map((id) => control.command({ command: { type }, connection: id, reason, by: 'window' })),
      );
      return { outcomes: all.flat().map((outcome) => toWire(outcome)) };
    };
  const each = (connection: string | undefined, wish: Wish, reason: string) => ({
    outcomes: hostsOf(window, connection).map((host) => {
      const { isAccepted, reason: refusal } = ask(host, wish, reason);
      const done = `trading is ${host.core.control.tradingState}`;
      return { connection: host.id, isAccepted, detail: isAccepted ? done : refusal };
    }),
  });
  return {
    'positions.closeAll': ({ connection, reason }) => ({
      outcomes: hostsOf(window, connection).map((host) => {
        const open = host.core.portfolio.openCount;
        const { isAccepted, reason: refusal } = ask(host, { type: 'closeAll' }, reason);
        const done =
          open === 0
            ? 'nothing was open'
            : `${String(open)} ${open === 1 ? 'position is' : 'positions are'} being closed`;
        return { connection: host.id, isAccepted, detail: isAccepted ? done : refusal };
      }),
    }),
    'trading.halt': brake('halt'),
    'trading.resume': brake('resume'),
    'trading.killSwitch': brake('killSwitch'),
    'trading.reduce': ({ connection, reason }) => each(connection, { type: 'reduce' }, reason),
    'trading.leaveSafeMode': ({ connection, reason }) => each(connection, { type: 'leaveSafeMode' }, reason),
    'locks.place': ({ connection, symbol, strategy, until, reason }) => {
      const wish: Wish = {
        ...{ type: 'lock', untilMs: toEpochMs(until) },
        ...(symbol === undefined ? {} : { symbol: toSymbolId(symbol) }),
        ...(strategy === undefined ? {} : { strategy: toStrategyId(strategy) }),
      };
      command(hostOf(window, connection), wish, reason);
      return {};
    },
    'locks.release': ({ connection, lockId, reason }) => {
      command(hostOf(window, connection), { type: 'unlock', lockId }, reason);
      return {};
    },
  };
}
