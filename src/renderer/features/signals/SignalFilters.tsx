import type { ReactNode } from 'react';
import { useSelectedEngine, useSymbols } from '../../lib/live/selected.ts';
import { type SignalFilter, withChoice } from '../../lib/signalFilter.ts';
import { SelectField } from '../../ui/Fields.tsx';

interface SignalFiltersProps {
  readonly filter: SignalFilter;
  readonly onChange: (filter: SignalFilter) => void;
}

const NO_NAMES: readonly string[] = [];
const OUTCOMES = ['ordered', 'refused', 'ignored'];

export function SignalFilters({ filter, onChange }: SignalFiltersProps): ReactNode {
  const strategies = useSelectedEngine((engine) => engine?.strategies ?? NO_NAMES);
  const symbols = useSymbols();
  const choice = (key: keyof SignalFilter, label: string, values: readonly string[]): ReactNode => (
    <SelectField
      label={label}
      isLabelHidden
      value={filter[key] ?? ''}
      options={[
        { value: '', label: `Every ${label.toLowerCase()}` },
        ...values.map((value) => ({ value, label: value })),
      ]}
      onValue={(value) => onChange(withChoice(filter, key, value))}
    />
  );
  return (
    <>
      {choice('strategy', 'Strategy', strategies)}
      {choice('symbol', 'Symbol', symbols)}
      {choice('outcome', 'Verdict', OUTCOMES)}
    </>
  );
}
