// Health: the whole, each component, and the processors of each engine.
import type { ReactNode } from 'react';
import type { HealthReport } from '../../../shared/contract/records/system.ts';
import { useRequest } from '../../lib/bridge.ts';
import { countText, latencyText, sentence, wordsText } from '../../lib/format.ts';
import { useHealthReport } from '../../lib/live/stores.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Age, At } from '../../ui/Figures.tsx';
import { HEALTH_TONES } from '../../ui/healthTones.ts';
import { Page, Panel } from '../../ui/Panel.tsx';
import { Loading, Note } from '../../ui/States.tsx';
import './health.css';

const STALE_AFTER_MS = 60_000;

export function HealthView(): ReactNode {
  const report = useHealthReport((state) => state.report);
  if (report === undefined) {
    return (
      <Page title="Health">
        <Loading what="the health report" />
      </Page>
    );
  }
  return (
    <Page
      title="Health"
      actions={
        <span className="row" role="status" aria-label="Overall health">
          <Badge tone={HEALTH_TONES[report.status]}>{wordsText(report.status)}</Badge>
          <span className="faint">
            checked <Age at={report.at} staleAfterMs={STALE_AFTER_MS} />, up since <At at={report.startedAt} />
          </span>
        </span>
      }
    >
      {report.issues.map((issue) => (
        <Note key={issue} tone="bad">
          {issue}
        </Note>
      ))}
      {report.warnings.map((warning) => (
        <Note key={warning}>{warning}</Note>
      ))}
      <div className="healthCards">
        {report.components.map((component) => (
          <Component key={component.id} component={component} />
        ))}
      </div>
      <Engines />
    </Page>
  );
}

function Component({ component }: { readonly component: HealthReport['components'][number] }): ReactNode {
  return (
    <Panel
      title={component.name}
      actions={<Badge tone={HEALTH_TONES[component.status]}>{wordsText(component.status)}</Badge>}
    >
      <div className="stack">
        <p>{sentence(component.detail)}</p>
        {component.figures.length === 0 ? null : (
          <dl className="facts">
            {component.figures.map((figure) => (
              <div key={figure.label} className="factRow">
                <dt>{figure.label}</dt>
                <dd>{figure.value}</dd>
              </div>
            ))}
          </dl>
        )}
        <p className="faint">
          Last sign of life <Age at={component.lastAt} />
        </p>
      </div>
    </Panel>
  );
}

const ASK_EVERY_MS = 2_000;

function Engines(): ReactNode {
  const answer = useRequest('engines.list', {}, { everyMs: ASK_EVERY_MS });
  return (
    <>
      {answer.failure === undefined ? null : <Note>The engines could not be asked: {answer.failure.message}</Note>}
      {(answer.data?.items ?? []).map((engine) => (
        <Panel
          key={engine.connection}
          title={`Processors of ${engine.connection}`}
          note={`${wordsText(engine.state)} · ${countText(engine.journal.steps)} steps journaled, last commit ${latencyText(engine.journal.lastCommitMs)} · feed ${engine.feed.isConnected ? 'connected' : 'not connected'}, ${countText(engine.feed.reconnects)} reconnects, ${countText(engine.feed.rejected)} malformed messages${engine.feed.clockSkewMs === undefined ? '' : `, clock ${latencyText(Math.abs(engine.feed.clockSkewMs))} apart`}`}
        >
          <Processors rows={engine.processors} />
        </Panel>
      ))}
    </>
  );
}

type Processor = HealthReport['engines'][number]['processors'][number];

function Processors({ rows }: { readonly rows: readonly Processor[] }): ReactNode {
  return (
    <table className="plainTable" aria-label="Processors">
      <thead>
        <tr>
          <th scope="col">Processor</th>
          {['Cycles', 'Last', 'p95', 'Errors'].map((name) => (
            <th key={name} scope="col" className="isNumber">
              {name}
            </th>
          ))}
          <th scope="col">Heartbeat</th>
          <th scope="col">Last error</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.processor}>
            <td>{wordsText(row.processor)}</td>
            <td className="isNumber">{countText(row.cycles)}</td>
            <td className="isNumber">{latencyText(row.lastMs)}</td>
            <td className="isNumber">{latencyText(row.p95Ms)}</td>
            <td className="isNumber">{countText(row.errors)}</td>
            <td>
              <At at={row.heartbeatAt} />
            </td>
            <td>{row.lastError ?? ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
