import type { ReactNode } from 'react';
import { sentence } from '../../lib/format.ts';
import { useHealthReport } from '../../lib/live/stores.ts';
import { routeHref } from '../../lib/route.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Age } from '../../ui/Figures.tsx';
import { HEALTH_TONES } from '../../ui/healthTones.ts';
import { Loading } from '../../ui/States.tsx';

const STALE_AFTER_MS = 60_000;

export function HealthPanel(): ReactNode {
  const report = useHealthReport((state) => state.report);
  if (report === undefined) return <Loading what="the health report" />;
  const troubled = report.components.filter((component) => component.status !== 'healthy');
  return (
    <div className="stack">
      <div className="row">
        <Badge tone={HEALTH_TONES[report.status]}>{report.status}</Badge>
        <span className="faint">
          {String(report.counts.healthy)} healthy, {String(report.counts.degraded)} degraded,{' '}
          {String(report.counts.unhealthy)} unhealthy · checked <Age at={report.at} staleAfterMs={STALE_AFTER_MS} />
        </span>
      </div>
      {troubled.length === 0 ? (
        <p>Every component is healthy.</p>
      ) : (
        <ul className="stack">
          {troubled.map((component) => (
            <li key={component.id}>
              <Badge tone={HEALTH_TONES[component.status]}>{component.name}</Badge> {sentence(component.detail)}
            </li>
          ))}
        </ul>
      )}
      <a href={routeHref('health')}>All of it</a>
    </div>
  );
}
