// Why there is no trade: per symbol, what stopped each strategy at its newest look, since when and how far away it is.
import { useMemo, useState, type ReactNode } from 'react';
import type { DecisionHead } from '../../../shared/contract/records/signal.ts';
import { useRequest } from '../../lib/bridge.ts';
import { wordsText } from '../../lib/format.ts';
import { useSelectedConnection, useSymbols } from '../../lib/live/selected.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { SelectField } from '../../ui/Fields.tsx';
import { Age, At } from '../../ui/Figures.tsx';
import { Explain, Stops } from '../../ui/market/Explain.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Empty, ErrorState, Loading, Waiting } from '../../ui/States.tsx';

const ASK_EVERY_MS = 10_000;

/** The newest look of each strategy at the symbol. */
function newestByStrategy(heads: readonly DecisionHead[]): readonly DecisionHead[] {
  const newest = new Map<string, DecisionHead>();
  for (const head of heads) {
    const known = newest.get(head.strategy);
    if (known === undefined || known.closeTime < head.closeTime) newest.set(head.strategy, head);
  }
  return [...newest.values()];
}

export function WhyNoTrade(): ReactNode {
  const connection = useSelectedConnection() ?? '';
  const symbols = useSymbols();
  const [chosen, setChosen] = useState<string>();
  const symbol = chosen ?? symbols[0] ?? '';
  const answer = useRequest(
    'decisions.list',
    { connection, symbol, limit: 60 },
    { isReady: connection !== '' && symbol !== '', everyMs: ASK_EVERY_MS },
  );
  const heads = useMemo(() => newestByStrategy(answer.data?.items ?? []), [answer.data]);
  return (
    <Panel
      title="Why no trade"
      isScroll
      actions={
        <SelectField
          label="Symbol"
          isLabelHidden
          value={symbol}
          options={symbols.map((value) => ({ value, label: value }))}
          onValue={setChosen}
        />
      }
    >
      {answer.data === undefined ? (
        <Waiting what="decisions" answer={answer} />
      ) : heads.length === 0 ? (
        <Empty title={`No strategy has looked at ${symbol} yet`}>They look when a candle closes.</Empty>
      ) : (
        <div className="stack">
          <p className="faint">
            Asked <Age at={answer.receivedAt} staleAfterMs={3 * ASK_EVERY_MS} />
          </p>
          {heads.map((head) => (
            <Head key={head.strategy} head={head} />
          ))}
        </div>
      )}
    </Panel>
  );
}

function Head({ head }: { readonly head: DecisionHead }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const isOrdered = head.stage === 'ordered';
  return (
    <article className="explain">
      <header className="row">
        <strong>{head.strategy}</strong>
        <Badge tone={isOrdered ? 'good' : head.stage === 'failed' ? 'bad' : 'neutral'}>
          {isOrdered ? 'Ordered' : `Stopped at ${wordsText(head.stage).toLowerCase()}`}
        </Badge>
        {head.code === undefined ? null : <code>{head.code}</code>}
        <span className="faint">
          <At at={head.closeTime} />
        </span>
      </header>
      {head.detail === '' ? null : <p>{head.detail}</p>}
      <Stops stops={head.stops} closeTime={head.closeTime} />
      <div>
        <Button isSmall tone="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Hide the evidence' : 'Show the evidence'}
        </Button>
      </div>
      {isOpen ? <HeadEvidence head={head} /> : null}
    </article>
  );
}

function HeadEvidence({ head }: { readonly head: DecisionHead }): ReactNode {
  const answer = useRequest('decisions.explain', {
    connection: head.connection,
    strategy: head.strategy,
    symbol: head.symbol,
    at: head.closeTime,
  });
  if (answer.failure !== undefined) return <ErrorState what="The evidence" failure={answer.failure} />;
  const item = answer.data?.items.find((each) => each.strategy === head.strategy) ?? answer.data?.items[0];
  if (item !== undefined) return <Explain item={item} />;
  return answer.isLoading ? (
    <Loading what="the evidence" />
  ) : (
    <p>{answer.data?.reason ?? 'No record is kept of it.'}</p>
  );
}
