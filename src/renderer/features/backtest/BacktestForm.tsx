// What to run: strategies, candles, span, money and costs.
import { useMemo, useState, type ReactNode } from 'react';
import type { WireError } from '../../../shared/contract/result.ts';
import { request, useRequest } from '../../lib/bridge.ts';
import { type BacktestDraft, backtestProblems, NEW_BACKTEST, toBacktest } from '../../lib/backtestDraft.ts';
import { Button } from '../../ui/Button.tsx';
import { SwitchField, TextField } from '../../ui/Fields.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { FailureCode } from '../../ui/States.tsx';
import { DataFields } from './DataFields.tsx';
import type { DraftProps } from './draftProps.ts';

export function BacktestForm({ strategy }: { readonly strategy: string | undefined }): ReactNode {
  const [draft, setDraft] = useState<BacktestDraft>({
    ...NEW_BACKTEST,
    strategies: strategy === undefined ? [] : [strategy],
  });
  const series = useRequest('data.list', {});
  const rows = useMemo(() => series.data?.items ?? [], [series.data]);
  const [failure, setFailure] = useState<WireError>();
  const [isBusy, setBusy] = useState(false);
  const ticket = useMemo(() => toBacktest(draft, rows), [draft, rows]);
  const onChange = (part: Partial<BacktestDraft>): void => setDraft({ ...draft, ...part });
  const props = { draft, problems: backtestProblems(draft), onChange };

  const start = async (): Promise<void> => {
    if (ticket === undefined) return;
    setBusy(true);
    const result = await request('backtest.start', ticket);
    setBusy(false);
    setFailure(result.ok ? undefined : result.error);
  };

  return (
    <Panel title="New run">
      <form
        className="labForm"
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <StrategyChoice {...props} />
        <DataFields {...props} series={rows} failure={series.failure} />
        <CostFields {...props} />
        <TextField
          label="Name of the run"
          value={draft.label}
          onValue={(label) => onChange({ label })}
          placeholder="Optional"
          maxLength={120}
        />
        {failure === undefined ? null : (
          <p className="formProblem wide" role="alert">
            {failure.message} <FailureCode failure={failure} />
          </p>
        )}
        <div className="row wide">
          <Button type="submit" tone="primary" icon="play" disabled={ticket === undefined || isBusy}>
            Run backtest
          </Button>
          <span className="faint">{ticket === undefined ? Object.values(props.problems)[0] : ''}</span>
        </div>
      </form>
    </Panel>
  );
}

function StrategyChoice({ draft, problems, onChange }: DraftProps): ReactNode {
  const strategies = useRequest('strategies.list', {});
  const names = (strategies.data?.items ?? []).filter((row) => row.problems.length === 0);
  const toggle = (id: string): void =>
    onChange({
      strategies: draft.strategies.includes(id)
        ? draft.strategies.filter((each) => each !== id)
        : [...draft.strategies, id],
    });
  return (
    <fieldset className="choices wide">
      <legend>Strategies</legend>
      {names.map((row) => (
        <label key={row.id}>
          <input type="checkbox" checked={draft.strategies.includes(row.id)} onChange={() => toggle(row.id)} />
          {row.name}
        </label>
      ))}
      {strategies.failure === undefined ? null : <span className="fieldProblem">{strategies.failure.message}</span>}
      {problems.strategies === undefined || names.length === 0 ? null : (
        <span className="visuallyHidden">{problems.strategies}</span>
      )}
    </fieldset>
  );
}

const COST_FIELDS = [
  ['takerBps', 'Taker fee', 'bps'],
  ['makerBps', 'Maker fee', 'bps'],
  ['slippageBps', 'Slippage', 'bps'],
  ['volumeCapPct', 'Volume cap', '%'],
] as const;

function CostFields({ draft, problems, onChange }: DraftProps): ReactNode {
  return (
    <>
      <TextField
        label="Money at the start"
        value={draft.cash}
        onValue={(cash) => onChange({ cash })}
        inputMode="decimal"
        problem={problems.cash}
      />
      {COST_FIELDS.map(([field, label, unit]) => (
        <TextField
          key={field}
          label={label}
          unit={unit}
          value={draft[field]}
          onValue={(value) => onChange({ [field]: value })}
          inputMode="decimal"
          placeholder="As configured"
          problem={problems[field]}
        />
      ))}
      <div className="wide">
        <SwitchField
          label="Ask the models"
          isOn={draft.withModels}
          onSwitch={(withModels) => onChange({ withModels })}
          hint="Off: faster; strategies that read the consensus find none"
        />
      </div>
    </>
  );
}
