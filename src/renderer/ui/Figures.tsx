// Figures: a labelled value, a signed value whose direction shows without colour, a share as a bar, an age that counts on.
import { useId, type ReactNode } from 'react';
import { ageText, ARROWS, figureText, type FigureOptions, shortTimeText, toNumber, trendOf } from '../lib/format.ts';
import { useNow } from '../lib/useNow.ts';
import { cx } from './cx.ts';

type Numeric = number | string | null | undefined;

/** `▲ +12.30 USDT`. */
export function Signed({ value, ...options }: FigureOptions & { readonly value: Numeric }): ReactNode {
  if (toNumber(value) === undefined) return <span className="faint">{figureText(value)}</span>;
  const trend = trendOf(value);
  return (
    <span className={`signed signed-${trend}`}>
      <span className="arrow" aria-hidden="true">
        {ARROWS[trend]}
      </span>
      {figureText(value, { isSigned: true, ...options })}
    </span>
  );
}

export interface FigureProps {
  readonly label: string;
  readonly children: ReactNode;
  /** Under the value: its time, its unit, what it is compared with. */
  readonly hint?: ReactNode;
  readonly isLarge?: boolean;
  readonly title?: string;
}

/** A value that assistive technology and tests find by its label. */
export function Figure({ label, children, hint, isLarge, title }: FigureProps): ReactNode {
  const id = useId();
  return (
    <div className={cx('figure', isLarge === true && 'isLarge')} title={title}>
      <span className="figureLabel" id={id}>
        {label}
      </span>
      <output className="figureValue" aria-labelledby={id} aria-live="off">
        {children}
      </output>
      {hint === undefined ? null : <span className="figureHint">{hint}</span>}
    </div>
  );
}

export function FigureRow({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className="figureRow">{children}</div>;
}

/** `2 min ago`, counting; its title is the time itself. */
export function Age({
  at,
  staleAfterMs,
}: {
  readonly at: number | undefined;
  readonly staleAfterMs?: number;
}): ReactNode {
  const now = useNow();
  if (at === undefined) return <span className="faint">never</span>;
  const age = Math.max(0, now - at);
  const isStale = staleAfterMs !== undefined && age > staleAfterMs;
  const text = ageText(age);
  return (
    <time className={cx('age', isStale && 'isStale')} dateTime={new Date(at).toISOString()} title={shortTimeText(at)}>
      {text === 'now' ? text : `${text} ago`}
      {isStale ? ' · stale' : ''}
    </time>
  );
}

/** A time of the connection's own clock, which may be simulated. */
export function At({ at }: { readonly at: number | undefined | null }): ReactNode {
  if (at === undefined || at === null) return <span className="faint">–</span>;
  return (
    <time className="time" dateTime={new Date(at).toISOString()} title={`${new Date(at).toISOString()} (UTC)`}>
      {shortTimeText(at)}
    </time>
  );
}

export interface MeterProps {
  readonly label: string;
  /** 0..1; more is drawn full. */
  readonly share: number;
  readonly text: string;
  readonly tone?: 'accent' | 'good' | 'warn' | 'bad';
}

/** A share as a bar, with its words. */
export function Meter({ label, share, text, tone = 'accent' }: MeterProps): ReactNode {
  const width = `${String(Math.min(100, Math.max(0, share * 100)))}%`;
  return (
    <div
      className={`meter meter-${tone}`}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(Math.min(1, Math.max(0, share)) * 100)}
      aria-valuetext={text}
    >
      <div className="meterTrack">
        <div className="meterFill" style={{ width }} />
      </div>
    </div>
  );
}
