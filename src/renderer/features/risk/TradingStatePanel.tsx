// ACTIVE, REDUCING or HALTED: what it means, why, the way back, and what it was before.
import type { ReactNode } from 'react';
import type { EngineSummary } from '../../../shared/contract/records/engine.ts';
import type { RiskView } from '../../../shared/contract/records/risk.ts';
import { request } from '../../lib/bridge.ts';
import { latencyText, shortTimeText, wordsText } from '../../lib/format.ts';
import { navigate, useRoute } from '../../lib/route.ts';
import { Badge, type Tone } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { At } from '../../ui/Figures.tsx';
import { OnConnection } from '../../ui/KindBadge.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Note } from '../../ui/States.tsx';
import { tell } from '../../ui/Toasts.tsx';

interface TradingStateProps {
  readonly view: RiskView;
  readonly engine: EngineSummary;
  readonly onChanged: () => void;
}

const TONES: Readonly<Record<RiskView['tradingState'], Tone>> = { ACTIVE: 'good', REDUCING: 'warn', HALTED: 'bad' };
const MEANINGS: Readonly<Record<RiskView['tradingState'], string>> = {
  ACTIVE: 'Strategies trade; every order passes the checks below.',
  REDUCING: 'Only orders that reduce a position go out.',
  HALTED: 'Nothing goes out but cancels and protection.',
};

const COMMANDS = {
  resume: {
    name: 'trading.resume',
    title: 'Resume trading',
    action: 'Resume',
    text: 'Strategies may enter again at the next closed candle.',
    isDanger: true,
  },
  reduce: {
    name: 'trading.reduce',
    title: 'Only reduce',
    action: 'Only reduce',
    text: 'No position is opened or increased; exits go on.',
    isDanger: false,
  },
  halt: {
    name: 'trading.halt',
    title: 'Halt trading',
    action: 'Halt',
    text: 'No more orders but protection. Open positions stay, with their stops.',
    isDanger: false,
  },
  leaveSafeMode: {
    name: 'trading.leaveSafeMode',
    title: 'Leave safe mode',
    action: 'Leave safe mode',
    text: 'The input that faulted twice stays set aside. Trading stays halted until you resume it.',
    isDanger: true,
  },
} as const;
type Command = keyof typeof COMMANDS;

const isCommand = (text: string | undefined): text is Command => text !== undefined && Object.hasOwn(COMMANDS, text);

export function TradingStatePanel({ view, engine, onChanged }: TradingStateProps): ReactNode {
  const asked = useRoute((route) => route.params['do']);
  const open = (command: Command): void => navigate('risk', { do: command });
  const { tradingState: state, stateChange } = view;
  return (
    <Panel
      title="Trading state"
      note={engine.connection}
      actions={
        <>
          <Button isSmall icon="play" disabled={state === 'ACTIVE'} onClick={() => open('resume')}>
            Resume …
          </Button>
          <Button isSmall disabled={state !== 'ACTIVE'} onClick={() => open('reduce')}>
            Only reduce …
          </Button>
          <Button isSmall icon="stop" disabled={state === 'HALTED'} onClick={() => open('halt')}>
            Halt …
          </Button>
          {view.isSafeMode ? (
            <Button isSmall tone="danger" onClick={() => open('leaveSafeMode')}>
              Leave safe mode …
            </Button>
          ) : null}
        </>
      }
    >
      <div className="stack">
        {view.isSafeMode ? (
          <Note tone="bad">Safe mode: the same input faulted the engine twice. {engine.detail}</Note>
        ) : null}
        <div className="row">
          <Badge tone={TONES[state]}>{state}</Badge>
          <span>{MEANINGS[state]}</span>
        </div>
        {stateChange === undefined ? null : (
          <p className="soft">
            Since {shortTimeText(stateChange.at)}: {stateChange.reason} ({wordsText(stateChange.cause).toLowerCase()})
            {stateChange.until === undefined ? '' : `; ends by itself ${shortTimeText(stateChange.until)}`}.
          </p>
        )}
        <KillReport view={view} />
        <History view={view} />
      </div>
      {isCommand(asked) ? <CommandDialog command={asked} engine={engine} onChanged={onChanged} /> : null}
    </Panel>
  );
}

function KillReport({ view }: { readonly view: RiskView }): ReactNode {
  const report = view.killSwitch;
  if (report === undefined) return null;
  const step = (name: string, ms: number | null): string =>
    `${name} ${ms === null ? 'not yet' : `after ${latencyText(ms)}`}`;
  return (
    <p>
      Kill switch at {shortTimeText(report.startedAt)}: {step('orders canceled', report.canceledMs)},{' '}
      {step('flat', report.flatMs)}, {step('verified', report.verifiedMs)}.
    </p>
  );
}

function History({ view }: { readonly view: RiskView }): ReactNode {
  if (view.history.length === 0) return null;
  return (
    <details className="stateHistory">
      <summary>History</summary>
      <ul>
        {view.history.map((line) => (
          <li key={`${String(line.at)} ${line.text}`}>
            <At at={line.at} /> {line.text}
          </li>
        ))}
      </ul>
    </details>
  );
}

interface CommandDialogProps {
  readonly command: Command;
  readonly engine: EngineSummary;
  readonly onChanged: () => void;
}

function CommandDialog({ command, engine, onChanged }: CommandDialogProps): ReactNode {
  const { connection } = engine;
  const { name, title, action, text, isDanger } = COMMANDS[command];
  return (
    <ConfirmDialog
      title={title}
      isOpen
      onClose={() => navigate('risk')}
      needsReason
      isDanger={isDanger}
      action={action}
      description={<OnConnection of={engine} />}
      onConfirm={async (reason) => {
        const result = await request(name, { connection, reason });
        if (!result.ok) return result.error;
        for (const { isAccepted, detail } of result.value.outcomes) {
          tell({ title: `${title}: ${connection}`, text: detail, tone: isAccepted ? 'good' : 'bad' });
        }
        onChanged();
        return undefined;
      }}
    >
      <p>{text}</p>
    </ConfirmDialog>
  );
}
