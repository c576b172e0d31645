// Form fields: a label, the control, a hint or what is wrong, tied together for assistive technology.
import { useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes } from 'react';
import { Switch } from '@base-ui/react/switch';
import { cx } from './cx.ts';

interface FieldText {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly problem?: string | undefined;
  /** The label is for assistive technology alone. */
  readonly isLabelHidden?: boolean;
}

interface Wiring {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: boolean;
}

function Field({
  label,
  hint,
  problem,
  isLabelHidden,
  children,
}: FieldText & { readonly children: (wiring: Wiring) => ReactNode }): ReactNode {
  const id = useId();
  const noteId = `${id}note`;
  const hasNote = problem !== undefined || hint !== undefined;
  return (
    <div className={cx('field', problem !== undefined && 'hasProblem')}>
      <label htmlFor={id} className={isLabelHidden === true ? 'visuallyHidden' : 'fieldLabel'}>
        {label}
      </label>
      {children({
        id,
        ...(hasNote ? { 'aria-describedby': noteId } : {}),
        ...(problem === undefined ? {} : { 'aria-invalid': true }),
      })}
      {hasNote ? (
        <div id={noteId} className={problem === undefined ? 'fieldHint' : 'fieldProblem'}>
          {problem ?? hint}
        </div>
      ) : null}
    </div>
  );
}

type TextFieldProps = FieldText &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> & {
    readonly value: string;
    readonly onValue: (value: string) => void;
    /** Behind the input: its unit. */
    readonly unit?: string;
  };

export function TextField({ label, hint, problem, isLabelHidden, onValue, unit, ...rest }: TextFieldProps): ReactNode {
  return (
    <Field label={label} hint={hint} problem={problem} {...(isLabelHidden === true ? { isLabelHidden } : {})}>
      {(wiring) => (
        <span className="inputBox">
          <input
            type="text"
            autoComplete="off"
            spellCheck={false}
            {...rest}
            {...wiring}
            onChange={(event) => onValue(event.target.value)}
          />
          {unit === undefined ? null : <span className="inputUnit">{unit}</span>}
        </span>
      )}
    </Field>
  );
}

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly isDisabled?: boolean;
  /** Of a list: neighbours of one group stand below its name. */
  readonly group?: string;
}

type SelectFieldProps = FieldText &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange' | 'value'> & {
    readonly value: string;
    readonly options: readonly Option[];
    readonly onValue: (value: string) => void;
  };

export function SelectField({
  label,
  hint,
  problem,
  isLabelHidden,
  options,
  onValue,
  ...rest
}: SelectFieldProps): ReactNode {
  return (
    <Field label={label} hint={hint} problem={problem} {...(isLabelHidden === true ? { isLabelHidden } : {})}>
      {(wiring) => (
        <select {...rest} {...wiring} onChange={(event) => onValue(event.target.value)}>
          {grouped(options).map(({ group, members }) =>
            group === undefined ? (
              members.map(toOption)
            ) : (
              <optgroup key={group} label={group}>
                {members.map(toOption)}
              </optgroup>
            ),
          )}
        </select>
      )}
    </Field>
  );
}

const toOption = (option: Option): ReactNode => (
  <option key={option.value} value={option.value} disabled={option.isDisabled === true}>
    {option.label}
  </option>
);

interface OptionGroup {
  readonly group: string | undefined;
  readonly members: Option[];
}

function grouped(options: readonly Option[]): readonly OptionGroup[] {
  const groups: OptionGroup[] = [];
  for (const option of options) {
    const last = groups.at(-1);
    if (last !== undefined && last.group === option.group) last.members.push(option);
    else groups.push({ group: option.group, members: [option] });
  }
  return groups;
}

export interface SwitchFieldProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onSwitch: (isOn: boolean) => void;
  readonly hint?: ReactNode;
  readonly isDisabled?: boolean;
  readonly isLabelHidden?: boolean;
}

export function SwitchField({ label, isOn, onSwitch, hint, isDisabled, isLabelHidden }: SwitchFieldProps): ReactNode {
  const id = useId();
  return (
    <div className="switchField">
      <Switch.Root
        className="switch"
        checked={isOn}
        onCheckedChange={onSwitch}
        disabled={isDisabled === true}
        aria-labelledby={id}
      >
        <Switch.Thumb className="switchThumb" />
      </Switch.Root>
      <span className={isLabelHidden === true ? 'visuallyHidden' : 'switchLabel'} id={id}>
        {label}
      </span>
      {hint === undefined ? null : <span className="fieldHint">{hint}</span>}
    </div>
  );
}

export interface CheckFieldProps {
  readonly label: ReactNode;
  readonly isOn: boolean;
  readonly onCheck: (isOn: boolean) => void;
  readonly hint?: ReactNode;
}

/** Something to agree to or to choose; what is switched at once is a switch. */
export function CheckField({ label, isOn, onCheck, hint }: CheckFieldProps): ReactNode {
  const id = useId();
  const note = hint === undefined ? {} : { 'aria-describedby': `${id}note` };
  return (
    <div className="checkField">
      <input id={id} type="checkbox" checked={isOn} onChange={(event) => onCheck(event.target.checked)} {...note} />
      <label htmlFor={id}>{label}</label>
      {hint === undefined ? null : (
        <div id={`${id}note`} className="fieldHint">
          {hint}
        </div>
      )}
    </div>
  );
}

/** One of a few, as buttons in a row. */
export function Segmented({
  label,
  value,
  options,
  onValue,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onValue: (value: string) => void;
}): ReactNode {
  return (
    <div className="segmented" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          disabled={option.isDisabled === true}
          onClick={() => onValue(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
