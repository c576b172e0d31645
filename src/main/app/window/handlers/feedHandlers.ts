// What is told as it happens: activity and signals, looked through for what is wanted.
import type { Handlers } from '../../../ipc/dispatch.ts';
import { toWire } from '../../../ipc/toWire.ts';
import type { WindowContext } from '../windowContext.ts';
import { filterOf, page } from './historyHandlers.ts';

/** Records that a filter of its own is applied to. */
const LOOKED_THROUGH = 5000;

export function feedHandlers({ store: { trading } }: WindowContext): Pick<Handlers, 'activity.list' | 'signals.list'> {
  return {
    'activity.list': ({ level, search, ...asked }) => {
      const isLookedThrough = level !== undefined || search !== undefined;
      const words = search?.toLowerCase() ?? '';
      const lines = trading
        .activity(filterOf(isLookedThrough ? { ...asked, limit: LOOKED_THROUGH } : asked))
        .filter((line) => (level ?? line.level) === line.level && line.text.toLowerCase().includes(words));
      return page(
        lines.map((line) => ({ ...line })),
        asked.limit,
        ({ at }) => at,
      );
    },
    'signals.list': ({ outcome, code, ...asked }) => {
      const isLookedThrough = outcome !== undefined || code !== undefined;
      const records = trading
        .signals(filterOf(isLookedThrough ? { ...asked, limit: LOOKED_THROUGH } : asked))
        .filter(
          ({ decision }) =>
            (outcome ?? decision?.outcome) === decision?.outcome &&
            (code === undefined || decision?.verdicts.some((verdict) => verdict.code === code && !verdict.allow)),
        );
      return page(
        records.map((record) => toWire(record)),
        asked.limit,
        ({ signal }) => signal.candleCloseTime,
      );
    },
  };
}
