// Health, settings and what the program says of itself.
import { z } from 'zod';
import { count, id, time } from '../fields.ts';
import { processorRecord } from './engine.ts';

const healthLevel = z.enum(['healthy', 'degraded', 'unhealthy']);

/** One figure of a component, as it is shown. */
const healthFigure = z.strictObject({ label: z.string(), value: z.string() });

const healthComponent = z.strictObject({
  id,
  name: z.string(),
  status: healthLevel,
  /** A sentence. */
  detail: z.string(),
  /** When it last showed life, wall clock; absent: not yet. */
  lastAt: time.optional(),
  figures: z.array(healthFigure),
});

export const healthReport = z.strictObject({
  status: healthLevel,
  /** Wall clock. */
  at: time,
  startedAt: time,
  counts: z.strictObject({ healthy: count, degraded: count, unhealthy: count }),
  components: z.array(healthComponent),
  engines: z.array(z.strictObject({ connection: id, processors: z.array(processorRecord) })),
  issues: z.array(z.string()),
  warnings: z.array(z.string()),
});
export type HealthReport = z.output<typeof healthReport>;

/** One key of the configuration. */
export const settingRow = z.strictObject({
  /** `risk.maxDailyLossPct`. */
  path: z.string(),
  description: z.string(),
  /** What may be written: `number`, `integer`, `text`, `switch`, `choice`, `list` or `other`. */
  type: z.enum(['number', 'integer', 'text', 'switch', 'choice', 'list', 'other']),
  choices: z.array(z.string()).optional(),
  isNullable: z.boolean(),
  value: z.json(),
  default: z.json(),
  /** Where the value comes from: `default`, `file`, `environment` or `command line`. */
  origin: z.string(),
  isEditable: z.boolean(),
  /** Why it cannot be changed here, or when a change takes effect. */
  note: z.string(),
});
export type SettingRow = z.output<typeof settingRow>;

export const aboutRecord = z.strictObject({
  name: z.string(),
  version: z.string(),
  shell: z.string(),
  startedAt: time,
  pid: count,
  runtime: z.array(z.strictObject({ name: z.string(), version: z.string() })),
  /** Shown so that a person can find their own files. */
  dataFolder: z.string(),
  licences: z.array(
    z.strictObject({ name: z.string(), version: z.string(), licence: z.string(), homepage: z.string().optional() }),
  ),
  attributions: z.array(z.string()),
});
