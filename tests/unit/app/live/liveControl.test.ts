// The live switch on a real store and a real vault: what turns it on, what turns it off, what it never survives.
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { checklistOf, missingOf } from '../../../../src/main/app/live/checklist.ts';
import { KeyRing } from '../../../../src/main/app/live/keyRing.ts';
import { LiveControl, VERIFIED_MS } from '../../../../src/main/app/live/liveControl.ts';
import type { EngineConfig } from '../../../../src/main/engine/kernel/engineConfig.ts';
import { Vault } from '../../../../src/main/secrets/vault.ts';
import { openForedeckStore } from '../../../../src/main/store/foredeckStore.ts';
import { createLoopbackExchange } from '../../../../src/main/venues/loopback.ts';
import type { KeyedExchange } from '../../../../src/main/venues/ports.ts';
import { need } from '../../../../src/shared/assert.ts';
import { configSchema } from '../../../../src/shared/config/schema.ts';
import { toConnectionId, toEpochMs } from '../../../../src/shared/domain/ids.ts';
import { anEngineConfig } from '../../../builders/engineRun.ts';
import { SILENT_LOG, STILL_WALL } from '../../../builders/hostRun.ts';
import { keyDesk, KEYS, LOOKING_KEYS, WITHDRAWING_KEYS } from '../../../fakes/keyDesk.ts';
import { endOfFile } from '../../../fixtures/endOfFile.ts';
import { tempFolder } from '../../../fixtures/tempFolder.ts';

const ID = toConnectionId('loopback');
const exchange = createLoopbackExchange(keyDesk());
const onEnd = endOfFile();
let vault: Vault;
beforeAll(async () => {
  vault = new Vault(join(tempFolder(onEnd), 'secrets.vault'), STILL_WALL);
  await vault.create('correct horse battery');
});
beforeEach(() => vault.set(ID, KEYS));

function aControl(dataDir = tempFolder(), its: KeyedExchange = exchange) {
  const wall = { ...STILL_WALL, time: 1000, now: () => toEpochMs(wall.time) };
  const keys = new KeyRing({ vault, exchangeOf: () => its });
  const store = openForedeckStore(dataDir, { clock: wall });
  onTestFinished(() => store.close());
  let config: EngineConfig = { ...anEngineConfig(), connection: ID, mode: 'live' };
  const view = () => ({ id: ID, isSimulated: true, host: undefined, config, error: '', ...STATES });
  const manager = {
    get views() {
      return [view()];
    },
    hosts: [],
    onSaid: undefined,
    setConfig: (_id: unknown, next: EngineConfig): undefined => void (config = next),
  };
  const live = new LiveControl({ keys, store, manager, wall, log: SILENT_LOG });
  return {
    ...{ live, keys, store, wall, dataDir },
    isAllowedInEngine: () => config.isLiveAllowed,
    fingerprint: () => need(keys.fingerprint(ID), 'a fingerprint'),
    said: () => store.trading.activity({ connection: ID }).map(({ text }) => text),
    steps: async () => {
      const { risk } = configSchema.parse({});
      const list = await checklistOf({ id: ID, exchange: its, view: view(), risk }, { keys, live, wall });
      return { ...Object.fromEntries(list.steps.map(({ id, status }) => [id, status])), list };
    },
  };
}
const STATES = { isRestarting: false, isWaiting: false, isOff: false };

function switchedOn(dataDir?: string) {
  const control = aControl(dataDir);
  control.live.verified(ID, control.fingerprint());
  control.live.switchOn(ID, 'window: a test');
  return control;
}

describe('the live switch', () => {
  it('is on once it was switched on, in its engine too, and told with its reason', () => {
    const control = aControl();
    expect([control.live.isLive(ID), control.live.isAllowed(ID), control.said()]).toEqual([false, false, []]);
    control.live.verified(ID, control.fingerprint());
    expect(control.live.isAllowed(ID)).toBe(false);
    control.live.switchOn(ID, 'window: a test');
    expect([control.live.isLive(ID), control.live.isAllowed(ID), control.isAllowedInEngine()]).toEqual([
      true,
      true,
      true,
    ]);
    expect(control.live.switchOff(ID, 'window: enough')).toBe(true);
    expect([control.live.isLive(ID), control.live.isAllowed(ID), control.isAllowedInEngine()]).toEqual([
      false,
      false,
      false,
    ]);
    expect(control.live.switchOff(ID, 'again')).toBe(false);
    expect(control.said()).toEqual([
      'Live trading was switched on (window: a test).',
      'Live trading was switched off (window: enough).',
    ]);
    expect(control.live.verifiedAt(ID)).toBe(1000);
  });

  it('is as it was after a restart', () => {
    const { dataDir } = switchedOn();
    const again = aControl(dataDir);
    expect([again.live.isLive(ID), again.live.isAllowed(ID), again.isAllowedInEngine()]).toEqual([true, true, false]);
    again.live.settle(ID);
    expect(again.isAllowedInEngine()).toBe(true);
  });

  it('does not allow what it says for other keys, and goes off when it sees them', async () => {
    const control = switchedOn();
    await vault.set(ID, WITHDRAWING_KEYS);
    expect([control.live.isLive(ID), control.live.isAllowed(ID), control.live.verifiedAt(ID)]).toEqual([
      true,
      false,
      undefined,
    ]);
    control.live.settle(ID);
    expect([control.live.isLive(ID), control.isAllowedInEngine()]).toEqual([false, false]);
    await vault.set(ID, KEYS);
    expect([control.live.isAllowed(ID), control.live.verifiedAt(ID)]).toEqual([false, undefined]);
  });

  it.each([
    ['keys that change', (live: LiveControl) => live.keysChanged(ID, 'its keys were replaced'), undefined],
    ['a connection that is deleted', (live: LiveControl) => live.forget(ID, 'it is deleted'), undefined],
    ['other keys that are verified', (live: LiveControl) => live.verified(ID, 'another fingerprint'), undefined],
    ['a switch off', (live: LiveControl) => void live.switchOff(ID, 'it is switched off'), 1000],
  ])('goes off with %s', (_what, happen, verifiedAt) => {
    const control = switchedOn();
    happen(control.live);
    expect([control.live.isLive(ID), control.live.isAllowed(ID), control.isAllowedInEngine()]).toEqual([
      false,
      false,
      false,
    ]);
    expect(control.live.verifiedAt(ID)).toBe(verifiedAt);
    expect(control.said().at(-1)).toMatch(/^Live trading was switched off/);
  });

  it('stays on where a later verification fails for another reason than the keys, but is not verified any more', () => {
    const control = switchedOn();
    control.live.unverified(ID);
    expect([control.live.isAllowed(ID), control.live.verifiedAt(ID)]).toEqual([true, undefined]);
  });
});

describe('the checklist', () => {
  const all = {
    confirmed: ['limits', 'killSwitch'] as ('limits' | 'killSwitch')[],
    sentence: 'trade live on loopback',
  };

  it('counts a verification for a day, of the keys that are stored', async () => {
    const control = aControl();
    expect(await control.steps()).toMatchObject({ enabled: 'done', vault: 'done', keys: 'done', verified: 'todo' });
    control.live.verified(ID, control.fingerprint());
    control.wall.time += VERIFIED_MS - 1;
    expect(await control.steps()).toMatchObject({ verified: 'done', agreed: 'todo' });
    control.wall.time += 1;
    expect(await control.steps()).toMatchObject({ verified: 'todo' });
  });

  it.each([
    ['only look', LOOKING_KEYS, /only look/],
    ['withdraw', WITHDRAWING_KEYS, /withdraw/],
    ['are of nobody', { key: 'x', secret: 'y' }, /does not accept/],
  ])('fails keys that %s', async (_what, values, detail) => {
    await vault.set(ID, values);
    const { list, ...steps } = await aControl().steps();
    expect(steps).toMatchObject({ vault: 'done', keys: 'fail' });
    expect(list.steps.find(({ id }) => id === 'keys')?.detail).toMatch(detail);
    expect(list.isReady).toBe(false);
  });

  it('names everything that is missing, and takes the sentence to the letter', async () => {
    const control = aControl();
    const { list } = await control.steps();
    expect(missingOf(list, { confirmed: [], sentence: '' })).toHaveLength(5);
    expect(missingOf(list, all).map((text) => text.split(':')[0])).toEqual([
      'The connection was verified with these keys',
      'Books and exchange agree',
    ]);
    expect(missingOf(list, { ...all, sentence: 'Trade live on loopback' })).toHaveLength(3);
    expect(missingOf(list, { ...all, confirmed: ['limits'] })).toHaveLength(3);
    expect(list.limits).toContainEqual({ label: 'Leverage', value: expect.stringMatching(/x$|off/) as string });
  });
});
