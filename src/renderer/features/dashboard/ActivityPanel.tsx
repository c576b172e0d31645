import { useMemo, type ReactNode } from 'react';
import { useOfSelected } from '../../lib/live/selected.ts';
import { useActivity } from '../../lib/live/stores.ts';
import { At } from '../../ui/Figures.tsx';
import { LevelBadge } from '../../ui/LevelBadge.tsx';
import { Empty, Loading } from '../../ui/States.tsx';

const SHOWN = 80;

export function ActivityPanel(): ReactNode {
  const isLive = useActivity((state) => state.isLive);
  const all = useOfSelected(useActivity((state) => state.list));
  const lines = useMemo(() => all.slice(0, SHOWN), [all]);
  if (!isLive) return <Loading what="the activity" />;
  if (lines.length === 0) return <Empty title="Nothing happened yet" />;
  return (
    <ul className="activityLines" tabIndex={0} aria-label="Newest activity">
      {lines.map((line) => (
        <li key={line.arrival}>
          <At at={line.at} />
          <LevelBadge level={line.level} />
          <span>{line.text}</span>
        </li>
      ))}
    </ul>
  );
}
