// A process that holds the data folder of its argument and answers at its socket until it is killed: prints `held`, or why not.
import { acquireInstance } from '../../../src/main/app/instance/acquireInstance.ts';
import { serveControl } from '../../../src/main/app/instance/serveControl.ts';
import { noInbox } from '../../builders/anInbox.ts';
import { anInstanceInfo } from '../../builders/anInstanceInfo.ts';

const info = anInstanceInfo();
try {
  const instance = await acquireInstance(process.argv[2]!, info);
  const controllable = {
    ...{ info, status: () => [], command: () => Promise.resolve([]) },
    openWindow: () => Promise.resolve(),
    ...noInbox,
  };
  await serveControl(instance, controllable, (error) => {
    throw error;
  });
  process.stdout.write('held\n');
} catch (error) {
  process.stdout.write(`${(error as Error).message}\n`);
}
