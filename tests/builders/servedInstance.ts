// The data folder of a running instance that answers at its control socket as a test says.
import { onTestFinished } from 'vitest';
import type { Controllable } from '../../src/main/app/control.ts';
import { acquireInstance } from '../../src/main/app/instance/acquireInstance.ts';
import { serveControl } from '../../src/main/app/instance/serveControl.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';
import { noInbox } from './anInbox.ts';
import { anInstanceInfo } from './anInstanceInfo.ts';

/** Ends with the test. */
export async function servedInstance(answers: Partial<Controllable>): Promise<string> {
  const dataDir = tempFolder();
  const instance = await acquireInstance(dataDir, anInstanceInfo());
  const controllable: Controllable = {
    ...{ info: instance.info, status: () => [], openWindow: () => Promise.resolve(), ...noInbox },
    command: () => Promise.resolve([]),
    ...answers,
  };
  const server = await serveControl(instance, controllable, (error) => {
    throw error;
  });
  onTestFinished(async () => {
    await server.close();
    await instance.release();
  });
  return dataDir;
}
