// A log that keeps its lines.
import type { Logger } from '../../src/main/logging/logger.ts';

export interface KeptLine {
  readonly level: string;
  readonly text: string;
  readonly [field: string]: unknown;
}

export function keptLog(): { readonly log: Logger; readonly lines: readonly KeptLine[] } {
  const lines: KeptLine[] = [];
  const keep =
    (level: string): Logger['info'] =>
    (text, fields = {}) =>
      void lines.push({ level, text, ...fields });
  const log: Logger = {
    debug: keep('debug'),
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
    child: () => log,
  };
  return { log, lines };
}
