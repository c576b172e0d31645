// The right side of the ticket: what the order comes to and what every risk check says, before anything is sent.
import type { ReactNode } from 'react';
import type { ResultOf } from '../../../shared/contract/requests.ts';
import type { Answer } from '../../lib/bridge.ts';
import { figureText, percentText, priceText, qtyText } from '../../lib/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { VerdictList } from '../../ui/market/Verdicts.tsx';
import { FailureCode, Note } from '../../ui/States.tsx';

interface PreviewProps {
  /** Undefined: the ticket is not complete. */
  readonly preview: Answer<ResultOf<'orders.preview'>> | undefined;
  readonly sizing: Answer<ResultOf<'orders.size'>> | undefined;
  readonly quote: string;
  readonly qty: string | undefined;
}

export function TicketPreview({ preview, sizing, quote, qty }: PreviewProps): ReactNode {
  const failure = sizing?.failure ?? preview?.failure;
  return (
    <section className="ticketPreview" aria-label="Preview" aria-live="polite">
      <h3 className="sectionTitle">What it comes to</h3>
      {failure === undefined ? null : (
        <p className="fieldProblem">
          {failure.message} <FailureCode failure={failure} />
        </p>
      )}
      {sizing?.data === undefined ? null : (
        <p className="faint">
          {qtyText(sizing.data.qty)} at {priceText(sizing.data.price)}: {sizing.data.detail}
        </p>
      )}
      {preview === undefined ? (
        <p className="faint">
          {qty === undefined ? 'Write a size to see what it comes to.' : 'Fill in the prices to see what it comes to.'}
        </p>
      ) : (
        <PreviewBody answer={preview} quote={quote} />
      )}
    </section>
  );
}

const ROUNDED = { qty: 'Quantity', limitPrice: 'Limit price', stopPrice: 'Trigger price' } as const;

function PreviewBody({
  answer,
  quote,
}: {
  readonly answer: Answer<ResultOf<'orders.preview'>>;
  readonly quote: string;
}): ReactNode {
  const { data } = answer;
  if (data === undefined) return answer.isLoading ? <p className="faint">Checking …</p> : null;
  const refused = data.verdicts.filter((verdict) => !verdict.allow);
  return (
    <>
      {data.rounded.map((each) => (
        <Note key={each.field} tone="info">
          {ROUNDED[each.field]} {each.asked} will be sent as {each.sent}: it goes in steps of {each.step}.
        </Note>
      ))}
      {data.figures === undefined ? null : <PreviewFigures figures={data.figures} quote={quote} />}
      <h3 className="sectionTitle">Risk checks</h3>
      <p>
        {data.allow ? (
          <Badge tone="good">All {String(data.verdicts.length)} checks allow it</Badge>
        ) : (
          <Badge tone="bad">
            {data.problem === undefined
              ? `${String(refused.length)} ${refused.length === 1 ? 'refuses' : 'refuse'} it`
              : 'Cannot be checked'}
          </Badge>
        )}
      </p>
      {data.problem === undefined ? null : <p className="fieldProblem">{data.problem}</p>}
      {refused.length === 0 ? null : <VerdictList verdicts={refused} />}
      {data.verdicts.length === 0 ? null : (
        <details>
          <summary>Every check</summary>
          <VerdictList verdicts={data.verdicts} />
        </details>
      )}
    </>
  );
}

function PreviewFigures({
  figures,
  quote,
}: {
  readonly figures: NonNullable<ResultOf<'orders.preview'>['figures']>;
  readonly quote: string;
}): ReactNode {
  const rows = [
    ['Price', priceText(figures.price)],
    ['Notional', figureText(figures.notional, { unit: quote })],
    ['Fee, estimated', figureText(figures.fee, { unit: quote })],
    [
      'Loss at the stop',
      figures.riskAmount === undefined
        ? 'no stop: no limit'
        : `${figureText(figures.riskAmount, { unit: quote })} (${percentText(figures.riskPct)})`,
    ],
    ['Exposure in the symbol', percentText(figures.exposureSymbolPct)],
    ['Exposure in all', percentText(figures.exposureTotalPct)],
    ['Leverage', figureText(figures.leverage, { unit: '×' })],
    ['Margin', figureText(figures.marginUsed, { unit: quote })],
  ] as const;
  return (
    <dl className="facts">
      {rows.map(([label, value]) => (
        <div key={label} className="factRow">
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
