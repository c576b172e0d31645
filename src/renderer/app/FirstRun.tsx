// The first run: three steps, skippable at any time, while paper trading already runs behind them.
import { useState, type ReactNode } from 'react';
import { useSelectedEngine } from '../lib/live/selected.ts';
import { prefer, usePreferences, usePreferencesKnown } from '../lib/preferences.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Segmented } from '../ui/Fields.tsx';
import { Figure, FigureRow, Signed } from '../ui/Figures.tsx';
import { figureText } from '../lib/format.ts';
import { PALETTE_OPTIONS, THEME_OPTIONS } from '../lib/looks.ts';
import { MOD_KEY } from './shortcutList.ts';

const STEPS = [
  { title: 'Paper trading already runs', Body: TradingStep },
  { title: 'Choose your look', Body: LookStep },
  { title: 'Know the kill switch', Body: KillStep },
] as const;

export function FirstRun(): ReactNode {
  const hasSeen = usePreferences((state) => state.hasSeenFirstRun);
  const isKnown = usePreferencesKnown((state) => state.isKnown);
  const [step, setStep] = useState(0);
  const end = (): void => prefer({ hasSeenFirstRun: true });
  const shown = STEPS[step];
  if (!isKnown || hasSeen || shown === undefined) return null;
  const isLast = step === STEPS.length - 1;
  return (
    <Dialog
      title={shown.title}
      isOpen
      onClose={end}
      description={`Step ${String(step + 1)} of ${String(STEPS.length)}`}
    >
      <shown.Body />
      <div className="dialogActions">
        <Button tone="quiet" onClick={end}>
          Skip
        </Button>
        {step > 0 ? <Button onClick={() => setStep(step - 1)}>Back</Button> : null}
        <Button tone="primary" onClick={isLast ? end : () => setStep(step + 1)}>
          {isLast ? 'Start' : 'Next'}
        </Button>
      </div>
    </Dialog>
  );
}

function TradingStep(): ReactNode {
  const engine = useSelectedEngine((each) => each);
  return (
    <div className="stack">
      <p>
        A simulated exchange trades behind this window with play money. Its prices are made up and labelled SIMULATED
        wherever they show; nothing here can reach a real account.
      </p>
      {engine === undefined ? (
        <p className="faint">The engine is starting …</p>
      ) : (
        <FigureRow>
          <Figure label="Equity so far">{figureText(engine.equity, { unit: engine.quote })}</Figure>
          <Figure label="Today so far">
            <Signed value={engine.dayPnl} unit={engine.quote} />
          </Figure>
        </FigureRow>
      )}
    </div>
  );
}

function LookStep(): ReactNode {
  const { theme, palette } = usePreferences();
  return (
    <div className="stack">
      <p>Both can be changed at any time in Settings.</p>
      <Segmented
        label="Theme"
        value={theme}
        options={THEME_OPTIONS}
        onValue={(value) => prefer({ theme: value as typeof theme })}
      />
      <Segmented
        label="Colours of up and down"
        value={palette}
        options={PALETTE_OPTIONS}
        onValue={(value) => prefer({ palette: value as typeof palette })}
      />
      <p>
        <Signed value={12.5} unit="%" /> <Signed value={-7.25} unit="%" />
      </p>
    </div>
  );
}

function KillStep(): ReactNode {
  return (
    <div className="stack">
      <p>
        <strong>Kill switch</strong> at the top right cancels every order, closes every position, checks that nothing is
        left, and halts trading until you resume it with a reason. It asks once before it acts.
      </p>
      <p>
        From the keyboard: <kbd>{MOD_KEY}</kbd> <kbd>Shift</kbd> <kbd>X</kbd>. All shortcuts: <kbd>?</kbd>
      </p>
    </div>
  );
}
