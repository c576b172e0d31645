import { describe, expect, it } from 'vitest';
import { configSchema } from '../../../src/shared/config/schema.ts';

/** The limits other programs rely on; each may be switched off. */
const LIMITS = [
  'maxDailyLossPct',
  'maxDrawdownPct',
  'maxConsecutiveLosses',
  'consecutiveLossLockHours',
  'maxOpenPositions',
  'maxExposurePerSymbolPct',
  'maxExposureTotalPct',
  'maxLeverage',
  'maxOrdersPer10s',
  'priceCollarPct',
  'maxNotionalPerOrder',
];

describe('risk limits', () => {
  it('regression: are each off with null, one by one and all together', () => {
    for (const risk of [
      ...LIMITS.map((key) => ({ [key]: null })),
      Object.fromEntries(LIMITS.map((key) => [key, null])),
    ]) {
      expect(configSchema.parse({ risk }).risk).toMatchObject(risk);
    }
  });
});
