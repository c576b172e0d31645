// Runs beside each other: their metrics in columns, their equity on one axis.
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { RunDetail } from '../../../shared/contract/records/backtest.ts';
import type { WireError } from '../../../shared/contract/result.ts';
import { TimePlot } from '../../charts/TimePlot.tsx';
import { alignCurves } from '../../lib/backtestDraft.ts';
import { request } from '../../lib/bridge.ts';
import { metricText } from '../../lib/metricText.ts';
import { Button } from '../../ui/Button.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ErrorState, Loading } from '../../ui/States.tsx';
import { runName } from './RunTable.tsx';

interface CompareProps {
  readonly ids: readonly string[];
  readonly onEnd: () => void;
}

export function Compare({ ids, onEnd }: CompareProps): ReactNode {
  const { runs, failure } = useRuns(ids);
  if (failure !== undefined) return <ErrorState what="A compared run" failure={failure} />;
  if (runs.length < ids.length) return <Loading what="the runs" />;
  return (
    <Panel
      title="Compared runs"
      actions={
        <Button isSmall tone="quiet" onClick={onEnd}>
          End the comparison
        </Button>
      }
    >
      <EquityCurves runs={runs} />
      <MetricTable runs={runs} />
    </Panel>
  );
}

function useRuns(ids: readonly string[]): {
  readonly runs: readonly RunDetail[];
  readonly failure: WireError | undefined;
} {
  const [known, setKnown] = useState<ReadonlyMap<string, RunDetail>>(new Map());
  const [failure, setFailure] = useState<WireError>();
  const wanted = ids.join(' ');
  useEffect(() => {
    for (const id of wanted.split(' ')) {
      void request('backtest.get', { id }).then((result) =>
        result.ok ? setKnown((before) => new Map(before).set(id, result.value)) : setFailure(result.error),
      );
    }
  }, [wanted]);
  const runs = useMemo(
    () => wanted.split(' ').flatMap((id) => (known.has(id) ? [known.get(id) as RunDetail] : [])),
    [wanted, known],
  );
  return { runs, failure };
}

function EquityCurves({ runs }: { readonly runs: readonly RunDetail[] }): ReactNode {
  const { times, series } = useMemo(() => {
    const aligned = alignCurves(runs.map(({ curve }) => ({ at: curve.at, values: curve.equity })));
    return {
      times: aligned.times,
      series: runs.map(({ run }, index) => ({
        label: runName(run),
        values: aligned.values[index] ?? [],
        token: `series-${String(index + 1)}`,
        isDashed: index % 2 === 1,
      })),
    };
  }, [runs]);
  return (
    <TimePlot
      label={`Equity of ${String(runs.length)} runs`}
      times={times}
      series={series}
      height={240}
      unit={runs[0]?.run.quote ?? ''}
      hasLegend
    />
  );
}

function MetricTable({ runs }: { readonly runs: readonly RunDetail[] }): ReactNode {
  const metrics = runs[0]?.metrics ?? [];
  return (
    <table className="plainTable" aria-label="Metrics of the compared runs">
      <thead>
        <tr>
          <th scope="col">Metric</th>
          {runs.map(({ run }) => (
            <th key={run.id} scope="col" className="isNumber">
              {runName(run)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {metrics.map((metric) => (
          <tr key={metric.id} title={metric.definition}>
            <th scope="row">{metric.label}</th>
            {runs.map(({ run, metrics: own }) => {
              const found = own.find((each) => each.id === metric.id);
              return (
                <td key={run.id} className="isNumber">
                  {found === undefined ? '–' : metricText(found, run.quote)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
