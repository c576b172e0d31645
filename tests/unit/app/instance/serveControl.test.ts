import { mkdirSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Controllable } from '../../../../src/main/app/control.ts';
import { acquireInstance, type Instance } from '../../../../src/main/app/instance/acquireInstance.ts';
import { callControl } from '../../../../src/main/app/instance/callControl.ts';
import { serveControl } from '../../../../src/main/app/instance/serveControl.ts';
import type { EngineStatus } from '../../../../src/shared/domain/engineStatus.ts';
import { toConnectionId } from '../../../../src/shared/domain/ids.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { Decimal } from '../../../../src/shared/money.ts';
import { noInbox } from '../../../builders/anInbox.ts';
import { anInstanceInfo } from '../../../builders/anInstanceInfo.ts';
import { tempFolder } from '../../../fixtures/tempFolder.ts';

const simulator = toConnectionId('simulator');

/** An instance that answers, with what it was asked and what went wrong. */
async function aRunningInstance(overrides: Partial<Controllable> = {}, dataDir = tempFolder()) {
  const instance = await acquireInstance(dataDir, anInstanceInfo());
  const asked: unknown[] = [];
  const faults: unknown[] = [];
  const controllable: Controllable = {
    info: instance.info,
    status: () => [],
    ...noInbox,
    openWindow: () => Promise.resolve(),
    command: (request) => {
      asked.push(request);
      return Promise.resolve([{ connection: simulator, isAccepted: true, detail: 'done' }]);
    },
    ...overrides,
  };
  const server = await serveControl(instance, controllable, (error) => faults.push(error));
  onTestFinished(async () => {
    await server.close();
    await instance.release();
  });
  return { dataDir, instance, server, asked, faults };
}

/** Everything that comes back for raw text, until the instance hangs up or `lines` have come. */
function say({ control }: Instance, text: string, lines: number): Promise<readonly unknown[]> {
  return new Promise((done, failed) => {
    const socket = connect(control, () => void socket.write(text)).setEncoding('utf8');
    let answer = '';
    socket.on('error', failed).on('data', (chunk: string) => {
      answer += chunk;
      const found = answer.split('\n').slice(0, -1);
      if (found.length < lines) return;
      socket.destroy();
      done(found.map((line) => JSON.parse(line) as unknown));
    });
  });
}

const refusal = (message: unknown) => ({ ok: false, error: { code: 'BAD_INPUT', message } });

describe('the control socket', () => {
  it('can be opened by its owner only', async () => {
    const { instance } = await aRunningInstance();
    expect(statSync(instance.control).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(instance.control)).mode & 0o777).toBe(0o700);
  });

  it('lies under the temporary folder when its path would be too long, as private', async () => {
    const dataDir = join(tempFolder(), 'long'.repeat(30));
    const { instance } = await aRunningInstance({}, dataDir);
    onTestFinished(() => rmSync(dirname(instance.control), { recursive: true }));
    expect(instance.control.startsWith(tmpdir()) && !instance.control.startsWith(dataDir)).toBe(true);
    expect(statSync(dirname(instance.control)).mode & 0o777).toBe(0o700);
    expect(await callControl(dataDir, { method: 'who' })).toEqual(instance.info);
  });

  it('tells who, and the status with exact decimals', async () => {
    const status = { connection: simulator, equity: Decimal.of('10000.10') } as EngineStatus;
    const { dataDir, instance } = await aRunningInstance({ status: () => [status] });
    expect(await callControl(dataDir, { method: 'who' })).toEqual(instance.info);
    expect(await callControl(dataDir, { method: 'status' })).toEqual([status]);
  });

  it('passes commands on and answers with their outcomes', async () => {
    const { dataDir, asked } = await aRunningInstance();
    const outcomes = await callControl(dataDir, {
      method: 'command',
      command: { type: 'halt' },
      connection: simulator,
      reason: 'lunch',
    });
    expect(outcomes).toEqual([{ connection: simulator, isAccepted: true, detail: 'done' }]);
    await callControl(dataDir, { method: 'command', command: { type: 'resume' }, reason: 'back' });
    expect(asked).toMatchObject([
      { command: { type: 'halt' }, connection: simulator, reason: 'lunch' },
      { command: { type: 'resume' }, connection: undefined, reason: 'back' },
    ]);
  });

  it('refuses with the code of the refusal, and outlives a fault', async () => {
    const answers = [new AppError('NOT_FOUND', 'no connection "x"'), new Error('a bug')];
    const { dataDir, faults } = await aRunningInstance({ command: () => Promise.reject(answers.shift()!) });
    const halt = { method: 'command', command: { type: 'halt' }, reason: 'x' } as const;
    await expect(callControl(dataDir, halt)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'no connection "x"',
    });
    await expect(callControl(dataDir, halt)).rejects.toMatchObject({ code: 'FAULT', message: 'a bug' });
    expect(faults).toEqual([new Error('a bug')]);
    expect(await callControl(dataDir, { method: 'who' })).toMatchObject({ shell: 'headless' });
  });

  it.each([
    ['not JSON', 'expected one JSON document on one line'],
    ['{"method":"sell"}', expect.stringMatching(/^not a request this Foredeck knows: method: /)],
    ['{"method":"who","more":1}', expect.stringContaining('Unrecognized key: "more"')],
    [
      '{"method":"command","command":{"type":"halt"},"reason":" "}',
      expect.stringContaining('expected a reason in words'),
    ],
    ['{"method":"command","command":{"type":"sell"},"reason":"x"}', expect.stringContaining('command.type: ')],
  ])('answers %s with a sentence', async (line, message) => {
    const { instance, asked } = await aRunningInstance();
    expect(await say(instance, `${line}\n`, 1)).toEqual([refusal(message)]);
    expect(asked).toEqual([]);
  });

  it('answers every line of a client in order', async () => {
    const { instance } = await aRunningInstance();
    const answers = await say(instance, '{"method":"status"}\n?\n{"method":"status"}\n', 3);
    expect(answers).toEqual([{ ok: true, value: [] }, refusal(expect.anything()), { ok: true, value: [] }]);
  });

  it('reads no more than 64 KiB of a request, with or without an end', async () => {
    const { instance } = await aRunningInstance();
    const tooMuch = 'x'.repeat(64 * 1024 + 1);
    const refused = [refusal('expected a request of at most 65536 characters')];
    expect(await say(instance, tooMuch, 1)).toEqual(refused);
    expect(await say(instance, `${tooMuch}\n`, 1)).toEqual(refused);
  });

  it('survives clients that hang up amid an answer', async () => {
    const large = { detail: 'x'.repeat(8_000_000) } as EngineStatus;
    const { dataDir, instance, faults } = await aRunningInstance({ status: () => [large] });
    const socket = connect(instance.control);
    socket.end('{"method":"status"}\n');
    await new Promise((begun) => socket.once('data', begun));
    await new Promise((closed) => socket.destroy().once('close', closed));
    expect(await callControl(dataDir, { method: 'who' })).toMatchObject({ shell: 'headless' });
    expect(faults).toEqual([]);
  });

  it('hangs up on everybody when it closes; then nobody runs here', async () => {
    const { dataDir, server } = await aRunningInstance({ command: () => new Promise(() => undefined) });
    const call = callControl(dataDir, { method: 'command', command: { type: 'killSwitch' }, reason: 'x' });
    const refused = expect(call).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/^Foredeck 0\.1\.0 \(process .*\) does not answer/) as string,
    });
    await callControl(dataDir, { method: 'who' });
    await server.close();
    await refused;
    await expect(callControl(dataDir, { method: 'who' })).rejects.toThrow('no running Foredeck in');
  });

  it('is not opened where something else stands in its place', async () => {
    const instance = await acquireInstance(tempFolder(), anInstanceInfo());
    onTestFinished(() => instance.release());
    mkdirSync(join(instance.control, 'in the way'), { recursive: true });
    const controllable = {
      ...{ info: instance.info, status: () => [], command: () => Promise.resolve([]) },
      ...noInbox,
      openWindow: () => Promise.resolve(),
    };
    await expect(serveControl(instance, controllable, () => undefined)).rejects.toThrow(instance.control);
  });
});
