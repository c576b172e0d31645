import { describe, expect, it } from 'vitest';
import { askModels } from '../../../../src/main/backtest/models/runModels.ts';
import { modelsText } from '../../../../src/main/backtest/report/modelsText.ts';
import { reportPage } from '../../../../src/main/backtest/report/page/reportPage.ts';
import { terminalReport } from '../../../../src/main/backtest/report/terminalReport.ts';
import { createPaint } from '../../../../src/main/backtest/report/terminalText.ts';
import { readsConsensus } from '../../../../src/main/engine/strategies/strategyOperands.ts';
import type { StrategyDefinition } from '../../../../src/shared/domain/strategy.ts';
import { aStrategy, shippedStrategy, SHIPPED } from '../../../builders/aStrategy.ts';
import { aBacktestReport } from '../../../builders/backtestReport.ts';
import { aBacktestResult } from '../../../builders/backtestResult.ts';
import { aCommandContext } from '../../../builders/commandContext.ts';
import { aModelSpec } from '../../../builders/models.ts';

const runOf = (definition: StrategyDefinition) =>
  aBacktestReport(aBacktestResult([1000]), { strategies: [{ definition, yaml: '' }] }).run;

describe('the models of a backtest', () => {
  it('are not even looked at where no strategy reads the consensus', async () => {
    expect(await askModels(runOf(aStrategy()), aCommandContext().context)).toEqual({
      ...{ models: [], answers: undefined, notes: [] },
    });
    for (const id of SHIPPED) expect(readsConsensus(shippedStrategy(id))).toBe(false);
    expect(readsConsensus(shippedStrategy('ml-consensus'))).toBe(true);
    expect(readsConsensus(aStrategy({ gates: { ...aStrategy().gates, minModelQuorum: 0.5 } }))).toBe(true);
  });

  it('are left out on request, which is said', async () => {
    const { notes, models } = await askModels(runOf(shippedStrategy('ml-consensus')), aCommandContext().context, true);
    expect(models).toEqual([]);
    expect(notes).toEqual(['Without models ml-consensus can read no consensus.']);
  });

  it('are named with their hashes wherever the report is read', () => {
    const models = [aModelSpec({ modelHash: '0123456789abcdef'.repeat(4) })];
    const report = aBacktestReport(aBacktestResult([1000]), {}, models);
    expect(report.document.models).toEqual([
      { id: 'm15', symbol: 'BTC/USDT', timeframe: '15m', weight: 1, sha256: models[0]!.modelHash },
    ]);
    expect(modelsText(models)).toBe('Models: m15 (0123456789ab)');
    expect(terminalReport(report, { paint: createPaint(false), columns: 100 })).toContain(modelsText(models));
    expect(reportPage(report)).toContain(models[0]!.modelHash);
    expect(aBacktestReport(aBacktestResult([1000])).document).not.toHaveProperty('models');
  });
});
