// A program with the rehearsal exchange, and the steps on its way to live trading.
import { expect, onTestFinished, vi } from 'vitest';
import type { ResultOf } from '../../src/shared/contract/requests.ts';
import { type RunningProgram, runningProgram } from './runningProgram.ts';
import type { TestWindow } from './testWindow.ts';

export const SYMBOL = 'BTC/USDT:USDT';
export const connection = 'loopback';
export const reason = 'rehearsal';
export const passphrase = 'correct horse battery staple';
export const sentence = 'trade live on loopback';
export const CONFIRMED = { confirmed: ['limits', 'killSwitch'] as ('limits' | 'killSwitch')[] };
export const WAIT = { timeout: 15_000, interval: 20 };
/** A market that is quick to make. */
export const MARKET = { 'loopback.historyDays': 2, 'loopback.symbols': [SYMBOL], 'loopback.speed': 20 };
const SETTINGS = [
  ...['models.enabled=false', 'simulator.historyDays=2', `simulator.symbols=["${SYMBOL}"]`],
  'loopback.strategies=["sma-cross"]',
];

/** Stopped at the end of the test, or before. */
export async function startRehearsal(
  folder: string,
  vaultPassphrase = '',
): Promise<{ readonly running: RunningProgram; readonly window: TestWindow }> {
  const running = await runningProgram(SETTINGS, { folder, vaultPassphrase });
  onTestFinished(() => running.stop());
  return { running, window: running.window() };
}

export async function rowOf(window: TestWindow): Promise<ResultOf<'connections.list'>['items'][number]> {
  const { items } = await window.ask('connections.list', {});
  return items.find(({ id }) => id === connection)!;
}

/** The checklist: a status by step. */
export async function stepsOf(window: TestWindow): Promise<Readonly<Record<string, string>>> {
  const { steps } = await window.ask('connections.checklist', { connection });
  return Object.fromEntries(steps.map(({ id, status }) => [id, status]));
}

export const agreed = (window: TestWindow): Promise<unknown> =>
  vi.waitUntil(async () => (await stepsOf(window))['agreed'] === 'done', WAIT);

export const issue = async (
  window: TestWindow,
  rights = { canTrade: true, canWithdraw: false },
): Promise<ResultOf<'connections.issueKeys'>['values']> =>
  (await window.ask('connections.issueKeys', { connection, ...rights })).values;

/** Stores keys, verifies and switches on. */
export async function goLive(window: TestWindow, values: Readonly<Record<string, string>>): Promise<void> {
  await window.ask('connections.setSecrets', { connection, values: { ...values } });
  await agreed(window);
  expect(await window.ask('connections.verify', { connection })).toMatchObject({ isVerified: true });
  const live = { connection, isLive: true, reason, sentence, ...CONFIRMED };
  expect(await window.ask('connections.setLive', live)).toMatchObject({ isLive: true });
}
