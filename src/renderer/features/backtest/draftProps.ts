import type { BacktestDraft, BacktestProblems } from '../../lib/backtestDraft.ts';

/** What every part of the form has. */
export interface DraftProps {
  readonly draft: BacktestDraft;
  readonly problems: BacktestProblems;
  readonly onChange: (part: Partial<BacktestDraft>) => void;
}
