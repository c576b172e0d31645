import type { ReactNode } from 'react';
import { priceText } from '../../lib/format.ts';
import { keys, useEngines, useMarks } from '../../lib/live/stores.ts';
import { ageText } from '../../lib/format.ts';

const STALE_AFTER_MS = 60_000;

/** The newest price with its age by the connection's own clock. */
export function LiveQuote({ connection, symbol }: { readonly connection: string; readonly symbol: string }): ReactNode {
  const mark = useMarks((state) => state.byKey.get(keys.mark({ connection, symbol })));
  const now = useEngines((state) => state.byKey.get(connection)?.at);
  if (mark === undefined) return <span className="faint">no price yet</span>;
  const age = Math.max(0, (now ?? mark.at) - mark.at);
  return (
    <span className="quote">
      <strong>{priceText(mark.last)}</strong>
      <span className="faint">
        {priceText(mark.bid)} / {priceText(mark.ask)}
      </span>
      <span className={age > STALE_AFTER_MS ? 'age isStale' : 'faint'}>
        {age > STALE_AFTER_MS ? `${ageText(age)} old · stale` : ''}
      </span>
    </span>
  );
}
