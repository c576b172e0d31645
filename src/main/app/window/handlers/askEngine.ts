// Commands of the window to an engine, with who and why.
import type { UserCommand } from '../../../engine/kernel/inputs.ts';
import { RequestError } from '../../../ipc/requestError.ts';
import { toWire } from '../../../ipc/toWire.ts';
import type { CommandAnswer, EngineHost } from '../../host/engineHost.ts';

type WithoutCommander<T> = T extends unknown ? Omit<T, 'by' | 'reason'> : never;
export type Wish = WithoutCommander<UserCommand>;

/** What the engine says to it. */
export const ask = (host: EngineHost, wish: Wish, reason: string): CommandAnswer =>
  host.command({ ...wish, by: 'window', reason });

/** What happened; throws REFUSED with every check that said no. */
export function command(host: EngineHost, wish: Wish, reason: string): CommandAnswer['events'] {
  const { isAccepted, reason: refusal, events } = ask(host, wish, reason);
  if (isAccepted) return events;
  const refusals = events
    .flatMap((event) => (event.kind === 'orderRefused' ? event.verdicts : []))
    .filter(({ allow }) => !allow);
  throw new RequestError('REFUSED', refusal, refusals.length === 0 ? {} : { refusals: toWire(refusals) });
}
