import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // An empty filter or a suite that lost its tests is a mistake, never a pass.
    passWithNoTests: false,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
