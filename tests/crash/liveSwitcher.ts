// A program of its own, for a test to kill: it switches the rehearsal to live and back, and says on its output what is asked and done.
import { runningProgram } from '../builders/runningProgram.ts';

const [folder = '', passphrase = ''] = process.argv.slice(2);
const connection = 'loopback';
const settings = ['models.enabled=false', 'simulator.historyDays=2', 'simulator.symbols=["BTC/USDT:USDT"]'];
const running = await runningProgram(settings, { folder, vaultPassphrase: passphrase });
const window = running.window();
const isAgreed = async (): Promise<boolean> =>
  (await window.ask('connections.checklist', { connection })).steps.some(
    ({ id, status }) => id === 'agreed' && status === 'done',
  );
while (!(await isAgreed())) await new Promise((done) => setTimeout(done, 10));
for (let turn = 0; ; turn++) {
  const isLive = turn % 2 === 1;
  process.stdout.write(`asked ${String(isLive)}\n`);
  await window.ask('connections.setLive', {
    ...{ connection, isLive, reason: 'again', sentence: `trade live on ${connection}` },
    confirmed: ['limits', 'killSwitch'],
  });
  process.stdout.write(`done ${String(isLive)}\n`);
}
