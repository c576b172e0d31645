// The markers of a price chart: made with the first of them, because even without any they look through all bars at every price.
import {
  createSeriesMarkers,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import { tokenColor } from '../../lib/theme.ts';
import type { ChartMarker } from './types.ts';

export interface MarkerSet {
  /** Draws these and no others. */
  set(markers: readonly ChartMarker[]): void;
  recolor(): void;
}

export function createMarkerSet(series: ISeriesApi<'Candlestick'>): MarkerSet {
  let drawn: ISeriesMarkersPluginApi<Time> | undefined;
  let shown: readonly ChartMarker[] = [];
  const set: MarkerSet['set'] = (markers) => {
    shown = markers;
    if (markers.length > 0) drawn ??= createSeriesMarkers(series, []);
    drawn?.setMarkers(markers.map(toMarker));
  };
  return { set, recolor: () => set(shown) };
}

const MARKER = {
  buy: { shape: 'arrowUp', token: 'up' },
  sell: { shape: 'arrowDown', token: 'down' },
  exit: { shape: 'circle', token: 'accent' },
  signal: { shape: 'square', token: 'text-faint' },
  refused: { shape: 'square', token: 'warn' },
} as const;

const toMarker = (marker: ChartMarker): SeriesMarker<Time> => ({
  id: marker.id,
  time: (marker.time / 1000) as UTCTimestamp,
  position: marker.isAbove ? 'aboveBar' : 'belowBar',
  shape: MARKER[marker.kind].shape,
  color: tokenColor(MARKER[marker.kind].token),
  text: marker.text,
});
