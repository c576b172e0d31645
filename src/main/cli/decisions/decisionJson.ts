// A decision as `--json` gives it: times in epoch ms, amounts as decimal strings.
import { isSimulatedSource } from '../../../shared/domain/simulated.ts';
import type { DecisionView } from '../../app/decisionView.ts';

export function decisionJson({ record, evidence, stops, signals, orders }: DecisionView): unknown {
  const { connection, strategy, symbol, timeframe, closeTime, asked, stage, code = null, detail } = record;
  const [nearest, other] = stops.map(({ side = null, text, since, missing }) => ({
    ...{ side, stoppedBy: text, since: since.closeTime, isSinceWhole: since.isWhole, distance: missing },
  }));
  return {
    ...{
      connection,
      simulated: isSimulatedSource(connection),
      strategy,
      symbol,
      timeframe,
      closeTime,
      asked,
      stage,
      code,
      detail,
    },
    evidence: evidence.map(({ side, evidence: tree }) => ({ side, ...tree })),
    ...(nearest ?? { side: null, stoppedBy: null, since: null, isSinceWhole: null, distance: [] }),
    otherSide: other ?? null,
    signals: signals.map(({ signal: { id, action, side, strength }, decision }) => ({
      ...{ id, action, side, strength },
      outcome: decision?.outcome ?? null,
      reason: decision?.reason ?? null,
      gates: decision?.gates ?? [],
      sizing: decision?.sizing ?? null,
      verdicts: decision?.verdicts ?? [],
    })),
    orders,
  };
}
