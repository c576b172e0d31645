// What happened on a symbol as markers of its chart. Pure.
import type { ResultOf } from '../../../shared/contract/requests.ts';
import { exitReasonText, figureText, qtyText } from '../../lib/format.ts';
import type { ChartMarker } from './types.ts';

type Marks = ResultOf<'markers'>;

/** Markers in order of time, each on the open time of its candle; signals that became an order show as its fill. */
export function chartMarkers(marks: Marks, candleMs: number, from: number): ChartMarker[] {
  const bucket = (time: number): number => Math.floor(time / candleMs) * candleMs;
  return [
    ...marks.trades.flatMap(tradeMarkers),
    ...marks.fills.flatMap(openFill(marks)),
    ...marks.signals.flatMap(signalMarker),
  ]
    .map((marker) => ({ ...marker, time: bucket(marker.time) }))
    .filter(({ time }) => time >= from)
    .sort((a, b) => a.time - b.time);
}

function tradeMarkers(trade: Marks['trades'][number]): ChartMarker[] {
  const isLong = trade.side === 'long';
  return [
    {
      id: `${trade.id} entry`,
      time: trade.entryAt,
      kind: isLong ? 'buy' : 'sell',
      isAbove: !isLong,
      text: `${trade.side} ${qtyText(trade.qty)}`,
    },
    {
      id: `${trade.id} exit`,
      time: trade.exitAt,
      kind: 'exit',
      isAbove: isLong,
      text: `${exitReasonText(trade.exitReason)} ${figureText(trade.net, { isSigned: true })}`,
    },
  ];
}

/** Fills after the last closed trade: those of a position that is still open. */
function openFill({ trades }: Marks): (fill: Marks['fills'][number]) => ChartMarker[] {
  const lastExit = trades.reduce((last, trade) => Math.max(last, trade.exitAt), 0);
  return (fill) =>
    fill.at <= lastExit
      ? []
      : [
          {
            id: fill.fillId,
            time: fill.at,
            kind: fill.side,
            isAbove: fill.side === 'sell',
            text: `${fill.side} ${qtyText(fill.qty)}`,
          },
        ];
}

/** At the close of its candle, so drawn on the candle before. */
function signalMarker(signal: Marks['signals'][number]): ChartMarker[] {
  if (signal.outcome === 'ordered') return [];
  return [
    {
      id: signal.id,
      time: signal.at - 1,
      kind: signal.outcome === 'refused' ? 'refused' : 'signal',
      isAbove: signal.side === 'short',
      text: '',
    },
  ];
}
