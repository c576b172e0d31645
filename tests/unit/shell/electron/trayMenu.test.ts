import { describe, expect, it } from 'vitest';
import { type TrayItem, trayItems, trayTip } from '../../../../src/main/shell/electron/trayMenu.ts';
import type { EngineStatus } from '../../../../src/shared/domain/engineStatus.ts';
import { toConnectionId, toEpochMs } from '../../../../src/shared/domain/ids.ts';
import { Decimal } from '../../../../src/shared/money.ts';
import { anEngineStatus } from '../../../builders/engineStatus.ts';
import { aPosition } from '../../../builders/tradingRecords.ts';

function menu(statuses: readonly EngineStatus[], isStopping = false) {
  const did: string[] = [];
  const items = trayItems(
    { statuses, startsAtLogin: false, isStopping },
    {
      open: () => did.push('open'),
      halt: () => did.push('halt'),
      killSwitch: () => did.push('killSwitch'),
      setStartAtLogin: (isOn) => did.push(`login ${String(isOn)}`),
      quit: () => did.push('quit'),
    },
  );
  return { did, items };
}
const textOf = (item: TrayItem): string =>
  item.kind === 'separator' ? '-' : `${item.label}${item.kind === 'action' && !item.isEnabled ? ' (off)' : ''}`;

describe('the menu of the tray', () => {
  it('tells mode, state, equity with the day, positions; then offers', () => {
    const status = anEngineStatus({ equity: Decimal.of('10123.6'), positions: [aPosition(), aPosition()] });
    expect(menu([status]).items.map(textOf)).toEqual([
      'SIMULATED PAPER  simulator: running, trading ACTIVE',
      'Equity 10,123.60 USDT, day +123.60 (+1.24 %)',
      '2 open positions',
      '-',
      'Open Foredeck',
      '-',
      'Halt trading',
      'Kill switch ...',
      '-',
      'Start at login',
      'Stop trading and quit',
    ]);
  });

  it('tells each connection apart, and live without another word before it', () => {
    const live = anEngineStatus({
      connection: toConnectionId('delta'),
      isSimulated: false,
      mode: 'live',
      isLive: true,
    });
    const texts = menu([anEngineStatus(), live]).items.map(textOf);
    expect(texts).toContain('LIVE  delta: running, trading ACTIVE');
    expect(texts.filter((text) => text === 'No open position').length).toBe(2);
  });

  it('offers no trading action where nothing trades, nor a second stop', () => {
    const starting = anEngineStatus({ state: 'starting', at: toEpochMs(0) });
    expect(menu([starting]).items.map(textOf)).toEqual(
      expect.arrayContaining(['Halt trading (off)', 'Kill switch ... (off)', 'Stop trading and quit']),
    );
    expect(menu([anEngineStatus()], true).items.map(textOf)).toEqual(
      expect.arrayContaining(['Open Foredeck', 'Halt trading (off)', 'Kill switch ... (off)', 'Stopping ... (off)']),
    );
  });

  it('does what it says', () => {
    const { did, items } = menu([anEngineStatus()]);
    for (const item of items) if (item.kind === 'action' || item.kind === 'switch') item.click();
    expect(did).toEqual(['open', 'halt', 'killSwitch', 'login true', 'quit']);
  });
});

it('tells the same in short over the icon', () => {
  expect(trayTip([anEngineStatus()])).toBe(
    'Foredeck\nsimulator: SIMULATED PAPER  simulator: running, trading ACTIVE, Equity 10,000.00 USDT, day 0.00 (0.00 %)',
  );
});
