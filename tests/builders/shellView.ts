// What a shell is given to show, and how a test sees that it was asked for something.
import type { ShellView } from '../../src/main/shell/ports.ts';
import type { EngineStatus } from '../../src/shared/domain/engineStatus.ts';
import { anEngineStatus } from './engineStatus.ts';

export function aShellView(statuses: () => readonly EngineStatus[] = () => [anEngineStatus()]) {
  const ended = new AbortController();
  const asked: string[] = [];
  const view: ShellView = {
    status: statuses,
    ended: ended.signal,
    openSession: () => ({ close: () => undefined }),
    stop: () => asked.push('stop'),
    reconcile: () => asked.push('reconcile'),
    command: (type, reason) => {
      asked.push(`${type}: ${reason}`);
      return Promise.resolve('done');
    },
  };
  return { view, asked, end: () => ended.abort() };
}

/** Lets everything that has been settled be noticed. */
export const settled = (): Promise<void> => new Promise((done) => setImmediate(done));
