// Risk: limits with their use, locks, protections, the trading state with its history, and the two-step controls of it.
import { useState, type ReactNode } from 'react';
import { useRequest } from '../../lib/bridge.ts';
import { useSelectedEngine } from '../../lib/live/selected.ts';
import { Age } from '../../ui/Figures.tsx';
import { Page, Panel } from '../../ui/Panel.tsx';
import { Note, Waiting } from '../../ui/States.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { LimitTable } from './LimitTable.tsx';
import { LocksPanel } from './LocksPanel.tsx';
import { TradingStatePanel } from './TradingStatePanel.tsx';
import './risk.css';

const ASK_EVERY_MS = 3_000;

export function RiskView(): ReactNode {
  const engine = useSelectedEngine((each) => each);
  const [turn, setTurn] = useState(0);
  const connection = engine?.connection ?? '';
  const answer = useRequest(
    'risk.get',
    { connection },
    { isReady: connection !== '', everyMs: ASK_EVERY_MS, version: turn, isSticky: true },
  );
  const changed = (): void => setTurn((last) => last + 1);
  if (answer.data === undefined || engine === undefined) {
    return (
      <Page title="Risk">
        <Waiting what="the risk limits" answer={answer} />
      </Page>
    );
  }
  const view = answer.data;
  return (
    <Page title="Risk">
      {answer.failure === undefined ? null : (
        <Note>
          These figures are of <Age at={answer.receivedAt} />: {answer.failure.message}
        </Note>
      )}
      <TradingStatePanel view={view} engine={engine} onChanged={changed} />
      <Panel
        title="Limits"
        note={
          <>
            use as of <Age at={answer.receivedAt} staleAfterMs={5 * ASK_EVERY_MS} />
          </>
        }
      >
        <LimitTable limits={view.limits} quote={engine.quote} onChanged={changed} />
      </Panel>
      <div className="columns isStretched">
        <LocksPanel view={view} onChanged={changed} />
        <Panel title="Protections" note={`${String(view.consecutiveLosses)} losses in a row now`}>
          <ul className="stack">
            {view.protections.map((protection) => (
              <li key={protection.key}>
                <div className="row">
                  <strong>{protection.label}</strong>
                  <Badge tone={protection.isOn ? 'good' : 'neutral'}>{protection.isOn ? 'On' : 'Off'}</Badge>
                </div>
                <span className="soft">{protection.detail}</span>
              </li>
            ))}
          </ul>
        </Panel>
      </div>
    </Page>
  );
}
