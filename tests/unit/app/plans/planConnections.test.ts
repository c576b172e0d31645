import { expect, it } from 'vitest';
import { planConnections } from '../../../../src/main/app/plans/planConnections.ts';
import { type Config, configSchema } from '../../../../src/shared/config/schema.ts';
import { aCommandContext } from '../../../builders/commandContext.ts';
import { STILL_WALL } from '../../../builders/hostRun.ts';
import { FakePredictor } from '../../../fakes/fakePredictor.ts';
import { tempFolder } from '../../../fixtures/tempFolder.ts';

const NOBODY = new FakePredictor([], () => 'MODEL_TIMEOUT');

/** Plans of the settings, and what is said about live trading by hand. */
async function plansOf(settings: object, connections: readonly string[] = []) {
  const said = { isLive: false, obstacle: 'no keys' as string | undefined };
  const config: Config = configSchema.parse(settings);
  const { context } = aCommandContext({ config });
  const plans = await planConnections(
    { connections },
    {
      ...{ context, dataDir: tempFolder(), wall: STILL_WALL, models: { specs: [], predictor: NOBODY } },
      keys: { obstacle: () => Promise.resolve(said.obstacle), get: () => undefined },
      isLiveAllowed: () => said.isLive,
    },
  );
  return { plans, said, config };
}

it('runs what is enabled, by default the simulator alone, on paper and held up by nothing', async () => {
  const { plans, said, config } = await plansOf({});
  expect(plans.map(({ id, isSimulated, obstacle }) => [id, isSimulated, obstacle])).toEqual([
    ['simulator', true, undefined],
  ]);
  said.isLive = true;
  expect(plans[0]!.planConfig(config, []).config).toMatchObject({ mode: 'paper', isLiveAllowed: false });
});

it('plans the rehearsal in mode live: allowed as the switch says at that moment, held up without keys', async () => {
  const { plans, said, config } = await plansOf({ loopback: { enabled: true, account: 2 } });
  const [, rehearsal] = plans;
  expect(rehearsal).toMatchObject({ id: 'loopback-2', isSimulated: true, speed: 1 });
  expect(rehearsal!.config).toMatchObject({ mode: 'live', isLiveAllowed: false, connection: 'loopback-2' });
  expect(await rehearsal!.obstacle?.()).toBe('no keys');
  said.isLive = true;
  expect(rehearsal!.planConfig(config, []).config.isLiveAllowed).toBe(true);
  const { plans: named } = await plansOf({}, ['loopback']);
  expect(named.map(({ id }) => id)).toEqual(['loopback']);
});

it('takes up which strategies trade, without a restart', async () => {
  const { plans, config } = await plansOf({});
  const chosen = { ...config, simulator: { ...config.simulator, strategies: ['sma-cross'] } };
  expect(plans[0]!.planConfig(chosen, []).config.strategies.map(({ id }) => id)).toEqual(['sma-cross']);
});

it('refuses a name that there is not', async () => {
  await expect(plansOf({}, ['loopbak'])).rejects.toThrow(/simulator, replay, loopback.*did you mean "loopback"/);
});
