import type { ReactNode } from 'react';
import { SelectField } from './Fields.tsx';

interface ChoiceFilterProps {
  readonly label: string;
  /** Undefined: every one. */
  readonly value: string | undefined;
  readonly names: readonly string[];
  /** Empty: every one. */
  readonly onValue: (value: string) => void;
}

/** One of some names, or every one. */
export function ChoiceFilter({ label, value, names, onValue }: ChoiceFilterProps): ReactNode {
  return (
    <SelectField
      label={label}
      isLabelHidden
      value={value ?? ''}
      options={[
        { value: '', label: `Every ${label.toLowerCase()}` },
        ...names.map((name) => ({ value: name, label: name })),
      ]}
      onValue={onValue}
    />
  );
}
