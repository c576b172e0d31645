// Asks the instance that runs on a data folder, over its control socket.
import type { Socket } from 'node:net';
import { AppError } from '../../../shared/errors.ts';
import { decode } from '../../engine/kernel/canonical.ts';
import { connectTo } from './connectTo.ts';
import { answerSchema, type ControlAnswers, type ControlRequest, valueSchemas } from './controlProtocol.ts';
import { holderText, type InstanceRecord, readInstanceFile } from './instanceFile.ts';
import { linesOf } from './linesOf.ts';

/** Longer than a kill switch takes. */
const PATIENCE_MS = 20_000;
/** The status of hundreds of symbols is far below. */
const MOST_ANSWER_CHARACTERS = 64 * 1024 * 1024;

/** The answer of the running instance. Throws `AppError`: NOT_FOUND where none runs or answers, else what it refused with. */
export async function callControl<Request extends ControlRequest>(
  dataDir: string,
  request: Request,
): Promise<ControlAnswers[Request['method']]> {
  const holder = readInstanceFile(dataDir);
  const socket = holder && (await connectTo(holder.control));
  if (holder === undefined || socket === undefined)
    throw new AppError('NOT_FOUND', `no running Foredeck in ${dataDir}; start one with: foredeck run`);
  const { data: answer } = answerSchema.safeParse(decode(await ask(socket, request, holder)));
  if (answer?.ok === false) throw new AppError(answer.error.code, answer.error.message);
  const value = valueSchemas[request.method as Request['method']].safeParse(answer?.value);
  if (value.success) return value.data;
  throw new AppError('BAD_INPUT', `${holderText(holder)} answers in other terms; use the program of that version`);
}

async function ask(socket: Socket, request: ControlRequest, holder: InstanceRecord): Promise<string> {
  const silent = (cause?: unknown): AppError =>
    new AppError('NOT_FOUND', `${holderText(holder)} does not answer; is it stopping?`, { cause });
  socket.setTimeout(PATIENCE_MS, () => socket.destroy(silent()));
  socket.end(`${JSON.stringify(request)}\n`);
  try {
    for await (const line of linesOf(socket, MOST_ANSWER_CHARACTERS)) if (line !== undefined) return line;
  } catch (error) {
    throw silent(error);
  } finally {
    socket.destroy();
  }
  throw silent();
}
