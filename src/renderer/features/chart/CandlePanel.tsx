// The engine's state at one candle: what each strategy asked, found and decided there.
import type { ReactNode } from 'react';
import { timeframeMs } from '../../../shared/time.ts';
import { useRequest } from '../../lib/bridge.ts';
import { shortTimeText } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { Explain } from '../../ui/market/Explain.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Empty, Waiting } from '../../ui/States.tsx';
import type { Series } from './useCandleHistory.ts';

interface CandlePanelProps {
  readonly series: Series;
  /** Open time of the picked candle; undefined: the newest. */
  readonly time: number | undefined;
  readonly onNewest: () => void;
}

const ASK_EVERY_MS = 15_000;

export function CandlePanel({ series, time, onNewest }: CandlePanelProps): ReactNode {
  const isNewest = time === undefined;
  const { connection, symbol, timeframe } = series;
  const at = time === undefined ? {} : { at: time + timeframeMs(timeframe) };
  const answer = useRequest(
    'decisions.explain',
    { connection, symbol, ...at },
    isNewest ? { everyMs: ASK_EVERY_MS } : {},
  );
  return (
    <Panel
      title={isNewest ? 'Engine at the newest candle' : `Engine at ${shortTimeText(time)}`}
      className="candlePanel"
      isScroll
      actions={
        isNewest ? null : (
          <Button isSmall tone="quiet" onClick={onNewest}>
            Newest
          </Button>
        )
      }
    >
      <div className="candlePanelBody">
        {answer.data === undefined ? (
          <Waiting what="the decisions" answer={answer} />
        ) : answer.data.items.length === 0 ? (
          <Empty title="No strategy looked at this candle">
            {answer.data.reason ?? 'Click a candle to see what the engine found there.'}
          </Empty>
        ) : (
          answer.data.items.map((item) => (
            <Explain key={`${item.strategy} ${String(item.closeTime)} ${item.asked}`} item={item} />
          ))
        )}
      </div>
    </Panel>
  );
}
