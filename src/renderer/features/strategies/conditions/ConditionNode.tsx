// A condition as fields: a comparison, or a group of conditions of which all or any must hold; each may be turned into its opposite.
import { useRef, type ReactNode } from 'react';
import {
  COMPARISONS,
  type ComparisonKind,
  type FormComparison,
  type FormCondition,
  type GroupKind,
} from '../../../lib/conditions/conditionModel.ts';
import {
  addCondition,
  intoGroup,
  removeCondition,
  setCandles,
  setGroup,
  setKind,
  setOperand,
  toggleNot,
} from '../../../lib/conditions/conditionYaml.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { cx } from '../../../ui/cx.ts';
import { SelectField, TextField } from '../../../ui/Fields.tsx';
import type { Placed } from './edit.ts';
import { OperandFields } from './OperandFields.tsx';

interface ConditionProps extends Placed {
  readonly condition: FormCondition;
  /** Absent: it cannot be taken away. */
  readonly onRemove: (() => void) | undefined;
}

const KIND_LABELS: Readonly<Record<ComparisonKind, string>> = {
  above: 'is above',
  below: 'is below',
  equals: 'equals',
  crossesAbove: 'crosses above',
  crossesBelow: 'crosses below',
  between: 'is between',
  rising: 'has risen for',
  falling: 'has fallen for',
};
const KIND_OPTIONS = COMPARISONS.map((value) => ({ value, label: KIND_LABELS[value] }));
const GROUP_OPTIONS = [
  { value: 'all', label: 'All of these' },
  { value: 'any', label: 'Any of these' },
];

const isComparison = (condition: FormCondition): condition is FormCondition & FormComparison => 'operands' in condition;

export function ConditionNode(props: ConditionProps): ReactNode {
  const { edit, path, name, condition } = props;
  const isNot = condition.kind === 'not';
  const inner = isNot ? condition.of : condition;
  const at = isNot ? [...path, 'not'] : path;
  const tools = (
    <span className="conditionTools">
      <Button
        isSmall
        tone="quiet"
        isOn={isNot}
        aria-label={`${name}: not`}
        title="Holds when this does not"
        onClick={() => edit.onYaml(toggleNot(edit.yaml, path, isNot))}
      >
        not
      </Button>
      <IconButton
        icon="close"
        isSmall
        label={`Remove ${name}`}
        disabled={props.onRemove === undefined}
        onClick={props.onRemove}
      />
    </span>
  );
  const shared = { edit, name, path: at, tools, isNot };
  if (inner.kind === 'all' || inner.kind === 'any') return <Group {...shared} kind={inner.kind} of={inner.of} />;
  if (isComparison(inner)) return <Comparison {...shared} comparison={inner} />;
  return (
    <div className={cx('condition', isNot && 'isNot')} role="group" aria-label={name}>
      <div className="conditionHead">
        <code>{inner.kind === 'other' ? inner.text : 'not'}</code>
        {tools}
      </div>
      <p className="faint">Written in a way that only the text can show.</p>
    </div>
  );
}

interface PartProps extends Placed {
  readonly tools: ReactNode;
  readonly isNot: boolean;
}

function Group({
  edit,
  name,
  path,
  kind,
  of,
  tools,
  isNot,
}: PartProps & { readonly kind: GroupKind; readonly of: readonly FormCondition[] }): ReactNode {
  const adder = useRef<HTMLDivElement>(null);
  const list = [...path, kind];
  const remove = (index: number) => (): void => {
    edit.onYaml(removeCondition(edit.yaml, [...list, String(index)]));
    // What had the focus is gone.
    adder.current?.querySelector('button')?.focus();
  };
  return (
    <div className={cx('conditionGroup', isNot && 'isNot')} role="group" aria-label={name}>
      <div className="conditionHead">
        {isNot ? <strong>Not</strong> : null}
        <SelectField
          label={`${name}, group`}
          isLabelHidden
          value={kind}
          options={GROUP_OPTIONS}
          onValue={(value) => edit.onYaml(setGroup(edit.yaml, path, value as GroupKind))}
        />
        {tools}
      </div>
      {of.map((condition, index) => (
        <ConditionNode
          key={index}
          edit={edit}
          path={[...list, String(index)]}
          name={`${name} ${String(index + 1)}`}
          condition={condition}
          onRemove={of.length > 1 ? remove(index) : undefined}
        />
      ))}
      <div className="conditionAdd" ref={adder}>
        <Button isSmall icon="plus" onClick={() => edit.onYaml(addCondition(edit.yaml, list, 'comparison'))}>
          Add condition<span className="visuallyHidden"> to {name}</span>
        </Button>
        <Button isSmall icon="plus" onClick={() => edit.onYaml(addCondition(edit.yaml, list, 'group'))}>
          Add group<span className="visuallyHidden"> to {name}</span>
        </Button>
      </div>
    </div>
  );
}

const OPERAND_NAMES = ['first value', 'second value', 'third value'];

function Comparison({
  edit,
  name,
  path,
  tools,
  isNot,
  comparison,
}: PartProps & { readonly comparison: FormCondition & FormComparison }): ReactNode {
  const { kind, operands, candles, lines } = comparison;
  const problems = edit.problems.filter(({ line = 0 }) => line >= lines.from && line <= lines.to);
  const operand = (index: number): ReactNode => {
    const value = operands[index];
    return value === undefined ? null : (
      <OperandFields
        edit={edit}
        name={`${name}, ${OPERAND_NAMES[index] ?? 'value'}`}
        operand={value}
        onOperand={(next) => edit.onYaml(setOperand(edit.yaml, path, { kind, index, operand: next }))}
      />
    );
  };
  return (
    <div
      className={cx('condition', isNot && 'isNot', problems.length > 0 && 'hasProblem')}
      role="group"
      aria-label={name}
    >
      <div className="conditionHead">
        {isNot ? <strong>Not</strong> : null}
        {operand(0)}
        {tools}
      </div>
      <div className="conditionBody">
        <SelectField
          label={`${name}, comparison`}
          isLabelHidden
          value={kind}
          options={KIND_OPTIONS}
          onValue={(value) => edit.onYaml(setKind(edit.yaml, path, { was: comparison, kind: value as ComparisonKind }))}
        />
        {kind === 'rising' || kind === 'falling' ? (
          <Candles
            name={name}
            candles={candles}
            onCandles={(text) => edit.onYaml(setCandles(edit.yaml, path, { kind, candles: text }))}
          />
        ) : null}
        {operand(1)}
        {kind === 'between' ? <span>and</span> : null}
        {operand(2)}
      </div>
      {problems.map(({ message }) => (
        <p key={message} className="fieldProblem">
          {message}
        </p>
      ))}
    </div>
  );
}

const Candles = (props: {
  readonly name: string;
  readonly candles: string;
  readonly onCandles: (text: string) => void;
}): ReactNode => (
  <div className="operand">
    <TextField
      label="candles"
      aria-label={`${props.name}, candles`}
      value={props.candles}
      inputMode="numeric"
      onValue={props.onCandles}
    />
  </div>
);

/** A lone condition, to have others put beside it. */
export const GroupButton = ({ edit, path, name }: Placed): ReactNode => (
  <Button isSmall icon="plus" onClick={() => edit.onYaml(intoGroup(edit.yaml, path))}>
    Make it a group<span className="visuallyHidden">: {name}</span>
  </Button>
);
