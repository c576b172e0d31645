import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { configTree } from '../../../src/main/config/loadConfig.ts';
import { redactSecrets, schemaTree, settingsOf } from '../../../src/main/config/schemaKeys.ts';

describe('redactSecrets', () => {
  const tree = schemaTree(
    z.strictObject({
      venue: z.strictObject({
        name: z.string(),
        key: z.string().nullable().default(null).meta({ secret: true }),
        accounts: z.array(z.strictObject({ id: z.string(), pass: z.string().meta({ secret: true }) })),
      }),
    }),
  );

  it('hides what the schema calls secret, at any depth, and nothing else', () => {
    const value = { venue: { name: 'x', key: 'k-123', accounts: [{ id: 'a', pass: 'p-456' }] } };
    expect(redactSecrets(value, tree)).toEqual({
      venue: { name: 'x', key: '[redacted]', accounts: [{ id: 'a', pass: '[redacted]' }] },
    });
  });

  it('shows that a secret is not set', () => {
    expect(redactSecrets({ venue: { key: null } }, tree)).toEqual({ venue: { key: null } });
  });
});

describe('the configuration schema', () => {
  it('describes every setting', () => {
    expect(settingsOf(configTree).filter(({ node }) => (node.description ?? '') === '')).toEqual([]);
  });

  it('has no setting that looks like a secret without being marked as one', () => {
    const looks = settingsOf(configTree).filter(({ path }) => /secret|password|token|apiKey/i.test(path.join('.')));
    expect(looks.filter(({ node }) => node.secret !== true)).toEqual([]);
  });
});
