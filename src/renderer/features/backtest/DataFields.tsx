// Which candles a run has: of a connection, stored ones, or made-up ones.
import type { ReactNode } from 'react';
import type { SeriesRow } from '../../../shared/contract/records/backtest.ts';
import type { WireError } from '../../../shared/contract/result.ts';
import { SIMULATED } from '../../../shared/domain/simulated.ts';
import { type Timeframe, TIMEFRAMES } from '../../../shared/time.ts';
import { type BacktestDraft, seriesKey } from '../../lib/backtestDraft.ts';
import { countText, dayText } from '../../lib/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Segmented, SelectField, TextField } from '../../ui/Fields.tsx';
import type { DraftProps } from './draftProps.ts';

interface DataFieldsProps extends DraftProps {
  readonly series: readonly SeriesRow[];
  readonly failure: WireError | undefined;
}

const SOURCES = [
  { value: 'simulated', label: 'Made-up market' },
  { value: 'connection', label: 'A connection' },
  { value: 'stored', label: 'Stored candles' },
];
const TIMEFRAME_OPTIONS = TIMEFRAMES.map((value) => ({ value, label: value }));

export function DataFields(props: DataFieldsProps): ReactNode {
  const { draft, problems, onChange } = props;
  return (
    <>
      <div className="wide">
        <Segmented
          label="Candles"
          value={draft.source}
          options={SOURCES}
          onValue={(source) => onChange({ source: source as BacktestDraft['source'], series: [] })}
        />
      </div>
      {draft.source === 'simulated' ? <SimulatedFields {...props} /> : <SeriesChoice {...props} />}
      {draft.source === 'stored' ? null : (
        <TextField
          label="Days"
          value={draft.days}
          onValue={(days) => onChange({ days })}
          inputMode="numeric"
          problem={problems.days}
        />
      )}
      <TextField
        label="From"
        type="date"
        value={draft.from}
        onValue={(from) => onChange({ from })}
        problem={problems.from}
      />
      <TextField label="To" type="date" value={draft.to} onValue={(to) => onChange({ to })} problem={problems.to} />
    </>
  );
}

function SimulatedFields({ draft, problems, onChange }: DataFieldsProps): ReactNode {
  return (
    <>
      <TextField
        label="Symbol"
        value={draft.symbol}
        onValue={(symbol) => onChange({ symbol: symbol.toUpperCase() })}
        problem={problems.symbol}
        hint={`${SIMULATED}, play prices`}
      />
      <SelectField
        label="Timeframe"
        value={draft.timeframe}
        options={TIMEFRAME_OPTIONS}
        onValue={(timeframe) => onChange({ timeframe: timeframe as Timeframe })}
      />
      <TextField
        label="Seed"
        value={draft.seed}
        onValue={(seed) => onChange({ seed })}
        maxLength={64}
        hint="Another seed, another market"
      />
    </>
  );
}

function SeriesChoice({ draft, series, failure, onChange }: DataFieldsProps): ReactNode {
  const offered = series.filter((row) => row.kind === draft.source);
  const toggle = (key: string): void =>
    onChange({
      series: draft.series.includes(key) ? draft.series.filter((each) => each !== key) : [...draft.series, key],
    });
  return (
    <fieldset className="choices wide">
      <legend>Series</legend>
      {failure === undefined ? null : <span className="fieldProblem">{failure.message}</span>}
      {offered.length === 0 && failure === undefined ? (
        <span className="faint">
          {draft.source === 'stored'
            ? 'No candles are stored. Import a file with “data import” on the command line.'
            : 'No connection runs.'}
        </span>
      ) : null}
      {offered.map((row) => (
        <label key={seriesKey(row)} className="seriesChoice">
          <input
            type="checkbox"
            checked={draft.series.includes(seriesKey(row))}
            onChange={() => toggle(seriesKey(row))}
          />
          {row.symbol} {row.timeframe}
          {row.isSimulated ? (
            <Badge tone="sim" icon={null}>
              {SIMULATED}
            </Badge>
          ) : null}
          <span className="faint">
            {countText(row.candles)} candles, {dayText(row.from)} to {dayText(row.to)}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
