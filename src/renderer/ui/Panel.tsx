import { useId, type ReactNode } from 'react';
import { cx } from './cx.ts';

export interface PanelProps {
  readonly title: string;
  /** Beside the title, at the end. */
  readonly actions?: ReactNode;
  /** A sentence under the title. */
  readonly note?: ReactNode;
  readonly className?: string;
  /** The content reaches the edges: tables and charts. */
  readonly isFlush?: boolean;
  /** It scrolls and holds nothing that takes the focus. */
  readonly isScroll?: boolean;
  readonly children: ReactNode;
}

export function Panel({ title, actions, note, className, isFlush, isScroll, children }: PanelProps): ReactNode {
  const id = useId();
  return (
    <section className={cx('panel', className)} aria-labelledby={id}>
      <header className="panelHead">
        <h2 id={id}>{title}</h2>
        {note === undefined ? null : <span className="panelNote">{note}</span>}
        {actions === undefined ? null : <div className="panelActions">{actions}</div>}
      </header>
      <div
        className={cx('panelBody', isFlush === true && 'isFlush', isScroll === true && 'isScroll')}
        {...(isScroll === true ? { tabIndex: 0 } : {})}
      >
        {children}
      </div>
    </section>
  );
}

/** A view's page: its heading, what acts on all of it, and its parts. */
export function Page({
  title,
  actions,
  className,
  children,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className={cx('page', className)}>
      <header className="pageHead">
        <h1>{title}</h1>
        {actions === undefined ? null : <div className="pageActions">{actions}</div>}
      </header>
      <div className="pageBody" tabIndex={0} role="group" aria-label={`${title}, content`}>
        {children}
      </div>
    </div>
  );
}
