// What the tray says and offers, from how the engines stand.
import type { EngineStatus } from '../../../shared/domain/engineStatus.ts';
import { moneyOf, numberText } from '../../../shared/figures.ts';
import { stateWords } from '../headless/bookSections.ts';
import { modeWords, plural } from '../headless/headLines.ts';
import { percentOfWhole, signedPercent } from '../headless/liveFigures.ts';

/** What a person can ask for from the tray. */
export interface TrayActions {
  readonly open: () => void;
  readonly halt: () => void;
  readonly killSwitch: () => void;
  readonly setStartAtLogin: (isOn: boolean) => void;
  readonly quit: () => void;
}

export type TrayItem =
  | { readonly kind: 'separator' }
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'action'; readonly label: string; readonly click: () => void; readonly isEnabled: boolean }
  | { readonly kind: 'switch'; readonly label: string; readonly isOn: boolean; readonly click: () => void };

export interface TrayState {
  readonly statuses: readonly EngineStatus[];
  readonly startsAtLogin: boolean;
  readonly isStopping: boolean;
}

export function trayItems(
  { statuses, startsAtLogin, isStopping }: TrayState,
  actions: TrayActions,
): readonly TrayItem[] {
  const canTrade = !isStopping && statuses.some(({ state }) => state === 'running' || state === 'safeMode');
  return [
    ...statuses.flatMap((status): TrayItem[] => [...statusTexts(status).map(text), SEPARATOR]),
    { kind: 'action', label: 'Open Foredeck', click: actions.open, isEnabled: true },
    SEPARATOR,
    { kind: 'action', label: 'Halt trading', click: actions.halt, isEnabled: canTrade },
    { kind: 'action', label: 'Kill switch ...', click: actions.killSwitch, isEnabled: canTrade },
    SEPARATOR,
    {
      kind: 'switch',
      label: 'Start at login',
      isOn: startsAtLogin,
      click: () => actions.setStartAtLogin(!startsAtLogin),
    },
    {
      kind: 'action',
      label: isStopping ? 'Stopping ...' : 'Stop trading and quit',
      click: actions.quit,
      isEnabled: !isStopping,
    },
  ];
}

/** One line for each connection: what the pointer finds over the icon. */
export const trayTip = (statuses: readonly EngineStatus[]): string =>
  ['Foredeck', ...statuses.map((status) => `${status.connection}: ${statusTexts(status).slice(0, 2).join(', ')}`)].join(
    '\n',
  );

function statusTexts(status: EngineStatus): readonly string[] {
  const { connection, state, tradingState, quote, equity, dayStartEquity, positions, at } = status;
  const head = `${modeWords(status)}  ${connection}: ${stateWords(state)}, trading ${tradingState}`;
  if (at === 0) return [head];
  const { decimals } = moneyOf({ quote, cash: equity });
  const money = `Equity ${numberText(equity.toNumber(), { decimals })} ${quote}`;
  const day = equity.minus(dayStartEquity);
  const change = `${numberText(day.toNumber(), { decimals, isSigned: true })} (${signedPercent(percentOfWhole(day, dayStartEquity))})`;
  return [
    head,
    dayStartEquity.isZero() ? money : `${money}, day ${change}`,
    positions.length === 0 ? 'No open position' : plural(positions.length, 'open position'),
  ];
}

const SEPARATOR: TrayItem = { kind: 'separator' };
const text = (label: string): TrayItem => ({ kind: 'text', label });
