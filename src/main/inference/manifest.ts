// The manifest beside the model files: what a model is, what it was trained on and how good it was on data it never saw.
import { z } from 'zod';
import { toModelId, toSymbolId } from '../../shared/domain/ids.ts';
import type { ModelSpec } from '../../shared/domain/model.ts';
import { fail, ok, type Problem, type Result } from '../../shared/result.ts';
import { TIMEFRAMES } from '../../shared/time.ts';
import { schemaTree } from '../config/schemaKeys.ts';
import { schemaProblems } from '../config/schemaProblems.ts';

const finite = z.number();
const share = z.number().min(0).max(1);
const count = z.int().min(0);
const time = z.int();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits');
/** Beside the manifest: never a path that leads elsewhere. */
const fileName = (suffix: string): z.ZodString =>
  z.string().regex(new RegExp(`^[\\w.-]+\\.${suffix}$`), `expected the name of a .${suffix} file beside the manifest`);

const classShares = z.strictObject({ sell: share, hold: share, buy: share });
const span = { from: time, to: time, rows: count, classShares };

const holdout = z.strictObject({
  ...span,
  logLoss: finite,
  priorLogLoss: finite,
  brier: finite,
  priorBrier: finite,
  brierLow: finite,
  brierHigh: finite,
  ece: finite,
  eceLow: finite,
  eceHigh: finite,
  auc: classShares,
  directionalAuc: share,
  reliability: z.array(z.strictObject({ predicted: share, observed: share, count })),
});

const entrySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'expected small letters, digits and dashes'),
  name: z.string().min(1),
  file: fileName('onnx'),
  sha256,
  algorithm: z.enum(['xgboost', 'randomForest', 'lightgbm']),
  symbol: z.string().regex(/^[A-Z0-9]+\/[A-Z0-9]+(?::[A-Z0-9]+)?$/, 'expected a symbol such as BTC/USDT'),
  timeframe: z.enum(TIMEFRAMES),
  weight: share,
  featureSet: z.string().min(1),
  featureHash: sha256,
  classes: z.tuple([z.literal('SELL'), z.literal('HOLD'), z.literal('BUY')]),
  // Its numbers are those of its kind; they are in the model's graph and only told here.
  calibration: z.looseObject({
    kind: z.enum(['temperature', 'vector', 'isotonic', 'none']),
    description: z.string(),
  }),
  barriers: z.strictObject({
    horizonCandles: z.int().min(1),
    upMultiple: z.number().positive(),
    downMultiple: z.number().positive(),
    halfLifeCandles: z.number().positive(),
  }),
  training: z.strictObject(span),
  holdout,
  reference: z.strictObject({
    brier: finite,
    brierHigh: finite,
    ece: finite,
    eceHigh: finite,
    deciles: z.array(z.array(finite).length(9)),
  }),
  created: z.iso.date().or(z.iso.datetime()),
  card: fileName('md'),
});

export type ManifestEntry = z.infer<typeof entrySchema>;

const manifestSchema = z.strictObject({ version: z.literal(1), models: z.array(z.unknown()) });

/** Entries in their order; one that is wrong is a list of problems, and the others stand. */
export type ManifestLine = Result<ManifestEntry, readonly Problem[]>;

/** Reads the text of `file`. Every problem names its key. */
export function parseManifest(text: string, file: string): Result<readonly ManifestLine[], readonly Problem[]> {
  const json = parseJson(text, file);
  if (!json.ok) return fail([json.error]);
  const whole = manifestSchema.safeParse(json.value);
  if (!whole.success) return fail(problemsOf(whole.error, { input: json.value, schema: manifestSchema, file }));
  return ok(whole.data.models.map((entry, place) => parseEntry(entry, `${file}, model ${place + 1}`)));
}

function parseEntry(input: unknown, file: string): ManifestLine {
  const parsed = entrySchema.safeParse(input);
  if (!parsed.success) return fail(problemsOf(parsed.error, { input, schema: entrySchema, file }));
  return ok(parsed.data);
}

function parseJson(text: string, file: string): Result<unknown> {
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    return fail({ file, message: `expected JSON: ${error instanceof Error ? error.message : String(error)}` });
  }
}

interface Parsed {
  readonly input: unknown;
  readonly schema: z.ZodType;
  readonly file: string;
}

const problemsOf = (error: z.ZodError, { input, schema, file }: Parsed): readonly Problem[] =>
  schemaProblems(error.issues, input, schemaTree(schema)).map(({ message }) => ({ file, message }));

/** What the engine knows of the model. */
export const toModelSpec = (entry: ManifestEntry): ModelSpec => ({
  id: toModelId(entry.id),
  symbol: toSymbolId(entry.symbol),
  timeframe: entry.timeframe,
  weight: entry.weight,
  featureSet: entry.featureSet,
  featureHash: entry.featureHash,
  modelHash: entry.sha256,
  barriers: entry.barriers,
  reference: entry.reference,
});
