// The metrics of a run or of an account, by section; what is undefined says why.
import type { ReactNode } from 'react';
import type { MetricRow } from '../../../shared/contract/records/analytics.ts';
import { metricText, SECTION_WORDS } from '../../lib/metricText.ts';

interface MetricsProps {
  readonly metrics: readonly MetricRow[];
  readonly quote: string;
}

export function Metrics({ metrics, quote }: MetricsProps): ReactNode {
  const sections = [...new Set(metrics.map((metric) => metric.section))];
  return (
    <div className="metrics">
      {sections.map((section) => (
        <section key={section}>
          <h3 className="sectionTitle">{SECTION_WORDS[section]}</h3>
          <dl>
            {metrics
              .filter((metric) => metric.section === section)
              .map((metric) => (
                <div key={metric.id} className="metric" title={metric.definition}>
                  <dt>{metric.label}</dt>
                  <dd>
                    {metricText(metric, quote)}
                    {metric.reason === undefined ? null : <span className="faint metricReason">{metric.reason}</span>}
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
