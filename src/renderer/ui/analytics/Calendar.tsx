// Daily P&L as a calendar; each day says its sign and amount, shade only repeats it.
import { useMemo, useState, type ReactNode } from 'react';
import type { DayRow } from '../../../shared/contract/records/analytics.ts';
import { type CalendarDay, calendarMonths, dayStrength } from '../../lib/calendar.ts';
import { ARROWS, figureText, monthText, trendOf } from '../../lib/format.ts';
import { IconButton } from '../Button.tsx';
import { Panel } from '../Panel.tsx';
import { Empty } from '../States.tsx';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

interface CalendarProps {
  readonly days: readonly DayRow[];
  readonly quote: string;
}

export function Calendar({ days, quote }: CalendarProps): ReactNode {
  const months = useMemo(() => calendarMonths(days), [days]);
  const [back, setBack] = useState(0);
  const shown = months[Math.min(back, months.length - 1)];
  if (shown === undefined) return <Empty title="No day yet" />;
  const name = `${monthText(Number(shown.month.slice(5)) - 1)} ${shown.month.slice(0, 4)}`;
  return (
    <Panel
      title="Calendar of daily P&L"
      note={quote}
      actions={
        <>
          <IconButton
            icon="chevron"
            label="Earlier month"
            className="flipped"
            isSmall
            disabled={back >= months.length - 1}
            onClick={() => setBack(back + 1)}
          />
          <strong aria-live="polite">{name}</strong>
          <IconButton
            icon="chevron"
            label="Later month"
            isSmall
            disabled={back === 0}
            onClick={() => setBack(back - 1)}
          />
        </>
      }
    >
      <table className="calendar" aria-label={`Daily P&L of ${name}`}>
        <thead>
          <tr>
            {WEEKDAYS.map((day) => (
              <th key={day} scope="col">
                {day}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.weeks.map((week, index) => (
            <tr key={index}>
              {week.map((cell, day) => (
                <td key={day}>{cell === undefined ? null : <Day cell={cell} days={days} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Day({ cell, days }: { readonly cell: CalendarDay; readonly days: readonly DayRow[] }): ReactNode {
  const { row, day } = cell;
  const trend = trendOf(row?.pnl);
  const shade = row === undefined ? 0 : Math.round(dayStrength(row, days) * 3);
  return (
    <div
      className={`day day-${trend} shade-${String(shade)}`}
      title={row === undefined ? day : `${day}: ${String(row.trades)} trades, ${String(row.wins)} won`}
    >
      <span className="dayNumber">{Number(day.slice(8))}</span>
      {row === undefined || trend === 'flat' ? null : (
        <span className="dayPnl">
          {ARROWS[trend]} {figureText(row.pnl, { isSigned: true, decimals: 1 })}
        </span>
      )}
    </div>
  );
}
