// One ONNX file, opened and run: checked against what its manifest says before it is trusted with a row.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import { CLASSES } from '../probabilities.ts';
import type { ModelRefusalCode } from '../ports.ts';
import { RpcError } from './rpc.ts';

/** What a session is opened from. */
export interface ModelFile {
  readonly model: string;
  /** Absolute. */
  readonly path: string;
  readonly sha256: string;
  /** Features in a row. */
  readonly width: number;
}

const INPUT = 'features';
const OUTPUT = 'probabilities';

/**
 * Every run has a multiple of this many rows. The runtime computes values in packets of four and what is left over one by
 * one, and the two round differently in a logarithm: with no rest, a row has the same bits alone and among thousands.
 */
const ROWS = 4;

const OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  // Both keep memory of the largest batch for ever.
  enableCpuMemArena: false,
  enableMemPattern: false,
  logSeverityLevel: 3,
};

env.logLevel = 'error';

export class ModelSession {
  private readonly session: InferenceSession;
  private readonly width: number;

  private constructor(session: InferenceSession, width: number) {
    this.session = session;
    this.width = width;
  }

  /** Throws `RpcError` with a `ModelRefusalCode`. */
  static async open({ path, sha256, width }: ModelFile): Promise<ModelSession> {
    const bytes = await read(path);
    const found = createHash('sha256').update(bytes).digest('hex');
    if (found !== sha256) throw refusal('HASH_MISMATCH', `expected a file with sha256 ${sha256}, found ${found}`);
    const session = await load(bytes);
    try {
      checkInput(session, width);
      checkOutput(session);
    } catch (error) {
      await session.release();
      throw error;
    }
    return new ModelSession(session, width);
  }

  /** Probabilities of row-major `rows`, three a row. Throws what the runtime throws. */
  async run(rows: Float32Array): Promise<Float32Array<ArrayBuffer>> {
    const count = rows.length / this.width;
    if (!Number.isInteger(count)) {
      throw new RpcError('INFERENCE_FAILED', `expected rows of ${this.width} features, found ${rows.length} values`);
    }
    const padded = Math.ceil(count / ROWS) * ROWS;
    let input = rows;
    if (padded !== count) {
      input = new Float32Array(padded * this.width);
      input.set(rows);
    }
    const { [OUTPUT]: output } = await this.session.run({
      [INPUT]: new Tensor('float32', input, [padded, this.width]),
    });
    const values = output?.data;
    if (!(values instanceof Float32Array) || values.length !== padded * CLASSES) {
      throw new RpcError(
        'INFERENCE_FAILED',
        `expected ${CLASSES} probabilities a row, found ${String(values?.length)}`,
      );
    }
    return values.slice(0, count * CLASSES);
  }

  async close(): Promise<void> {
    await this.session.release();
  }
}

const refusal = (code: ModelRefusalCode, message: string, cause?: unknown): RpcError =>
  new RpcError(code, message, cause);

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw refusal('FILE_MISSING', `expected a readable file: ${messageOf(error)}`, error);
  }
}

async function load(bytes: Uint8Array): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(bytes, OPTIONS);
  } catch (error) {
    throw refusal('LOAD_FAILED', `expected an ONNX model, the runtime says: ${messageOf(error)}`, error);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function checkInput(session: InferenceSession, width: number): void {
  const [input] = session.inputMetadata;
  const isRight =
    session.inputNames.length === 1 &&
    input?.name === INPUT &&
    input.isTensor &&
    input.type === 'float32' &&
    isRowsOf(input.shape, width);
  if (isRight) return;
  throw refusal(
    'WIDTH_MISMATCH',
    `expected the one input ${INPUT} float32 [n, ${width}], found ${session.inputMetadata.map(shown).join(', ')}`,
  );
}

function checkOutput(session: InferenceSession): void {
  const output = session.outputMetadata.find(({ name }) => name === OUTPUT);
  if (output?.isTensor === true && output.type === 'float32' && isRowsOf(output.shape, CLASSES)) return;
  throw refusal(
    'OUTPUT_MISMATCH',
    `expected an output ${OUTPUT} float32 [n, ${CLASSES}], found ${session.outputMetadata.map(shown).join(', ')}`,
  );
}

/** As many rows as are given: a dimension with a name or none, never a number. */
const isRowsOf = (shape: readonly (number | string)[], width: number): boolean =>
  shape.length === 2 && typeof shape[0] !== 'number' && shape[1] === width;

const shown = (value: InferenceSession.ValueMetadata): string =>
  value.isTensor
    ? `${value.name} ${value.type} [${value.shape.map((size) => (size === '' ? '?' : String(size))).join(', ')}]`
    : `${value.name}, which is no tensor`;
