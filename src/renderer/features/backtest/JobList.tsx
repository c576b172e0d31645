import type { ReactNode } from 'react';
import type { JobRow } from '../../../shared/contract/records/backtest.ts';
import { requestFailure } from '../../lib/bridge.ts';
import { ageText, countText } from '../../lib/format.ts';
import { Badge, type Tone } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Age, Meter } from '../../ui/Figures.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { tell } from '../../ui/Toasts.tsx';

const TONES: Readonly<Record<JobRow['state'], Tone>> = {
  waiting: 'neutral',
  running: 'info',
  done: 'good',
  canceled: 'neutral',
  failed: 'bad',
};
const SHOWN = 3;

export function JobList({ jobs }: { readonly jobs: readonly JobRow[] }): ReactNode {
  if (jobs.length === 0) return null;
  return (
    <Panel title="Running">
      <ul className="stack" aria-live="polite">
        {jobs.slice(0, SHOWN).map((job) => (
          <Job key={job.id} job={job} />
        ))}
      </ul>
    </Panel>
  );
}

function Job({ job }: { readonly job: JobRow }): ReactNode {
  const isGoing = job.state === 'running' || job.state === 'waiting';
  const share = job.total === 0 ? 0 : job.done / job.total;
  const cancel = async (): Promise<void> => {
    const failure = await requestFailure('backtest.cancel', { id: job.id });
    if (failure !== undefined) tell({ title: 'Not called off', text: failure.message, tone: 'bad' });
  };
  return (
    <li className="job">
      <div className="row">
        <Badge tone={TONES[job.state]}>{job.state}</Badge>
        <strong>{job.label === '' ? 'Backtest' : job.label}</strong>
        <span className="faint">
          {isGoing ? job.phase : ''}
          {isGoing && job.total > 0 ? ` · ${countText(job.done)} of ${countText(job.total)}` : ''}
          {isGoing && job.etaMs !== undefined ? ` · about ${ageText(job.etaMs)} left` : ''}
        </span>
        <span className="faint">
          <Age at={job.finishedAt ?? job.startedAt} />
        </span>
        {isGoing ? (
          <Button isSmall icon="stop" onClick={() => void cancel()}>
            Cancel
          </Button>
        ) : null}
      </div>
      {isGoing ? (
        <Meter label="Progress" share={share} text={`${countText(job.done)} of ${countText(job.total)}`} />
      ) : null}
      {job.error === undefined ? null : <p className="fieldProblem">{job.error}</p>}
    </li>
  );
}
