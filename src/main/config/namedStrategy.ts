// One strategy by its id or by its file.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StrategyDefinition } from '../../shared/domain/strategy.ts';
import { AppError } from '../../shared/errors.ts';
import { didYouMean } from '../../shared/nearest.ts';
import { problemText } from '../../shared/result.ts';
import { programFile } from './paths.ts';
import { parseStrategyFile } from './strategies/strategyFile.ts';
import { systemErrorText } from './systemError.ts';

export interface NamedStrategy {
  readonly definition: StrategyDefinition;
  /** The text of its file. */
  readonly yaml: string;
}

/** Ids of the strategies that come with the program. */
export const shippedStrategies = (): readonly string[] =>
  readdirSync(programFile('config/strategies'))
    .flatMap((name) => (name.endsWith('.yaml') ? [name.slice(0, -'.yaml'.length)] : []))
    .sort();

/** A path where `name` looks like one, else the id of a shipped strategy. Throws `AppError` with every problem. */
export function readStrategy(name: string): NamedStrategy {
  const isPath = /[\\/]|\.ya?ml$/i.test(name);
  const ids = shippedStrategies();
  if (!isPath && !ids.includes(name)) {
    throw new AppError(
      'NOT_FOUND',
      `expected one of the strategies ${ids.join(', ')} or the path of a .yaml file, found ${JSON.stringify(name)}${didYouMean(name, ids)}`,
    );
  }
  const file = isPath ? name : programFile(join('config/strategies', `${name}.yaml`));
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
