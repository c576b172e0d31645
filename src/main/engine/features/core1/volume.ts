// How much is traded, against what was usual, and on which side.
import { type Feature, logRatio, ratio } from '../feature.ts';
import type { History } from '../history.ts';
import { seasonal } from './volatility.ts';

const volumeRatio = (short: number, long: number): Feature => ({
  name: `volume_${short}_${long}`,
  definition: `ln(mean volume of ${short} candles / of ${long})`,
  unit: 'log ratio',
  value: (h) => logRatio(h.meanVolume(short), h.meanVolume(long)),
});

const flow = (span: number): Feature => ({
  name: `flow_${span}`,
  definition: `(volume of rising - of falling candles) / all volume, ${span} candles`,
  unit: '-1..1',
  value: (h) => ratio(h.signedVolumes[span] as number, h.volumes[span] as number),
});

/** Standard score of the newest volume among the last `span`. */
function volumeScore(h: History, span: number): number {
  const mean = h.meanVolume(span);
  let squares = 0;
  for (let back = 0; back < span; back++) squares += (h.volume(back) - mean) ** 2;
  return ratio(h.volume() - mean, Math.sqrt(squares / span));
}

const volumeAt = (h: History, back: number): number => h.volume(back);

export const VOLUME: readonly Feature[] = [
  {
    name: 'volume_score_96',
    definition: '(volume - mean) / standard deviation over 96 candles',
    unit: 'standard deviations',
    value: (h) => volumeScore(h, 96),
  },
  ...[volumeRatio(1, 32), volumeRatio(8, 96), volumeRatio(32, 288)],
  ...[8, 32, 96].map(flow),
  {
    name: 'season_volume_8',
    definition: 'ln(mean volume of the 8 candles after this hour in earlier days, from 2h on weeks, / of the last 96)',
    unit: 'log ratio',
    value: (h) => {
      const usual = seasonal(h, 8, volumeAt);
      return usual === 0 ? 0 : logRatio(usual, h.meanVolume(96));
    },
  },
];
