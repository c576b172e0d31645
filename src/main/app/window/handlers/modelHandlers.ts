// Models and their votes. Without models there is nothing to show, and that is what the window is told.
import type { Handlers } from '../../../ipc/dispatch.ts';
import { RequestError } from '../../../ipc/requestError.ts';

type Names = 'predictions.latest' | 'models.list' | 'models.card' | 'models.reliability';

export function modelHandlers(): Pick<Handlers, Names> {
  const absent = (model: string): RequestError => new RequestError('NOT_FOUND', `there is no model "${model}"`);
  return {
    'predictions.latest': () => ({ items: [] }),
    'models.list': () => ({ items: [] }),
    'models.card': ({ model }) => {
      throw absent(model);
    },
    'models.reliability': ({ model }) => {
      throw absent(model);
    },
  };
}
