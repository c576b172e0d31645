// Where strategies come from: the shipped folder, the user's folder (whose strategies win over shipped ones with the same
// id), and single files.
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { SymbolId } from '../../shared/domain/ids.ts';
import type { Instrument } from '../../shared/domain/instrument.ts';
import type { StrategyDefinition } from '../../shared/domain/strategy.ts';
import { AppError } from '../../shared/errors.ts';
import { didYouMean } from '../../shared/nearest.ts';
import { problemText } from '../../shared/result.ts';
import { programFile } from './paths.ts';
import { type CatalogFile, StrategyCatalog } from './strategies/strategyCatalog.ts';
import { parseStrategyFile } from './strategies/strategyFile.ts';
import { systemErrorText } from './systemError.ts';

export interface NamedStrategy {
  readonly definition: StrategyDefinition;
  /** The text of its file. */
  readonly yaml: string;
}

/** One file of the two folders; without a definition when `problems` says why. */
export interface ListedStrategy extends CatalogFile {
  /** As far as a broken file tells it. */
  readonly id: string;
  readonly origin: 'shipped' | 'own';
  /** A shipped strategy that one of the user's takes the place of. */
  readonly isReplaced: boolean;
}

/** The user's strategies. */
const ownFolder = (dataDir: string): string => join(dataDir, 'strategies');

/** Every strategy file of the shipped folder and of `<dataDir>/strategies`, by id, the user's first. */
export function listStrategies(dataDir: string | undefined): readonly ListedStrategy[] {
  const own = dataDir !== undefined && existsSync(ownFolder(dataDir)) ? filesOf(ownFolder(dataDir)) : [];
  const taken = new Set(own.map(claimedId));
  const listed = [
    ...own.map((file) => ({ ...file, id: claimedId(file), origin: 'own' as const, isReplaced: false })),
    ...filesOf(programFile('config/strategies')).map((file) => {
      const id = claimedId(file);
      return { ...file, id, origin: 'shipped' as const, isReplaced: taken.has(id) };
    }),
  ];
  return listed.sort((left, right) => (left.id === right.id ? 0 : left.id < right.id ? -1 : 1));
}

function filesOf(folder: string): readonly CatalogFile[] {
  const catalog = new StrategyCatalog(folder);
  const { problems } = catalog.refresh();
  if (catalog.files.length === 0 && problems.length > 0) {
    throw new AppError('BAD_INPUT', `strategy folder ${problems.map(problemText).join('\n')}`);
  }
  return catalog.files;
}

/** Also of a broken file: a strategy must not be traded in place of the one that somebody is still mending. */
function claimedId({ definition, text = '', path }: CatalogFile): string {
  const written = /^id:[ \t]*(['"]?)([\w-]+)\1[ \t]*(?:#.*)?$/m.exec(text)?.[2];
  return definition?.id ?? written ?? basename(path).replace(/\.ya?ml$/i, '');
}

/** Those of `there` that a strategy trades: a contract stands in for its spot name. */
const tradedSymbols = ({ symbols }: StrategyDefinition, there: readonly SymbolId[]): readonly SymbolId[] =>
  there.filter((symbol) => symbols.some((wanted) => wanted === symbol || wanted === marketOf(symbol)));

/**
 * The strategy as it trades `instruments`: enabled, on those of its symbols that are there; where all of them are spot, its long
 * side alone if it has one, since nothing can be sold short there. Undefined: none of its symbols is there.
 */
export function asTraded(
  definition: StrategyDefinition,
  instruments: readonly Pick<Instrument, 'symbol' | 'kind'>[],
): StrategyDefinition | undefined {
  const symbols = tradedSymbols(
    definition,
    instruments.map(({ symbol }) => symbol),
  );
  if (symbols.length === 0) return undefined;
  const isSpot = instruments.every(({ symbol, kind }) => kind === 'spot' || !symbols.includes(symbol));
  const { sides, entry, exit } = definition;
  const isCut = isSpot && sides.includes('short') && entry.long !== undefined;
  return {
    ...{ ...definition, symbols, enabled: true },
    ...(isCut
      ? { sides: ['long'], entry: { long: entry.long }, exit: exit.long === undefined ? {} : { long: exit.long } }
      : {}),
  };
}

/** `BTC/USDT` of `BTC/USDT:USDT`. */
export const marketOf = (symbol: SymbolId): string => symbol.split(':')[0] as string;

/** Ids of the strategies that come with the program. */
export const shippedStrategies = (): readonly string[] => listStrategies(undefined).map(({ id }) => id);

/**
 * A path where `name` looks like one, else the id of one of the user's strategies or of a shipped one. Throws `AppError`
 * with every problem.
 */
export function readStrategy(name: string, dataDir?: string): NamedStrategy {
  if (/[\\/]|\.ya?ml$/i.test(name)) return readFile(name);
  const listed = listStrategies(dataDir);
  const named = listed.filter(({ id, isReplaced }) => id === name && !isReplaced);
  const found = named.find(({ definition }) => definition !== undefined) ?? named[0];
  if (found === undefined) {
    const ids = [...new Set(listed.map(({ id }) => id))];
    throw new AppError(
      'NOT_FOUND',
      `expected one of the strategies ${ids.join(', ')} or the path of a .yaml file, found ${JSON.stringify(name)}${didYouMean(name, ids)}`,
    );
  }
  const { definition, text, problems } = found;
  if (definition === undefined || text === undefined) {
    throw new AppError('BAD_INPUT', problems.map(problemText).join('\n'));
  }
  return { definition, yaml: text };
}

function readFile(file: string): NamedStrategy {
  const yaml = readText(file);
  const parsed = parseStrategyFile(yaml, file);
  if (!parsed.ok) throw new AppError('BAD_INPUT', parsed.error.map(problemText).join('\n'));
  return { definition: parsed.value, yaml };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new AppError('NOT_FOUND', `strategy file ${systemErrorText(error, file)}`, { cause: error });
  }
}
