import type { ReactNode } from 'react';
import { useRequest } from '../../lib/bridge.ts';
import { countText, latencyText } from '../../lib/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { At } from '../../ui/Figures.tsx';
import { FailureCode } from '../../ui/States.tsx';

const ASK_EVERY_MS = 5_000;

/** Feed and account of a running connection. */
export function ConnectionStatus({ connection }: { readonly connection: string }): ReactNode {
  const answer = useRequest('connections.status', { connection }, { everyMs: ASK_EVERY_MS });
  const { data, failure } = answer;
  if (data === undefined) {
    return failure === undefined ? null : (
      <p className="fieldProblem">
        {failure.message} <FailureCode failure={failure} />
      </p>
    );
  }
  return (
    <dl className="facts">
      <dt>Feed</dt>
      <dd>
        <Badge tone={data.isConnected ? 'good' : 'bad'}>{data.isConnected ? 'Connected' : 'Not connected'}</Badge>{' '}
        {counted(data.reconnects, 'reconnect')}, {counted(data.rejected, 'malformed message')}
      </dd>
      <dt>Newest price</dt>
      <dd>
        <At at={data.newestPriceAt} />
        {data.clockSkewMs === undefined ? '' : `, clocks ${latencyText(Math.abs(data.clockSkewMs))} apart`}
      </dd>
      <dt>Account</dt>
      <dd>
        {counted(data.positions, 'position')}, {counted(data.orders, 'working order')}
        {data.isReconciling ? ', being compared with the venue' : ''}
      </dd>
    </dl>
  );
}

const counted = (number: number, what: string): string => `${countText(number)} ${what}${number === 1 ? '' : 's'}`;
