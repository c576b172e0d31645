// One model: how its probabilities come true, its figures on the holdout, its card.
import type { ReactNode } from 'react';
import type { ModelRow } from '../../../shared/contract/records/prediction.ts';
import { ReliabilityPlot } from '../../charts/ReliabilityPlot.tsx';
import { useRequest } from '../../lib/bridge.ts';
import { countText, dayText, figureText, NOTHING } from '../../lib/format.ts';
import { useSelectedConnection } from '../../lib/live/selected.ts';
import { Markdown } from '../../ui/Markdown.tsx';
import { DriftBadge } from './DriftBadge.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Waiting } from '../../ui/States.tsx';

export function ModelDetail({ model }: { readonly model: ModelRow }): ReactNode {
  return (
    <div className="modelColumns">
      <Reliability model={model} />
      <Holdout model={model} />
      <Live model={model} />
      <Card model={model} />
    </div>
  );
}

function Reliability({ model }: { readonly model: ModelRow }): ReactNode {
  const connection = useSelectedConnection();
  const answer = useRequest(
    'models.reliability',
    { model: model.id, ...(connection === undefined ? {} : { connection }) },
    { everyMs: 60_000 },
  );
  const { data } = answer;
  return (
    <Panel title={`${model.name}: reliability`} note="On the diagonal a probability means what it says.">
      {data === undefined ? (
        <Waiting what="the reliability" answer={answer} />
      ) : (
        <div className="stack">
          <ReliabilityPlot holdout={data.holdout} live={data.live} />
          <p className="faint">
            Live: {countText(data.liveRows)} answers that came true or not, Brier{' '}
            {figureText(data.liveBrier, { decimals: 4 })}, ECE {figureText(data.liveEce, { decimals: 4 })}
            {data.liveRows < 100 ? '. Too few to say much.' : '.'}
          </p>
        </div>
      )}
    </Panel>
  );
}

function Holdout({ model }: { readonly model: ModelRow }): ReactNode {
  const { holdout } = model;
  const four = (value: number | undefined): string => figureText(value, { decimals: 4 });
  const rows = [
    ['Log loss', four(holdout.logLoss), four(holdout.priorLogLoss)],
    [
      'Brier',
      `${four(holdout.brier)} (${four(holdout.brierLow)} to ${four(holdout.brierHigh)})`,
      four(holdout.priorBrier),
    ],
    ['ECE', `${four(holdout.ece)} (${four(holdout.eceLow)} to ${four(holdout.eceHigh)})`, NOTHING],
    [
      'AUC sell / hold / buy',
      `${four(holdout.auc.sell)} / ${four(holdout.auc.hold)} / ${four(holdout.auc.buy)}`,
      '0.5',
    ],
    ['AUC of direction', four(holdout.directionalAuc), '0.5'],
  ] as const;
  return (
    <Panel
      title="Holdout"
      note={`${dayText(holdout.from)} to ${dayText(holdout.to)}, ${countText(holdout.rows)} candles`}
    >
      <table className="plainTable" aria-label="Figures on the holdout">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col">Model (95 % interval)</th>
            <th scope="col">Guessing</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, value, prior]) => (
            <tr key={label}>
              <td>{label}</td>
              <td>{value}</td>
              <td>{prior}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Making model={model} />
    </Panel>
  );
}

/** How it does live, against the holdout, on each connection. */
function Live({ model }: { readonly model: ModelRow }): ReactNode {
  const four = (value: number | undefined): string => figureText(value, { decimals: 4 });
  return (
    <Panel title="Live and drift" className="wide" note="PSI: how far the features have moved from the training span">
      {model.live.length === 0 ? (
        <p className="faint">No connection asks it.</p>
      ) : (
        <table className="plainTable" aria-label="Live figures">
          <thead>
            <tr>
              <th scope="col">Connection</th>
              <th scope="col">Drift</th>
              {['Resolved', 'Brier', 'ECE', 'PSI'].map((name) => (
                <th key={name} scope="col" className="isNumber">
                  {name}
                </th>
              ))}
              <th scope="col">Moved most</th>
            </tr>
          </thead>
          <tbody>
            {model.live.map((row) => (
              <tr key={`${row.connection} ${row.symbol}`}>
                <td>
                  {row.connection} {row.symbol}
                </td>
                <td>
                  <DriftBadge drift={row.drift} />
                </td>
                <td className="isNumber">{countText(row.resolved)}</td>
                <td className="isNumber">{four(row.brier)}</td>
                <td className="isNumber">{four(row.ece)}</td>
                <td className="isNumber">{figureText(row.psi)}</td>
                <td>
                  {row.worstFeature === undefined
                    ? NOTHING
                    : `${row.worstFeature.name} (${figureText(row.worstFeature.psi)})`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function Making({ model }: { readonly model: ModelRow }): ReactNode {
  const { training, barriers } = model;
  return (
    <>
      <h3 className="sectionTitle">How it was made</h3>
      <dl className="facts">
        <dt>Algorithm</dt>
        <dd>{model.algorithm}</dd>
        <dt>Trained on</dt>
        <dd>
          {dayText(training.from)} to {dayText(training.to)}, {countText(training.rows)} candles
        </dd>
        <dt>Features</dt>
        <dd>
          {countText(model.features)} of {model.featureSet}
        </dd>
        <dt>Calibration</dt>
        <dd>{model.calibration}</dd>
        <dt>Label</dt>
        <dd>
          {`+${figureText(barriers.upMultiple)} / -${figureText(barriers.downMultiple)} volatilities within ${String(barriers.horizonCandles)} candles`}
        </dd>
        <dt>Made</dt>
        <dd>{model.created}</dd>
      </dl>
    </>
  );
}

function Card({ model }: { readonly model: ModelRow }): ReactNode {
  const answer = useRequest('models.card', { model: model.id });
  return (
    <Panel title="Card" className="wide">
      {answer.data === undefined ? (
        <Waiting what="the card" answer={answer} />
      ) : (
        <Markdown text={answer.data.markdown} />
      )}
    </Panel>
  );
}
