// What is worth a notification of the desktop: an engine that fails or stops trading, and what the activity calls critical.
import type { EngineStatus } from '../../shared/domain/engineStatus.ts';
import { stopAlarms } from './headless/alarmLines.ts';
import { modeWords } from './headless/headLines.ts';

export interface News {
  readonly title: string;
  readonly body: string;
}

/** At one look; more would bury the screen. */
const MOST_AT_ONCE = 3;

export class TradingNews {
  /** Lines told: a status holds the same objects from one look to the next. */
  private readonly told = new WeakSet();
  private readonly alarms = new Map<string, ReadonlySet<string>>();
  private isFirst = true;

  /** What is new since the last look; nothing at the first, which only learns what is there. */
  look(statuses: readonly EngineStatus[]): readonly News[] {
    const news = statuses.flatMap((status) => this.newsOf(status));
    const { isFirst } = this;
    this.isFirst = false;
    return isFirst ? [] : news.slice(-MOST_AT_ONCE);
  }

  private newsOf(status: EngineStatus): News[] {
    const title = `${status.connection} · ${modeWords(status)}`;
    const alarms = stopAlarms(status).map(({ text }) => text);
    const before = this.alarms.get(status.connection);
    this.alarms.set(status.connection, new Set(alarms));
    const lines = status.activity.filter((line) => line.level === 'critical' && !this.told.has(line));
    for (const line of lines) this.told.add(line);
    const texts = [...alarms.filter((text) => before?.has(text) !== true), ...lines.map(({ text }) => text)];
    return texts.map((body) => ({ title, body }));
  }
}
