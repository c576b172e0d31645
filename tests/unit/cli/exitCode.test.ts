import { expect, it } from 'vitest';
import { toFailure } from '../../../src/main/cli/exitCode.ts';
import { InvariantError } from '../../../src/shared/assert.ts';
import { AppError } from '../../../src/shared/errors.ts';

it('keeps apart what others have to mend and what we have', () => {
  const damaged = 'foredeck.db: step 3 is missing';
  expect(toFailure(new AppError('STORE', damaged))).toEqual({ code: 2, name: 'STORE', message: damaged });
  expect(toFailure(new AppError('NOT_WRITABLE', 'full'))).toEqual({ code: 2, name: 'NOT_WRITABLE', message: 'full' });
  expect(toFailure(new AppError('CANCELED', 'stopped'))).toMatchObject({ code: 130 });
  for (const fault of [new AppError('FAULT', 'x'), new InvariantError('x'), new TypeError('x')]) {
    const message = expect.stringMatching(/^\w+: x\nThis is a fault of Foredeck, not of your input/) as string;
    expect(toFailure(fault)).toEqual({ code: 3, name: 'FAULT', message });
  }
});
