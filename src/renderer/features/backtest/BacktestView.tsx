// The backtest lab: what to run on, progress, kept runs, one report, or several runs beside each other.
import { useMemo, useState, type ReactNode } from 'react';
import { useRequest } from '../../lib/bridge.ts';
import { useJobs } from '../../lib/live/stores.ts';
import { navigate, useRoute } from '../../lib/route.ts';
import { Page } from '../../ui/Panel.tsx';
import { Note } from '../../ui/States.tsx';
import { BacktestForm } from './BacktestForm.tsx';
import { Compare } from './Compare.tsx';
import { JobList } from './JobList.tsx';
import { RunReport } from './RunReport.tsx';
import { RunTable } from './RunTable.tsx';
import '../../ui/market/market.css';
import '../../ui/analytics/analytics.css';
import './backtest.css';

export function BacktestView(): ReactNode {
  const jobs = useJobs((state) => state.list);
  const finished = jobs.filter((job) => job.state === 'done').length;
  const runs = useRequest('backtest.list', {}, { isSticky: true, version: finished });
  const [compared, setCompared] = useState<readonly string[]>([]);
  const { run: openId, strategy } = useRoute((route) => route.params);
  const items = useMemo(() => runs.data?.items ?? [], [runs.data]);
  const open = items.find((run) => run.id === openId) ?? items[0];
  const chosen = compared.filter((id) => items.some((run) => run.id === id));

  return (
    <Page title="Backtest">
      {runs.failure !== undefined && runs.data !== undefined ? (
        <Note>The list of runs could not be renewed: {runs.failure.message}</Note>
      ) : null}
      <div className="labTop">
        <BacktestForm key={strategy ?? ''} strategy={strategy} />
        <div className="stack">
          <JobList jobs={jobs} />
          <RunTable
            answer={runs}
            openId={open?.id}
            compared={chosen}
            onOpen={(id) => navigate('backtest', { run: id })}
            onCompare={setCompared}
          />
        </div>
      </div>
      {chosen.length >= 2 ? (
        <Compare ids={chosen} onEnd={() => setCompared([])} />
      ) : open === undefined ? null : (
        <RunReport key={open.id} id={open.id} />
      )}
    </Page>
  );
}
