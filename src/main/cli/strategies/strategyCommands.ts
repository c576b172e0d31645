// The work of `strategies list` and `strategies check`.
import { readFileSync } from 'node:fs';
import type { CommandOutcome, TerminalContext } from '../../config/commandContext.ts';
import { type ListedStrategy, listStrategies } from '../../config/namedStrategy.ts';
import { parseStrategyFile } from '../../config/strategies/strategyFile.ts';
import { systemErrorText } from '../../config/systemError.ts';
import type { StrategyDefinition } from '../../../shared/domain/strategy.ts';
import { fail, type Problem, problemText, type Result } from '../../../shared/result.ts';
import { textTable } from '../textTable.ts';

export function runStrategiesList({ dataDir, out }: TerminalContext): CommandOutcome {
  const listed = listStrategies(dataDir);
  const strategies = listed.map(({ id, definition, path, origin, isReplaced, problems }) => ({
    id,
    name: definition?.name ?? null,
    enabled: definition?.enabled ?? false,
    symbols: definition?.symbols ?? [],
    timeframe: definition?.timeframe ?? null,
    file: path,
    origin,
    replaced: isReplaced,
    problems,
  }));
  out.answer({ strategies }, () => listText(listed));
  return 0;
}

function listText(listed: readonly ListedStrategy[]): string {
  const rows = listed.map((one) => {
    const { id, definition, path } = one;
    return [
      id,
      definition?.name ?? '',
      stateOf(one),
      definition?.timeframe ?? '',
      definition?.symbols.join(' ') ?? '',
      path,
    ];
  });
  const problems = listed.flatMap((one) => one.problems.map(problemText));
  return [
    textTable(['id', 'name', 'state', 'timeframe', 'symbols', 'file'], rows),
    ...(problems.length === 0 ? [] : ['', ...problems]),
  ].join('\n');
}

function stateOf({ definition, isReplaced }: ListedStrategy): string {
  if (isReplaced) return 'replaced by yours';
  if (definition === undefined) return 'broken, see below';
  return definition.enabled ? 'enabled' : 'disabled';
}

/** Every problem of every file; 1 when there is any. */
export function runStrategiesCheck(files: readonly string[], { out }: TerminalContext): CommandOutcome {
  const checked = files.map((file) => {
    const parsed = checkFile(file);
    return { file, id: parsed.ok ? parsed.value.id : null, problems: parsed.ok ? [] : parsed.error };
  });
  const isSound = checked.every(({ problems }) => problems.length === 0);
  out.answer({ ok: isSound, files: checked }, () =>
    checked
      .flatMap(({ file, id, problems }) =>
        problems.length === 0 ? [`${file}: valid (${String(id)})`] : problems.map(problemText),
      )
      .join('\n'),
  );
  return isSound ? 0 : 1;
}

function checkFile(file: string): Result<StrategyDefinition, readonly Problem[]> {
  try {
    return parseStrategyFile(readFileSync(file, 'utf8'), file);
  } catch (error) {
    return fail([{ message: systemErrorText(error, file) }]);
  }
}
