// Days of an account as the weeks of a calendar. Pure.
import type { DayRow } from '../../shared/contract/records/analytics.ts';
import { DAY_MS } from '../../shared/time.ts';

export interface CalendarMonth {
  /** `2026-01`. */
  readonly month: string;
  /** Weeks of seven days, Monday first; undefined outside the month or where there is no row. */
  readonly weeks: readonly (readonly (CalendarDay | undefined)[])[];
}

export interface CalendarDay {
  readonly day: string;
  readonly row: DayRow | undefined;
}

const weekday = (time: number): number => (new Date(time).getUTCDay() + 6) % 7;

/** Months newest first, each with all of its days up to the newest row. */
export function calendarMonths(rows: readonly DayRow[]): CalendarMonth[] {
  const byDay = new Map(rows.map((row) => [row.day, row]));
  const months = [...new Set(rows.map((row) => row.day.slice(0, 7)))].sort().reverse();
  return months.map((month) => ({ month, weeks: weeksOf(month, byDay) }));
}

function weeksOf(month: string, byDay: ReadonlyMap<string, DayRow>): (CalendarDay | undefined)[][] {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const cells: (CalendarDay | undefined)[] = Array.from({ length: weekday(first) }, () => undefined);
  for (let time = first; ; time += DAY_MS) {
    const day = new Date(time).toISOString().slice(0, 10);
    if (!day.startsWith(month)) break;
    cells.push({ day, row: byDay.get(day) });
  }
  while (cells.length % 7 !== 0) cells.push(undefined);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** 0..1: how strong a day is among the others, for its shade. */
export function dayStrength(row: DayRow, rows: readonly DayRow[]): number {
  const most = Math.max(...rows.map((each) => Math.abs(Number(each.pnl))));
  return most === 0 ? 0 : Math.abs(Number(row.pnl)) / most;
}
