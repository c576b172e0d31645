// One value of a comparison: a price, an indicator with its parameters, the consensus, a number or a direction.
import { useState, type ReactNode } from 'react';
import type { IndicatorEntry } from '../../../../shared/contract/requests/market.ts';
import {
  CONSENSUS,
  DIRECTIONS,
  type FormOperand,
  type FormPlace,
  PRICES,
} from '../../../lib/conditions/conditionModel.ts';
import { wordsText } from '../../../lib/format.ts';
import { specLabel } from '../../../lib/indicatorSpec.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { type Option, SelectField, TextField } from '../../../ui/Fields.tsx';
import type { Edit } from './edit.ts';

interface OperandProps {
  readonly edit: Edit;
  readonly name: string;
  readonly operand: FormOperand;
  readonly onOperand: (operand: FormOperand) => void;
}

type Indicated = Extract<FormOperand, { kind: 'indicator' }>;

const choiceOf = (operand: FormOperand): string =>
  operand.kind === 'price' || operand.kind === 'consensus'
    ? `${operand.kind} ${operand.field}`
    : operand.kind === 'indicator'
      ? `indicator ${operand.name}`
      : operand.kind;

const CONSENSUS_WORDS: Readonly<Record<string, string>> = { isActionable: 'actionable' };

const option = (group: string, value: string, label: string): Option => ({ value, label, group });

function choices(indicators: readonly IndicatorEntry[], operand: FormOperand): readonly Option[] {
  const names = indicators.map(({ name }) => name);
  const known = operand.kind === 'indicator' && !names.includes(operand.name) ? [...names, operand.name] : names;
  return [
    ...PRICES.map((field) => option('Price', `price ${field}`, wordsText(field))),
    option('Fixed', 'number', 'Number'),
    option('Fixed', 'direction', 'Direction'),
    ...known.map((name) => option('Indicators', `indicator ${name}`, specLabel(name))),
    ...CONSENSUS.map((field) => option('Models', `consensus ${field}`, `Consensus ${CONSENSUS_WORDS[field] ?? field}`)),
  ];
}

/** Another kind of value, at the same place where it has one. */
function chosen(choice: string, was: FormOperand, indicators: readonly IndicatorEntry[]): FormOperand {
  const [kind = '', name = ''] = choice.split(' ');
  const place: FormPlace = 'offset' in was ? was : { offset: '', timeframe: '' };
  const { offset, timeframe } = place;
  if (kind === 'number') return { kind, text: '0' };
  if (kind === 'direction') return { kind, value: 'BUY' };
  if (kind === 'price' || kind === 'consensus') return { kind, field: name, offset, timeframe };
  const params = indicators.find((one) => one.name === name)?.params ?? [];
  const defaults = Object.fromEntries(params.map((param) => [param.key, String(param.default)]));
  return { kind: 'indicator', name, params: defaults, line: '', offset, timeframe };
}

export function OperandFields({ edit, name, operand, onOperand }: OperandProps): ReactNode {
  const { indicators } = edit;
  return (
    <div className="operand">
      <SelectField
        label={name}
        isLabelHidden
        value={choiceOf(operand)}
        options={choices(indicators, operand)}
        onValue={(choice) => onOperand(chosen(choice, operand, indicators))}
      />
      {operand.kind === 'number' ? (
        <TextField
          label={`${name}, number`}
          isLabelHidden
          value={operand.text}
          inputMode="decimal"
          onValue={(text) => onOperand({ ...operand, text })}
        />
      ) : null}
      {operand.kind === 'direction' ? (
        <SelectField
          label={`${name}, direction`}
          isLabelHidden
          value={operand.value}
          options={DIRECTIONS.map((value) => ({ value, label: value }))}
          onValue={(value) => onOperand({ ...operand, value })}
        />
      ) : null}
      {operand.kind === 'indicator' ? (
        <Parameters indicators={indicators} name={name} operand={operand} onOperand={onOperand} />
      ) : null}
      {'offset' in operand ? (
        <PlaceFields edit={edit} name={name} place={operand} onPlace={(place) => onOperand({ ...operand, ...place })} />
      ) : null}
    </div>
  );
}

interface ParametersProps {
  readonly indicators: readonly IndicatorEntry[];
  readonly name: string;
  readonly operand: Indicated;
  readonly onOperand: (operand: FormOperand) => void;
}

function Parameters({ indicators, name, operand, onOperand }: ParametersProps): ReactNode {
  const { params, lines } = indicators.find((one) => one.name === operand.name) ?? { params: [], lines: [] };
  return (
    <>
      {params.map(({ key, description, ...param }) => (
        <TextField
          key={key}
          label={wordsText(key)}
          aria-label={`${name}, ${wordsText(key)}`}
          title={description}
          value={operand.params[key] ?? ''}
          placeholder={String(param.default)}
          inputMode="decimal"
          onValue={(text) => onOperand({ ...operand, params: { ...operand.params, [key]: text } })}
        />
      ))}
      {lines.length < 2 ? null : (
        <SelectField
          label={`${name}, line`}
          isLabelHidden
          value={operand.line === '' ? (lines[0] ?? '') : operand.line}
          options={lines.map((value) => ({ value, label: wordsText(value) }))}
          onValue={(line) => onOperand({ ...operand, line: line === lines[0] ? '' : line })}
        />
      )}
    </>
  );
}

interface PlaceProps {
  readonly edit: Edit;
  readonly name: string;
  readonly place: FormPlace;
  readonly onPlace: (place: FormPlace) => void;
}

/** Timeframe and candles back: out of the way until they are something else than the strategy's own newest candle. */
function PlaceFields({ edit, name, place, onPlace }: PlaceProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const { offset, timeframe } = place;
  const isSet = offset !== '' || timeframe !== '';
  if (!isSet && !isOpen) {
    return (
      <IconButton
        icon="backtest"
        isSmall
        label={`${name}: other timeframe or earlier candle`}
        onClick={() => setOpen(true)}
      />
    );
  }
  const known = edit.timeframes.some(({ value }) => value === timeframe);
  return (
    <>
      <SelectField
        label={`${name}, timeframe`}
        isLabelHidden
        value={timeframe}
        options={known ? edit.timeframes : [...edit.timeframes, { value: timeframe, label: timeframe }]}
        onValue={(value) => onPlace({ offset, timeframe: value })}
      />
      <TextField
        label="back"
        aria-label={`${name}, candles back`}
        value={offset}
        placeholder="0"
        inputMode="numeric"
        onValue={(text) => onPlace({ offset: text, timeframe })}
      />
    </>
  );
}
