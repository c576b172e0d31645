// Strategy files as the window sees and edits them. A shipped strategy is never written: its copy in the trader's folder takes
// its place.
import { dirname, join } from 'node:path';
import { isMap, parseDocument } from 'yaml';
import type { ProblemRecord, StrategyRow } from '../../../../shared/contract/records/strategy.ts';
import type { ResultOf } from '../../../../shared/contract/requests.ts';
import { toStrategyId } from '../../../../shared/domain/ids.ts';
import type { StrategyDefinition } from '../../../../shared/domain/strategy.ts';
import { didYouMean } from '../../../../shared/nearest.ts';
import type { Problem } from '../../../../shared/result.ts';
import { writeAtomically } from '../../../config/atomicFile.ts';
import { makeFolder } from '../../../config/makeFolder.ts';
import { type ListedStrategy, listStrategies } from '../../../config/namedStrategy.ts';
import { parseStrategyFile } from '../../../config/strategies/strategyFile.ts';
import { tradeStatistics } from '../../../engine/portfolio/metrics/tradeStatistics.ts';
import { askedSides } from '../../../engine/strategies/conditionTree.ts';
import type { Handlers } from '../../../ipc/dispatch.ts';
import { RequestError, withoutPaths } from '../../../ipc/requestError.ts';
import { toWire } from '../../../ipc/toWire.ts';
import type { WindowContext } from '../windowContext.ts';

type Names = 'strategies.list' | 'strategies.get' | 'strategies.validate' | 'strategies.save' | 'strategies.setEnabled';
type StrategyText = ResultOf<'strategies.get'>;

export function strategyHandlers(window: WindowContext): Pick<Handlers, Names> {
  const { dataDir } = window.context;
  const textOf = (id: string): StrategyText => strategyText(dataDir, id);
  const save = async (id: string, yaml: string, reason: string): Promise<StrategyText> => {
    const file = ownFile(dataDir, id);
    makeFolder(dirname(file));
    await writeAtomically(file, [yaml]);
    for (const host of window.manager.hosts)
      host.say({ at: host.core.clock, level: 'info', text: `Strategy ${id} was saved (window: ${reason}).` });
    window.lookAtSettings();
    return textOf(id);
  };
  return {
    'strategies.list': () => {
      const listed = listStrategies(dataDir);
      return { items: listed.filter(({ isReplaced }) => !isReplaced).map((file) => strategyRow(window, file, listed)) };
    },
    'strategies.get': ({ id }) => textOf(id),
    'strategies.validate': ({ yaml }) => {
      const parsed = parseStrategyFile(yaml, 'strategy');
      return parsed.ok
        ? { problems: [], definition: toWire(parsed.value), words: wordsOf(parsed.value) }
        : { problems: parsed.error.map(toProblem), words: [] };
    },
    'strategies.save': ({ id, yaml, reason }) => {
      const parsed = parseStrategyFile(yaml, `${id}.yaml`);
      if (!parsed.ok) {
        const problems = parsed.error.map(toProblem);
        throw new RequestError('REFUSED', `strategy ${id} was not saved: ${problems[0]?.message ?? ''}`, { problems });
      }
      if (parsed.value.id !== id)
        throw new RequestError(
          'REFUSED',
          `the text is of strategy "${parsed.value.id}", it cannot be saved as "${id}"`,
        );
      return save(id, yaml, reason);
    },
    'strategies.setEnabled': ({ id, isEnabled, reason }) => {
      const { text } = find(dataDir, id);
      if (text === undefined) throw new RequestError('REFUSED', `the file of strategy ${id} cannot be read`);
      const document = parseDocument(text);
      if (!isMap(document.contents))
        throw new RequestError('REFUSED', `the file of strategy ${id} has to be mended first`);
      document.setIn(['enabled'], isEnabled);
      return save(id, document.toString({ lineWidth: 0 }), reason);
    },
  };
}

/** One file per id: the trader's where there is one. */
const inForce = (dataDir: string): readonly ListedStrategy[] =>
  listStrategies(dataDir).filter(({ isReplaced }) => !isReplaced);

function find(dataDir: string, id: string): ListedStrategy {
  const listed = inForce(dataDir);
  const named = listed.filter((one) => one.id === id);
  const found = named.find(({ definition }) => definition !== undefined) ?? named[0];
  if (found !== undefined) return found;
  throw new RequestError(
    'NOT_FOUND',
    `there is no strategy "${id}"${didYouMean(
      id,
      listed.map((one) => one.id),
    )}`,
  );
}

/** Where the trader's own text of it is, or is to be. */
function ownFile(dataDir: string, id: string): string {
  const own = listStrategies(dataDir).find((one) => one.id === id && one.origin === 'own');
  return own?.path ?? join(dataDir, 'strategies', `${id}.yaml`);
}

function strategyText(dataDir: string, id: string): StrategyText {
  const { text = '', definition, problems } = find(dataDir, id);
  const origins = listStrategies(dataDir).filter((one) => one.id === id);
  // What is in force while the file is broken is an older text's: not what is shown here.
  const isCurrent = definition !== undefined && problems.length === 0;
  return {
    ...{ id, yaml: text, problems: problems.map(toProblem) },
    isShipped: origins.some(({ origin }) => origin === 'shipped'),
    isOwn: origins.some(({ origin }) => origin === 'own'),
    ...(isCurrent ? { definition: toWire(definition) } : {}),
    words: isCurrent ? wordsOf(definition) : [],
  };
}

const toProblem = ({ message, line, column }: Problem): ProblemRecord => ({
  message: withoutPaths(message),
  ...(line === undefined ? {} : { line }),
  ...(column === undefined ? {} : { column }),
});

/** The conditions in words, as decisions name them. */
function wordsOf(definition: StrategyDefinition): StrategyText['words'] {
  const questions = [
    ['entry', 'entry'],
    ['exit', 'exitLong'],
    ['exit', 'exitShort'],
  ] as const;
  return questions.flatMap(([action, question]) =>
    askedSides(definition, question).flatMap(({ side, tree }) =>
      tree === undefined || !definition.sides.includes(side) ? [] : [{ action, side, text: tree.text }],
    ),
  );
}

/** Trades that a strategy's result is made of. */
const MOST_TRADES = 5000;

function strategyRow(
  { manager, store }: WindowContext,
  { id, definition, problems }: ListedStrategy,
  listed: readonly ListedStrategy[],
): StrategyRow {
  const origins = listed.filter((one) => one.id === id);
  const strategy = toStrategyId(id);
  return {
    id,
    name: definition?.name ?? id,
    description: definition?.description ?? '',
    isEnabled: definition?.enabled ?? false,
    isShipped: origins.some(({ origin }) => origin === 'shipped'),
    isOwn: origins.some(({ origin }) => origin === 'own'),
    ...(definition === undefined ? {} : { timeframe: definition.timeframe }),
    symbols: [...(definition?.symbols ?? [])],
    sides: [...(definition?.sides ?? [])],
    problems: problems.map(toProblem),
    on: manager.views.map(({ id: connection, config, host }) => {
      const planned = config.strategies.find((one) => one.id === strategy);
      const { trades, wins, net, winRate, profitFactor, expectancyR } = tradeStatistics(
        store.trading.trades({ connection, strategy, limit: MOST_TRADES }),
      );
      const open = host?.core.config === undefined ? [] : [...host.core.portfolio.open];
      return {
        connection,
        isTrading: planned?.enabled === true,
        symbols: [...(planned?.symbols ?? [])],
        openPositions: open.filter((position) => position.strategy === strategy).length,
        result: {
          ...{ trades, wins, net: net.toString() },
          ...{ winRate: winRate.value, profitFactor: profitFactor.value, expectancyR: expectancyR.value },
        },
      };
    }),
  };
}
