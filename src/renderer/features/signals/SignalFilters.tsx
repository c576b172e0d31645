import type { ReactNode } from 'react';
import { useStrategies, useSymbols } from '../../lib/live/selected.ts';
import { type SignalFilter, withChoice } from '../../lib/signalFilter.ts';
import { ChoiceFilter } from '../../ui/ChoiceFilter.tsx';

interface SignalFiltersProps {
  readonly filter: SignalFilter;
  readonly onChange: (filter: SignalFilter) => void;
}

const OUTCOMES = ['ordered', 'refused', 'ignored'];

export function SignalFilters({ filter, onChange }: SignalFiltersProps): ReactNode {
  const choose = (key: keyof SignalFilter) => (value: string) => onChange(withChoice(filter, key, value));
  return (
    <>
      <ChoiceFilter label="Strategy" value={filter.strategy} names={useStrategies()} onValue={choose('strategy')} />
      <ChoiceFilter label="Symbol" value={filter.symbol} names={useSymbols()} onValue={choose('symbol')} />
      <ChoiceFilter label="Verdict" value={filter.outcome} names={OUTCOMES} onValue={choose('outcome')} />
    </>
  );
}
