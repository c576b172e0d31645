// A symbol rests after each of its trades.
import { toEpochMs } from '../../../../shared/domain/ids.ts';
import { MINUTE_MS } from '../../../../shared/time.ts';
import type { Protection } from './protection.ts';

export const coolDown: Protection = ({ config: { coolDownMinutes }, closed }) =>
  coolDownMinutes === null
    ? undefined
    : {
        code: 'LOCK_COOLDOWN',
        symbol: closed.symbol,
        until: toEpochMs(closed.at + Math.round(coolDownMinutes * MINUTE_MS)),
        reason: `${closed.symbol} rests ${coolDownMinutes} min after a trade`,
      };
