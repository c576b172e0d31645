// What the models say: for each symbol the consensus, and below it the vote of every model.
import type { EngineStatus } from '../../../shared/domain/engineStatus.ts';
import type { Consensus, Vote } from '../../../shared/domain/prediction.ts';
import { NOTHING, numberText, percentText } from '../../../shared/figures.ts';
import type { Column } from './grid.ts';
import { type Span, span, type Tone } from './line.ts';
import { ageText } from './liveFigures.ts';
import { gridSection, type Section } from './section.ts';

interface Row {
  readonly name: Span;
  readonly timeframe: string;
  readonly weight: number | undefined;
  readonly probabilities: Vote['probabilities'];
  readonly direction: Vote['direction'];
  readonly closedAt: number | undefined;
  readonly state: Span;
}

/** None where no symbol has models. */
export function modelSections({ consensus = [], at }: EngineStatus): readonly Section[] {
  if (consensus.length === 0) return [];
  const columns: readonly Column<Row>[] = [
    { title: 'MODELS', cell: ({ name }) => name },
    { title: 'of', cell: ({ timeframe }) => span(timeframe, 'dim') },
    { title: 'weight', isRight: true, drop: 3, cell: ({ weight }) => figure(weight) },
    ...(['sell', 'hold', 'buy'] as const).map((part, index) => ({
      ...{ title: part, isRight: true, drop: 2 + index },
      cell: ({ probabilities }: Row) => figure(probabilities?.[part]),
    })),
    { title: 'says', cell: ({ direction }) => span(direction ?? NOTHING, toneOf(direction)) },
    {
      title: 'age',
      ...{ isRight: true, drop: 1 },
      cell: ({ closedAt }) => span(closedAt === undefined ? NOTHING : ageText(at - closedAt), 'dim'),
    },
    { title: 'state', flexibleFrom: 12, cell: ({ state }) => state },
  ];
  const rows = consensus.flatMap((one) => [consensusRow(one), ...one.votes.map(voteRow)]);
  const [first] = consensus;
  const good = 1 + (first?.votes.length ?? 0);
  return [gridSection({ title: 'MODELS', rank: 4, least: 2, good, empty: '', rows, columns })];
}

const figure = (value: number | undefined): Span =>
  value === undefined ? span(NOTHING, 'dim') : span(numberText(value, { decimals: 2 }));

const toneOf = (direction: Vote['direction']): Tone | undefined =>
  direction === 'BUY' ? 'good' : direction === 'SELL' ? 'bad' : 'dim';

function consensusRow({ symbol, probabilities, direction, ...found }: Consensus): Row {
  const { confidence, agreement, quorum, isActionable, reasons } = found;
  const figures = `confidence ${percentText(confidence * 100)}, agreement ${percentText(agreement * 100)}, quorum ${percentText(quorum * 100)}`;
  const codes = [...new Set(reasons.map(({ code }) => code))].join(' ');
  return {
    ...{ name: span(symbol, 'strong'), timeframe: 'all', weight: undefined, probabilities },
    ...{ direction: probabilities === undefined ? undefined : direction, closedAt: undefined },
    state: isActionable ? span(`ACTIONABLE: ${figures}`, 'good') : span(`not acted on: ${codes}; ${figures}`, 'warn'),
  };
}

function voteRow({ model, timeframe, weight, probabilities, direction, candleCloseTime, ...vote }: Vote): Row {
  const name = span(`  ${model}`);
  return { ...{ name, timeframe, weight, probabilities, direction, closedAt: candleCloseTime }, state: stateOf(vote) };
}

/** What keeps a vote from counting, the gravest first. */
function stateOf({
  isHealthy,
  isFresh,
  isWarmingUp,
  drift,
  failure,
}: Pick<Vote, 'isHealthy' | 'isFresh' | 'isWarmingUp' | 'drift' | 'failure'>): Span {
  if (!isHealthy) return span(`UNHEALTHY ${failure === undefined ? '' : `${failure.code}: ${failure.detail}`}`, 'bad');
  if (failure !== undefined) return span(`no answer: ${failure.code}`, 'warn');
  if (isWarmingUp === true) return span('warming up', 'dim');
  if (drift === 'demoted') return span('demoted: in shadow, counts nothing', 'warn');
  if (!isFresh) return span('no fresh answer yet', 'dim');
  return drift === 'watch' ? span('healthy, watched for drift', 'warn') : span('healthy', 'good');
}
