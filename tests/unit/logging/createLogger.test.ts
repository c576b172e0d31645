import { describe, expect, it } from 'vitest';
import { createLogger, type LogLine, lineText } from '../../../src/main/logging/createLogger.ts';

function collect(level: 'debug' | 'warn'): {
  readonly lines: LogLine[];
  readonly log: ReturnType<typeof createLogger>;
} {
  const lines: LogLine[] = [];
  return { lines, log: createLogger(level, (line) => lines.push(line)) };
}

describe('createLogger', () => {
  it('hides secret-looking fields at any depth before a line reaches the sink', () => {
    const { lines, log } = collect('debug');
    log.info('connected', { apiKey: 'k-1', venue: { name: 'x', api_secret: 's-2', list: [{ accessToken: 't-3' }] } });
    expect(JSON.stringify(lines)).not.toMatch(/k-1|s-2|t-3/);
    expect(lines[0]?.fields).toEqual({
      apiKey: '[redacted]',
      venue: { name: 'x', api_secret: '[redacted]', list: [{ accessToken: '[redacted]' }] },
    });
  });

  it('joins the names of children and drops what is below its level', () => {
    const { lines, log } = collect('warn');
    const child = log.child('market').child('feed');
    child.info('left out');
    child.warn('kept');
    expect(lines.map(({ name, level }) => [name, level])).toEqual([['market.feed', 'warn']]);
  });

  it('shows a line as one line', () => {
    const line = { level: 'warn', time: 1250, name: 'market', message: 'late', fields: { rows: 3 } };
    expect(lineText(line)).toBe('00:00:01.250 WARN market: late rows=3');
  });
});
