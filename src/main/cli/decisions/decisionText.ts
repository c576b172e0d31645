// Decisions for people: the evidence tree with marks, what stopped it, since when, how far away; of a signal all verdicts.
import type { DecisionRecord } from '../../../shared/domain/decisionRecord.ts';
import type { Order } from '../../../shared/domain/order.ts';
import type { Decision, Evidence } from '../../../shared/domain/signal.ts';
import { isSimulatedSource, SIMULATED } from '../../../shared/domain/simulated.ts';
import { durationText } from '../../../shared/figures.ts';
import { isoUtc } from '../../../shared/time.ts';
import { type Distance, numberText } from '../../engine/strategies/howFar.ts';
import type { SignalRecord } from '../../store/ports/trading.ts';
import { textTable } from '../textTable.ts';
import type { DecisionView } from '../../app/decisionView.ts';

/** One line for each strategy and symbol. */
export function decisionTable(views: readonly DecisionView[]): string {
  const head = ['connection', 'strategy', 'symbol', 'candle closed', 'stopped by', 'since', 'how far'];
  const rows = views.map(({ record, stops: [stop] }) => [
    ...[labelOf(record.connection), record.strategy, record.symbol, isoUtc(record.closeTime)],
    ...(stop === undefined
      ? [`ordered: ${record.detail}`]
      : [
          `${wishText(stop, record)}${stop.missing.length === 0 ? stop.text : stop.what}`,
          sinceText(stop, record),
          stop.missing.slice(-1).map(distanceText).join(''),
        ]),
  ]);
  return textTable(
    head,
    rows.map((cells) => cells.map(oneLine)),
  );
}

/** Everything about one decision. */
export function decisionText({ record, evidence, stops, signals, orders }: DecisionView): string {
  const { strategy, symbol, timeframe, closeTime, connection, asked, stage, detail } = record;
  return [
    `${strategy} in ${symbol} on ${labelOf(connection)}: ${timeframe} candle closed at ${isoUtc(closeTime)}`,
    `  asked: ${stage === 'failed' ? 'it failed before it could answer' : ASKED[asked]}`,
    ...evidence.flatMap(({ side, evidence: tree }) => [`  ${side}`, ...treeLines(tree, '    ')]),
    ...(stage === 'ordered' ? [`  ordered: ${detail}`, ...orders.map(orderText)] : []),
    ...stops.flatMap((stop) => [
      `  stopped by: ${wishText(stop, record)}${stop.text}`,
      `    since: ${sinceText(stop, record)}`,
      ...distanceLines(stop.missing),
    ]),
    ...signals.flatMap(signalLines),
  ]
    .map(oneLine)
    .join('\n');
}

const labelOf = (connection: string): string =>
  isSimulatedSource(connection) ? `${SIMULATED} ${connection}` : connection;

/** Reasons may come from people and venues. */
const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ');

const ASKED = {
  entry: 'to enter, as nothing was held',
  exitLong: 'to leave the long position it held',
  exitShort: 'to leave the short position it held',
  nothing: 'nothing, as an order was on its way',
} as const satisfies Readonly<Record<DecisionRecord['asked'], string>>;

type StopView = DecisionView['stops'][number];

const wishText = ({ side }: StopView, { asked }: DecisionRecord): string =>
  side === undefined ? '' : `${asked === 'entry' ? 'enter' : 'leave'} ${side}: `;

function sinceText({ since }: StopView, { closeTime }: DecisionRecord): string {
  const began = isoUtc(since.closeTime);
  const lasted = since.closeTime === closeTime ? 'this candle' : durationText(closeTime - since.closeTime);
  return since.isWhole ? `${began} (${lasted})` : `${began} or earlier (${lasted}; the records begin there)`;
}

const mark = (result: boolean | null): string => (result === null ? '?' : result ? '✓' : '✗');

function treeLines({ label, result, values, children = [] }: Evidence, indent: string): readonly string[] {
  const found = values === undefined ? '' : `   [${values.map(valueText).join(' | ')}]`;
  return [`${indent}${mark(result)} ${label}${found}`, ...children.flatMap((child) => treeLines(child, `${indent}  `))];
}

function valueText({ name, now, before }: NonNullable<Evidence['values']>[number]): string {
  const shown = (value: number | string | null): string =>
    value === null ? 'no value yet' : typeof value === 'string' ? value : numberText(value);
  if (name === String(now)) return name;
  return `${name} ${shown(now)}${before === undefined ? '' : `, before ${shown(before)}`}`;
}

function distanceLines(missing: readonly Distance[]): readonly string[] {
  const [only, ...more] = missing;
  if (only === undefined) return [];
  if (more.length === 0) return [`    how far: ${distanceText(only)}`];
  return ['    how far, the nearest last:', ...missing.map((each) => `      ${each.label}: ${distanceText(each)}`)];
}

const distanceText = ({ text, remainingMs }: Distance): string =>
  remainingMs === undefined ? text : `${text}, ${durationText(remainingMs)} left`;

const orderText = ({ clientOrderId, side, qty, type, state, filledQty }: Order): string =>
  `    ${clientOrderId}: ${side} ${qty.toString()} ${type}, ${state}${filledQty.isPositive() ? ` (${filledQty.toString()} filled)` : ''}`;

function signalLines({ signal, decision }: SignalRecord): readonly string[] {
  const head = `  signal: ${signal.action} ${signal.side}, strength ${numberText(signal.strength)}`;
  if (decision === undefined) return [head];
  return [`${head}: ${decision.outcome}, ${decision.reason}`, ...verdictLines(decision)];
}

function verdictLines({ gates, sizing, verdicts }: Decision): readonly string[] {
  const passed = verdicts.filter(({ allow }) => allow).map(({ code }) => code);
  return [
    ...gates.map(({ gate, allow, detail }) => `    ${mark(allow)} gate ${gate}: ${detail}`),
    ...(sizing === undefined ? [] : [`    size ${sizing.qty.toString()}: ${sizing.detail}`]),
    ...verdicts
      .filter(({ allow }) => !allow)
      .map(({ code, detail }) => `    ${mark(false)} risk limit ${code}: ${detail}`),
    ...(passed.length === 0 ? [] : [`    ${mark(true)} risk limits passed: ${passed.join(' ')}`]),
  ];
}
