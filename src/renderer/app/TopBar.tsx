// What must be seen at any moment: whose money, whether it trades, whether the data flows, how much there is, and the way to stop.
import type { ReactNode } from 'react';
import type { EngineSummary } from '../../shared/contract/records/engine.ts';
import { useEngines } from '../lib/live/stores.ts';
import { useSelectedEngine } from '../lib/live/selected.ts';
import { ageText, figureText, NOTHING, percentText, shortTimeText, wordsText } from '../lib/format.ts';
import { prefer } from '../lib/preferences.ts';
import { useNow } from '../lib/useNow.ts';
import { venueKind } from '../lib/venueKind.ts';
import { Badge, type Tone } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { SelectField } from '../ui/Fields.tsx';
import { Figure, Signed } from '../ui/Figures.tsx';
import { Icon } from '../ui/Icon.tsx';
import { KindBadge } from '../ui/KindBadge.tsx';
import { DifferencesLink } from './DifferencesLink.tsx';
import { openOverlay } from './overlay.ts';
import { MOD_KEY } from './shortcutList.ts';
import { VaultLight } from './VaultLight.tsx';

export function TopBar(): ReactNode {
  const engine = useSelectedEngine((each) => each);
  return (
    <header className="topBar">
      <span className="brand">Foredeck</span>
      <ConnectionChoice engine={engine} />
      <ModeStatus engine={engine} />
      <EngineStatus engine={engine} />
      <DataStatus engine={engine} />
      <TradingStatus engine={engine} />
      <VaultLight />
      <DifferencesLink count={engine?.differences ?? 0} />
      <Account engine={engine} />
      <div className="topBarEnd">
        <Button tone="quiet" icon="search" onClick={() => openOverlay('palette')} title="Command palette">
          <span className="wideOnly">Search</span> <kbd>{MOD_KEY} K</kbd>
        </Button>
        <Button tone="danger" icon="power" onClick={() => openOverlay('killSwitch')} disabled={engine === undefined}>
          Kill switch
        </Button>
      </div>
    </header>
  );
}

interface OfEngine {
  readonly engine: EngineSummary | undefined;
}

/** One that never was up in this run knows nothing of its account: no figure is better than a zero. */
const hasBegun = (engine: EngineSummary): boolean => engine.at > 0;

function ConnectionChoice({ engine }: OfEngine): ReactNode {
  const engines = useEngines((state) => state.list);
  if (engine === undefined) return <span className="faint">No connection</span>;
  if (engines.length < 2) return <strong className="connectionName">{engine.connection}</strong>;
  return (
    <SelectField
      label="Connection"
      isLabelHidden
      value={engine.connection}
      options={engines.map((each) => ({ value: each.connection, label: each.connection }))}
      onValue={(connection) => prefer({ connection })}
    />
  );
}

function ModeStatus({ engine }: OfEngine): ReactNode {
  const kind = venueKind(engine);
  const isSaid = engine === undefined || engine.mode === kind || kind === 'rehearsal';
  return (
    <span role="status" aria-label="Mode">
      <KindBadge of={engine} more={isSaid ? '' : ` · ${engine.mode}`} />
    </span>
  );
}

const ENGINE_TONE: Readonly<Record<EngineSummary['state'], Tone>> = {
  starting: 'info',
  running: 'good',
  safeMode: 'bad',
  restarting: 'warn',
  stopping: 'warn',
  stopped: 'neutral',
  failed: 'bad',
};

function EngineStatus({ engine }: OfEngine): ReactNode {
  const speed = engine?.speed === undefined || engine.speed === 1 ? '' : ` ${String(engine.speed)}×`;
  return (
    <span role="status" aria-label="Engine state">
      <Badge tone={engine === undefined ? 'neutral' : ENGINE_TONE[engine.state]} title={engine?.detail}>
        {engine === undefined ? 'No engine' : wordsText(engine.state)}
        {speed}
      </Badge>
    </span>
  );
}

const LIGHTS: Readonly<Record<EngineSummary['data']['level'], readonly [Tone, string]>> = {
  fresh: ['good', 'Data fresh'],
  stale: ['warn', 'Data stale'],
  down: ['bad', 'Data down'],
  waiting: ['info', 'Waiting for data'],
};

function DataStatus({ engine }: OfEngine): ReactNode {
  const [tone, words] = engine === undefined ? (['neutral', 'No data'] as const) : LIGHTS[engine.data.level];
  const behind = engine === undefined || engine.data.newestAt === 0 ? 0 : engine.at - engine.data.newestAt;
  return (
    <span role="status" aria-label="Data">
      <Badge tone={tone} title={engine?.data.detail}>
        {words}
        {behind >= 60_000 ? ` · ${ageText(behind)} old` : ''}
      </Badge>
    </span>
  );
}

const TRADING_TONE: Readonly<Record<EngineSummary['tradingState'], Tone>> = {
  ACTIVE: 'good',
  REDUCING: 'warn',
  HALTED: 'bad',
};

function TradingStatus({ engine }: OfEngine): ReactNode {
  if (engine === undefined) return null;
  if (!hasBegun(engine)) {
    return (
      <span role="status" aria-label="Trading state">
        <Badge title={engine.detail}>Not trading</Badge>
      </span>
    );
  }
  const locks = engine.locks.length;
  return (
    <span role="status" aria-label="Trading state" className="row">
      <Badge tone={TRADING_TONE[engine.tradingState]} title={engine.stateChange?.reason}>
        Trading {engine.tradingState.toLowerCase()}
      </Badge>
      {locks === 0 ? null : (
        <Badge tone="warn">
          {String(locks)} lock{locks === 1 ? '' : 's'}
        </Badge>
      )}
    </span>
  );
}

function Account({ engine: chosen }: OfEngine): ReactNode {
  const engine = chosen !== undefined && hasBegun(chosen) ? chosen : undefined;
  return (
    <div className="topBarFigures">
      <Figure label="Equity">{figureText(engine?.equity, { unit: engine?.quote })}</Figure>
      <Figure label="Day P&L">
        <Signed value={engine?.dayPnl} unit={engine?.quote} />
        {engine === undefined ? null : (
          <span className="figureAside">{percentText(engine.dayPnlPct, { isSigned: true })}</span>
        )}
      </Figure>
      <Clock engine={chosen} />
    </div>
  );
}

/** The connection's own time; it can run faster than the machine's, or stand. */
function Clock({ engine }: OfEngine): ReactNode {
  const now = useNow();
  const label = engine?.isSimulated === true ? 'Simulated time' : 'Time (UTC)';
  return (
    <Figure label={label} title="The connection's own time, UTC">
      <Icon name="backtest" size={12} />{' '}
      {engine !== undefined && !hasBegun(engine) ? NOTHING : shortTimeText(engine?.at ?? now)}
    </Figure>
  );
}
