// The logger: pino in this process, its lines redacted and handed to a sink.
import { type Logger as Pino, pino } from 'pino';
import type { LogFields, Logger } from './logger.ts';
import { redactFields } from './redactFields.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** One line of the log, redacted. */
export interface LogLine {
  readonly level: string;
  /** Epoch ms. */
  readonly time: number;
  readonly name: string;
  readonly message: string;
  readonly fields: LogFields;
}

export function createLogger(level: LogLevel, sink: (line: LogLine) => void): Logger {
  const options = { level, base: {}, formatters: { level: (label: string) => ({ level: label }) } };
  return wrap(pino(options, { write: (text) => sink(toLine(text)) }), '');
}

function toLine(text: string): LogLine {
  const { level, time, name, msg, ...fields } = redactFields(JSON.parse(text)) as Omit<
    LogLine,
    'fields' | 'message'
  > & {
    readonly msg: string;
  };
  return { level, time, name, message: msg, fields };
}

function wrap(logger: Pino, name: string): Logger {
  return {
    child: (below) => wrap(logger, name === '' ? below : `${name}.${below}`),
    debug: (message, fields) => logger.debug({ ...fields, name }, message),
    info: (message, fields) => logger.info({ ...fields, name }, message),
    warn: (message, fields) => logger.warn({ ...fields, name }, message),
    error: (message, fields) => logger.error({ ...fields, name }, message),
  };
}

/** `12:00:01.250 WARN market: 3 rows rejected file=a.csv`, for terminals. */
export function lineText({ level, time, name, message, fields }: LogLine): string {
  const clock = new Date(time).toISOString().slice(11, 23);
  const details = Object.entries(fields).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`);
  return `${clock} ${level.toUpperCase()} ${name === '' ? '' : `${name}: `}${message}${details.join('')}`;
}
