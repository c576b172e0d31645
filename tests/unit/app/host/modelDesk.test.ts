// How the host asks models: world time stands still meanwhile, everybody is heard once, and a restart asks again.
import { describe, expect, it } from 'vitest';
import { ModelDesk } from '../../../../src/main/app/host/modelDesk.ts';
import type { EngineInput } from '../../../../src/main/engine/kernel/inputs.ts';
import type { Predictor } from '../../../../src/main/inference/ports.ts';
import { toModelId } from '../../../../src/shared/domain/ids.ts';
import type { Prediction, PredictionRequest } from '../../../../src/shared/domain/prediction.ts';
import { DAY_MS } from '../../../../src/shared/time.ts';
import { START } from '../../../builders/aCandle.ts';
import { HostRun } from '../../../builders/hostRun.ts';
import { consensusStrategy } from '../../../builders/modelRun.ts';
import { aConsensusConfig, aModelSpec, madeUpAnswer } from '../../../builders/models.ts';
import { aSessionConfig, sessionSeries } from '../../../builders/session.ts';
import { ManualClock } from '../../../fakes/fakeConnection.ts';
import { MadeUpPredictor } from '../../../fakes/madeUpPredictor.ts';

const [A, B] = [toModelId('a'), toModelId('b')];
const request: PredictionRequest = {
  ...{ symbol: aModelSpec().symbol, timeframe: '15m', candleCloseTime: START, models: [A, B] },
  ...{ featureSet: 'core-1', featureHash: 'f', features: [1, 2, 3], dataQuality: 1 },
};

/** Answers when it is told to. */
class HeldPredictor extends MadeUpPredictor {
  answer: (prediction: Prediction) => void = () => undefined;
  private asked: () => void = () => undefined;
  readonly isAsked = new Promise<void>((done) => {
    this.asked = done;
  });

  override predict(of: PredictionRequest, answer: (prediction: Prediction) => void): void {
    this.requests.push(of);
    this.answer = answer;
    this.asked();
  }
}

function desk(predictor: Predictor | undefined): { clock: ManualClock; heard: Prediction[]; ask: () => void } {
  const heard: Prediction[] = [];
  const clock = new ManualClock(START);
  const take = (input: EngineInput): void => {
    if (input.kind === 'prediction') heard.push(input.prediction);
  };
  const models = new ModelDesk({ predictor, take, now: () => START });
  return { clock, heard, ask: () => models.ask(request, clock) };
}

describe('asking models', () => {
  it('holds the time until every one of them is heard, each once', () => {
    const predictor = new HeldPredictor();
    const { clock, heard, ask } = desk(predictor);
    ask();
    expect([clock.holds, heard]).toEqual([1, []]);
    predictor.answer(madeUpAnswer(request, B));
    predictor.answer(madeUpAnswer(request, B));
    expect(clock.holds).toBe(1);
    predictor.answer(madeUpAnswer(request, A));
    expect(clock.holds).toBe(0);
    expect(heard.map(({ model }) => model)).toEqual([B, A]);
  });

  it('is answered at once where none is loaded: refused', () => {
    const { clock, heard, ask } = desk(undefined);
    ask();
    expect(clock.holds).toBe(0);
    expect(heard).toMatchObject([A, B].map((model) => ({ model, ok: false, code: 'MODEL_REFUSED' })));
  });
});

it('a host that is taken up again asks for the answers it never got, and goes on as if nothing had been', async () => {
  const session = aSessionConfig({ mode: 'paper' });
  const config = {
    ...{ ...session, instruments: session.instruments.slice(0, 1), strategies: [consensusStrategy()] },
    ...{ models: [aModelSpec()], consensus: aConsensusConfig() },
  };
  const series = sessionSeries('asked again', 400, config);
  const silent = new HeldPredictor();
  const first = await HostRun.started({ config, series, predictor: silent });
  const passing = first.pass(4 * DAY_MS);
  await silent.isAsked;
  await first.host.stop();
  await passing;
  expect(first.host.core.pending.size).toBe(1);

  const predictor = new MadeUpPredictor();
  const second = first.successor({ predictor });
  await second.host.start();
  await second.pass(DAY_MS / 24);
  expect(predictor.requests[0]).toEqual(silent.requests[0]);
  expect(predictor.requests.length).toBeGreaterThan(3);
  expect(second.failures).toEqual([]);
  expect(second.host.core.pending.size).toBe(0);
  const settled = second.events.flatMap((event) =>
    event.kind === 'consensusChanged' ? (event.consensus.candleCloseTime ?? []) : [],
  );
  expect(settled[0]).toBe(silent.requests[0]!.candleCloseTime);
  await second.host.stop();
});
