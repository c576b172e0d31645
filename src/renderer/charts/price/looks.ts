// The design tokens as the chart library wants them.
import { ColorType, CrosshairMode, type ChartOptions, type DeepPartial, LineStyle } from 'lightweight-charts';
import { tokenAlpha, tokenColor } from '../../lib/theme.ts';

export const chartLook = (): DeepPartial<ChartOptions> => ({
  layout: {
    background: { type: ColorType.Solid, color: tokenColor('bg-panel') },
    textColor: tokenColor('text-soft'),
    fontFamily: getComputedStyle(document.body).fontFamily,
    fontSize: 11,
    attributionLogo: false,
    panes: { separatorColor: tokenColor('line'), separatorHoverColor: tokenAlpha('accent', 0.25) },
  },
  grid: { vertLines: { color: tokenAlpha('line', 0.55) }, horzLines: { color: tokenAlpha('line', 0.55) } },
  crosshair: {
    mode: CrosshairMode.Normal,
    vertLine: { color: tokenColor('text-faint'), labelBackgroundColor: tokenColor('accent-fill') },
    horzLine: { color: tokenColor('text-faint'), labelBackgroundColor: tokenColor('accent-fill') },
  },
  rightPriceScale: { borderColor: tokenColor('line') },
  timeScale: {
    ...{ borderColor: tokenColor('line'), timeVisible: true, secondsVisible: false, rightOffset: 6 },
    // A year of quarters of an hour fits in the window; what shares a pixel is drawn as one.
    ...{ minBarSpacing: 0.02, enableConflation: true },
  },
});

/** Rising candles are hollow, falling ones full: told apart without colour. */
export const candleLook = () => ({
  upColor: tokenColor('bg-panel'),
  downColor: tokenColor('down'),
  borderUpColor: tokenColor('up'),
  borderDownColor: tokenColor('down'),
  wickUpColor: tokenColor('up'),
  wickDownColor: tokenColor('down'),
});

const SERIES = 6;
export const seriesToken = (index: number): string => `series-${String((index % SERIES) + 1)}`;

export const LEVEL_LOOK = {
  stop: { token: 'down', style: LineStyle.Dashed },
  target: { token: 'up', style: LineStyle.Dashed },
  entry: { token: 'text-faint', style: LineStyle.Dotted },
  order: { token: 'warn', style: LineStyle.SparseDotted },
} as const;
