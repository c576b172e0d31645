import type { ReactNode } from 'react';
import { useRequest } from '../../lib/bridge.ts';
import { countText, figureText, percentText } from '../../lib/format.ts';
import { useSelectedConnection } from '../../lib/live/selected.ts';
import { Age, Figure, FigureRow, Signed } from '../../ui/Figures.tsx';
import { Empty, Waiting } from '../../ui/States.tsx';

const ASK_EVERY_MS = 10_000;

export function TodayPanel(): ReactNode {
  const connection = useSelectedConnection() ?? '';
  const daily = useRequest('analytics.daily', { connection, days: 2 }, { everyMs: ASK_EVERY_MS });
  const row = daily.data?.items.find((each) => each.connection === connection);
  if (daily.data === undefined) return <Waiting what="today's numbers" answer={daily} />;
  if (row?.today === undefined) return <Empty title="The day has no numbers yet" />;
  const { today, quote, zone } = row;
  return (
    <div className="stack">
      <FigureRow>
        <Figure label="P&L of the day">
          <Signed value={today.pnl} unit={quote} />
        </Figure>
        <Figure label="Return">
          <Signed value={today.returnPct} unit="%" />
        </Figure>
        <Figure label="Realised">
          <Signed value={today.realised} />
        </Figure>
        <Figure label="Trades">{countText(today.trades)}</Figure>
        <Figure label="Won / lost">
          {String(today.wins)} / {String(today.losses)}
        </Figure>
        <Figure label="Fees">{figureText(today.fees)}</Figure>
        <Figure label="Funding">
          <Signed value={today.funding} />
        </Figure>
        <Figure label="Day began at">{figureText(today.startEquity, { unit: quote })}</Figure>
      </FigureRow>
      <p className="faint">
        {today.day}, day of {zone}; {percentText(today.returnPct, { isSigned: true })} so far · asked{' '}
        <Age at={daily.receivedAt} staleAfterMs={3 * ASK_EVERY_MS} />
      </p>
    </div>
  );
}
