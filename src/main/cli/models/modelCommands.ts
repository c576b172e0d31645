// The work of `models verify`, `models list` and `models card`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandOutcome, TerminalContext } from '../../config/commandContext.ts';
import { systemErrorText } from '../../config/systemError.ts';
import { AppError } from '../../../shared/errors.ts';
import { readModelRegistry, type RegisteredModel } from '../../inference/modelRegistry.ts';
import { textTable } from '../textTable.ts';
import { modelNamed, openProgramModels } from './programModels.ts';

/** 1 when a model is refused or a manifest cannot be read. */
export async function verifyModels(context: TerminalContext): Promise<CommandOutcome> {
  const { registry, worker } = await openProgramModels(context);
  await worker?.stop();
  const { models, problems, remarks } = registry;
  const isSound = problems.length === 0 && models.every(({ refusal }) => refusal === undefined);
  context.out.answer({ ok: isSound, models: models.map(verified), problems, remarks }, () =>
    lines(
      textTable(
        ['id', 'timeframe', 'weight', 'verdict', 'detail'],
        models.map(({ spec, refusal }) => [
          ...[spec.id, spec.timeframe, spec.weight.toFixed(2)],
          ...[refusal?.code ?? 'sound', refusal?.detail ?? ''],
        ]),
      ),
      problems.map((problem) => `MANIFEST_INVALID ${problem}`),
      remarks,
    ),
  );
  return isSound ? 0 : 1;
}

const verified = ({ spec, entry, origin, file, checks, refusal }: RegisteredModel) => ({
  ...{ id: spec.id, name: entry.name, origin, file, symbol: spec.symbol, timeframe: spec.timeframe },
  ...{ weight: spec.weight, sha256: spec.modelHash, featureSet: spec.featureSet, featureHash: spec.featureHash },
  ...{ ok: refusal === undefined, code: refusal?.code ?? null, detail: refusal?.detail ?? null, checks },
});

export function runModelsList({ dataDir, out }: TerminalContext): CommandOutcome {
  const { models, problems, remarks } = readModelRegistry({ dataDir });
  const rows = models.map(({ entry, origin }) => {
    const { id, name, algorithm, symbol, timeframe, weight, holdout, created } = entry;
    const { logLoss, priorLogLoss, directionalAuc } = holdout;
    return { id, name, origin, algorithm, symbol, timeframe, weight, logLoss, priorLogLoss, directionalAuc, created };
  });
  out.answer({ models: rows, problems, remarks }, () =>
    lines(
      textTable(
        ['id', 'name', 'symbol', 'timeframe', 'weight', 'log loss', 'of the prior', 'direction AUC', 'origin'],
        rows.map((row) => [
          ...[row.id, row.name, row.symbol, row.timeframe, row.weight.toFixed(2)],
          ...[row.logLoss.toFixed(4), row.priorLogLoss.toFixed(4), row.directionalAuc.toFixed(3), row.origin],
        ]),
        [false, false, false, false, true, true, true, true],
      ),
      problems,
      remarks,
    ),
  );
  return 0;
}

export function showCard(id: string, { dataDir, out }: TerminalContext): CommandOutcome {
  const { entry, folder } = modelNamed(readModelRegistry({ dataDir }).models, id);
  const file = join(folder, entry.card);
  const markdown = readCard(file);
  out.answer({ id, file, markdown }, () => markdown);
  return 0;
}

function readCard(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new AppError('NOT_FOUND', `model card ${systemErrorText(error, file)}`, { cause: error });
  }
}

/** A table, then what is to be said beside it; a table without rows is none. */
const lines = (table: string, ...rest: readonly (readonly string[])[]): string => {
  const remarks = rest.flat();
  const isEmpty = !table.includes('\n');
  return [...(isEmpty ? [] : [table]), ...(isEmpty || remarks.length === 0 ? [] : ['']), ...remarks].join('\n');
};
