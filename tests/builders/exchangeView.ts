// What the simulated exchange of a data folder knows, asked of a copy of it: nothing in the folder is touched.
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { simulatedInstrument } from '../../src/main/app/plans/simulatedInstrument.ts';
import { openExchangeMemory } from '../../src/main/store/exchangeMemory.ts';
import type { VenueOrder, VenuePosition } from '../../src/main/venues/ports.ts';
import { createManualDriver, createSimulatorConnection } from '../../src/main/venues/simulator.ts';
import { toConnectionId, toEpochMs } from '../../src/shared/domain/ids.ts';
import type { Fill } from '../../src/shared/domain/order.ts';
import type { Decimal } from '../../src/shared/money.ts';
import { MemoryText } from '../fakes/memoryText.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';
import { BUSY } from '../fixtures/busyFolder.ts';
import { badDay } from './paperWorld.ts';
import { dec } from './risk.ts';

export const SIMULATOR = toConnectionId('simulator');

export interface ExchangeView {
  readonly openOrders: readonly VenueOrder[];
  /** The newest ones: it forgets. */
  readonly fills: readonly Fill[];
  readonly positions: readonly VenuePosition[];
  readonly balance: Decimal;
  /** Every client id that stands anywhere in its memory. */
  readonly clientIds: ReadonlySet<string>;
}

/** The databases of a folder as they lie there, after a crash for example. */
export function copyOfFolder(dataDir: string): string {
  const copy = join(tempFolder(), 'copy');
  mkdirSync(copy);
  for (const name of readdirSync(dataDir))
    if (name.includes('.db') && !name.endsWith('-shm')) copyFileSync(join(dataDir, name), join(copy, name));
  return copy;
}

/** Undefined: nobody has ever traded there. `dataDir` is a `busyFolder`, or a copy of one. */
export async function exchangeView(dataDir: string): Promise<ExchangeView | undefined> {
  const memory = openExchangeMemory(copyOfFolder(dataDir), SIMULATOR);
  const text = memory.load();
  memory.close();
  if (text === undefined) return undefined;
  const fees = { takerBps: dec(5), makerBps: dec(2) };
  const connection = createSimulatorConnection({
    ...{ id: SIMULATOR, instruments: BUSY.symbols.map((symbol) => simulatedInstrument(symbol, fees)), cash: dec(1) },
    ...{ costs: { slippageBps: dec(2), volumeCapPct: dec(10) }, latencyMs: 150, fills: 'marks', markSeconds: 10 },
    ...{ badDay: badDay({ isOn: false }), memory: new MemoryText(text), driver: createManualDriver() },
    ...{ seed: BUSY.seed, timeframe: '1m', startAt: toEpochMs(BUSY.startAt), historyDays: 1 },
  });
  const { venue } = connection;
  const view: ExchangeView = {
    openOrders: await venue.openOrders(),
    fills: await venue.fills(toEpochMs(0)),
    positions: await venue.positions(),
    balance: await venue.balance(),
    clientIds: new Set([...text.matchAll(/"clientOrderId":"([^"]+)"/g)].map(([, id]) => String(id))),
  };
  await connection.close();
  return view;
}
