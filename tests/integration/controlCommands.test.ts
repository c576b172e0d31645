// `halt`, `resume` and `kill-switch` against an instance that answers here.
import { describe, expect, it } from 'vitest';
import type { Controllable, ControlOutcome } from '../../src/main/app/control.ts';
import { runControl, runKillSwitch } from '../../src/main/cli/control/controlCommands.ts';
import { toConnectionId } from '../../src/shared/domain/ids.ts';
import { AppError } from '../../src/shared/errors.ts';
import { servedInstance } from '../builders/servedInstance.ts';
import { aCommandContext } from '../builders/commandContext.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';
import { runCli } from './runCli.ts';

const simulator = toConnectionId('simulator');
const halted: ControlOutcome = { connection: simulator, isAccepted: true, detail: 'trading is HALTED' };
const FLAT = 'simulator: flat; canceled after 12 ms, flat after 30 ms, verified flat after 45 ms\n';

/** The data folder of a running instance that answers every command with `outcomes`, and what it was asked. */
async function anInstance(...outcomes: readonly ControlOutcome[]) {
  const asked: Parameters<Controllable['command']>[0][] = [];
  const dataDir = await servedInstance({ command: (request) => Promise.resolve((asked.push(request), outcomes)) });
  return { dataDir, asked };
}

const outcome = (verified: number | null): ControlOutcome => ({
  ...{ connection: simulator, isAccepted: true, detail: 'flat' },
  tookMs: { canceled: 12, flat: 30, verified },
});

describe('commands to a running instance', () => {
  it('reach it from a terminal: 0 when all accept, and one JSON document', async () => {
    const { dataDir, asked } = await anInstance(halted);
    const run = await runCli(['--data-dir', dataDir, '--json', 'halt', '--connection', 'simulator']);
    expect(run).toEqual({ code: 0, stdout: `${JSON.stringify({ outcomes: [halted] })}\n`, stderr: '' });
    expect(asked).toMatchObject([
      { command: { type: 'halt' }, connection: 'simulator', reason: 'halted from the terminal' },
    ]);
  });

  it('answer 1 with the reason when one of the connections refuses', async () => {
    const refused = { connection: toConnectionId('replay'), isAccepted: false, detail: 'it is not halted' };
    const { dataDir, asked } = await anInstance(halted, refused);
    const { context, answers } = aCommandContext({ dataDir });
    expect(await runControl('resume', { reason: 'all is well' }, context)).toBe(1);
    expect(answers[0]?.text).toBe('simulator: trading is HALTED\nreplay: refused: it is not halted');
    expect(asked).toMatchObject([{ command: { type: 'resume' }, connection: undefined, reason: 'all is well' }]);
  });

  it('kill-switch runs at once without a terminal, and says how long each step took', async () => {
    const { dataDir } = await anInstance(outcome(45));
    expect(await runCli(['--data-dir', dataDir, 'kill-switch'])).toEqual({ code: 0, stdout: FLAT, stderr: '' });
  });

  it('kill-switch answers 1 while nobody has verified that all is flat', async () => {
    const { dataDir } = await anInstance(outcome(null));
    const { context, answers } = aCommandContext({ dataDir });
    expect(await runKillSwitch({ reason: 'x' }, context, undefined)).toBe(1);
    expect(answers[0]?.text).toContain('flat after 30 ms, not yet verified flat');
  });

  it('kill-switch asks on a terminal, naming what it would hit, and does nothing unless it hears yes', async () => {
    const { dataDir, asked } = await anInstance(outcome(45));
    const questions: string[] = [];
    const ask = (isSure: boolean) => (question: string) => Promise.resolve((questions.push(question), isSure));
    const no = aCommandContext({ dataDir });
    expect(await runKillSwitch({ reason: 'x' }, no.context, ask(false))).toBe(1);
    expect([no.answers[0]?.text, asked]).toEqual(['Nothing was done.', []]);
    expect(questions[0]).toMatch(/^Cancel every order and close every position on simulator of Foredeck 0\.1\.0 \(/);
    const interrupted = aCommandContext({
      dataDir,
      breathe: () => Promise.reject(new AppError('CANCELED', 'stopped')),
    });
    await expect(runKillSwitch({ reason: 'x' }, interrupted.context, ask(true))).rejects.toThrow('stopped');
    expect(asked).toEqual([]);
    expect(await runKillSwitch({ reason: 'x' }, aCommandContext({ dataDir }).context, ask(true))).toBe(0);
    expect(asked).toMatchObject([{ command: { type: 'killSwitch' }, reason: 'x' }]);
  });

  it.each([
    [['halt'], /no running Foredeck in .*; start one with: foredeck run/],
    [['kill-switch', '--yes'], /no running Foredeck in/],
    [['resume'], /required option '--reason <text>' not specified/],
    [['resume', '--reason', ' '], /Expected a reason in words/],
  ])('%j ends with 2 and a sentence', async (args, sentence) => {
    const run = await runCli(['--data-dir', tempFolder(), ...args]);
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(sentence) as string });
  });
});
