// An engine on a connection that fills on candles takes the same steps as a backtest of the same candles.
import { expect, it } from 'vitest';
import { runBacktest } from '../../../../src/main/engine/drivers/backtest.ts';
import { encode } from '../../../../src/main/engine/kernel/canonical.ts';
import { Engine } from '../../../../src/main/engine/kernel/engine.ts';
import type { EngineInput } from '../../../../src/main/engine/kernel/inputs.ts';
import { isOrderEffect } from '../../../../src/main/venues/ports.ts';
import { createManualDriver, createReplayConnection } from '../../../../src/main/venues/simulator.ts';
import { badDay } from '../../../builders/paperWorld.ts';
import { sha256 } from '../../../builders/engineRun.ts';
import { dec } from '../../../builders/risk.ts';
import { aSessionConfig, sessionSeries } from '../../../builders/session.ts';
import { MemoryText } from '../../../fakes/memoryText.ts';

const config = aSessionConfig();
const series = sessionSeries('live is backtest', 250, config);
const cash = dec(50_000);
const costs = { slippageBps: dec(2), volumeCapPct: dec('0.3') };

async function runLive(): Promise<readonly EngineInput[]> {
  const inputs: EngineInput[] = [];
  const driver = createManualDriver();
  const { clock, venue, ...connection } = createReplayConnection({
    ...{ id: config.connection, instruments: config.instruments, cash, costs, latencyMs: 150, fills: 'candles' },
    ...{ markSeconds: 10, badDay: badDay({ isOn: false }), memory: new MemoryText(), driver, resumeAt: undefined },
    ...{ candles: series, warmUpCandles: 0, isSimulated: true },
  });
  const engine = new Engine(sha256);
  let callOff = (): void => undefined;
  const take = (input: EngineInput): void => {
    inputs.push(input);
    for (const effect of engine.step(input).effects) {
      if (effect.kind === 'armTimer') {
        callOff();
        callOff = clock.at(effect.at, () => take({ kind: 'timer', at: clock.now() }));
      } else if (isOrderEffect(effect)) venue.perform(effect);
    }
  };
  take({ kind: 'config', at: clock.now(), config });
  const deposit = { type: 'deposit', id: 'start', amount: cash, reason: 'starting balance' } as const;
  take({ kind: 'venue', at: clock.now(), report: deposit });
  await connection.connect({
    market: (message) => {
      if (message.kind === 'candle') take({ kind: 'candle', at: clock.now(), candle: message.candle });
    },
    report: (report) => take({ kind: 'venue', at: clock.now(), report }),
    lost: () => undefined,
  });
  driver.runToEnd();
  return inputs;
}

it('gives the engine the inputs of a backtest, one by one', async () => {
  const expected: EngineInput[] = [];
  const { trades } = runBacktest({ config, series, cash, costs, sha256, onStep: (input) => expected.push(input) });
  expect(trades.length).toBeGreaterThan(10);
  const inputs = await runLive();
  const first = inputs.findIndex((input, i) => encode(input) !== encode(expected[i]));
  expect(inputs[first]).toEqual(expected[first]);
  expect(inputs).toHaveLength(expected.length);
});
