// The form side: what can be said in fields; each change is made in the text.
import type { ReactNode } from 'react';
import type { ProblemRecord } from '../../../shared/contract/records/strategy.ts';
import type { ResultOf } from '../../../shared/contract/requests.ts';
import { TIMEFRAMES } from '../../../shared/time.ts';
import { FORM_SIZINGS, type StrategyForm, writeForm } from '../../lib/strategyForm.ts';
import { SelectField, SwitchField, TextField } from '../../ui/Fields.tsx';
import { Note } from '../../ui/States.tsx';
import { ConditionFields } from './conditions/ConditionFields.tsx';

interface StrategyFieldsProps {
  /** Undefined: the text cannot be read. */
  readonly form: StrategyForm | undefined;
  readonly yaml: string;
  readonly problems: readonly ProblemRecord[];
  readonly words: ResultOf<'strategies.validate'>['words'];
  readonly onYaml: (yaml: string) => void;
}

const TIMEFRAME_OPTIONS = TIMEFRAMES.map((value) => ({ value, label: value }));
const SIZING_LABELS = {
  fixedQty: 'Fixed quantity',
  percentEquity: 'Percent of equity',
  riskPercent: 'Risk percent (to the stop)',
  other: 'Another, see the text',
} as const;
const SIZING_OPTIONS = [...FORM_SIZINGS, 'other' as const].map((value) => ({
  value,
  label: SIZING_LABELS[value],
  isDisabled: value === 'other',
}));

const NUMBERS = [
  ['stopLossPct', 'Stop loss', '%'],
  ['takeProfitPct', 'Take profit', '%'],
  ['maxHoldHours', 'Longest hold', 'h'],
  ['minProfitFactor', 'Least profit factor', ''],
  ['coolDownMinutes', 'Cool-down', 'min'],
] as const;

export function StrategyFields({ form, yaml, problems, words, onYaml }: StrategyFieldsProps): ReactNode {
  if (form === undefined) {
    return <Note tone="bad">The text cannot be read as YAML; the form comes back once it can.</Note>;
  }
  const change = <K extends keyof StrategyForm>(field: K, value: StrategyForm[K]): void =>
    onYaml(writeForm(yaml, field, value));
  return (
    <div className="strategyFields">
      <TextField label="Name" value={form.name} onValue={(value) => change('name', value)} />
      <SelectField
        label="Timeframe"
        value={form.timeframe}
        options={TIMEFRAME_OPTIONS}
        onValue={(value) => change('timeframe', value)}
      />
      <div className="wide">
        <TextField label="Description" value={form.description} onValue={(value) => change('description', value)} />
      </div>
      <div className="wide">
        <TextField
          label="Symbols"
          hint="Separated by commas"
          value={form.symbols}
          onValue={(value) => change('symbols', value)}
        />
      </div>
      <div className="wide row switches">
        <SwitchField label="Enabled" isOn={form.enabled} onSwitch={(value) => change('enabled', value)} />
        <SwitchField label="Long" isOn={form.long} onSwitch={(value) => change('long', value)} />
        <SwitchField label="Short" isOn={form.short} onSwitch={(value) => change('short', value)} />
      </div>
      <SelectField
        label="Sizing"
        value={form.sizing}
        options={SIZING_OPTIONS}
        onValue={(value) => change('sizing', value as StrategyForm['sizing'])}
      />
      <TextField
        label="Size"
        value={form.size}
        disabled={form.sizing === 'other'}
        inputMode="decimal"
        onValue={(value) => change('size', value)}
      />
      {NUMBERS.map(([field, label, unit]) => (
        <TextField
          key={field}
          label={label}
          unit={unit}
          value={form[field]}
          inputMode="decimal"
          placeholder={field.endsWith('LossPct') || field.endsWith('ProfitPct') ? 'Not given' : 'Off'}
          onValue={(value) => change(field, value)}
        />
      ))}
      <ConditionFields form={form} yaml={yaml} problems={problems} words={words} onYaml={onYaml} />
    </div>
  );
}
