// Candles, indications, models: what a chart and the model view draw.
import { z } from 'zod';
import { query } from '../define.ts';
import { candleFields, count, id, listOf, packedColumn, share, symbol, time, timeframe } from '../fields.ts';
import { marketRow } from '../records/engine.ts';
import { consensusRow, modelRow, predictionRow, reliabilityPoint } from '../records/prediction.ts';

/** The newest `limit` candles that open before `before`, ascending; missing ones count. */
const span = {
  connection: id,
  symbol,
  timeframe,
  before: time.optional(),
  limit: z.int().min(1).max(30_000).default(1000),
};

const indicatorParam = z.strictObject({
  key: z.string(),
  default: z.number(),
  min: z.number(),
  max: z.number(),
  isInteger: z.boolean(),
  description: z.string(),
});

const indicatorEntry = z.strictObject({
  name: z.string(),
  description: z.string(),
  params: z.array(indicatorParam),
  lines: z.array(z.string()),
  /** `price`: drawn over the candles; `pane`: below, on a scale of its own. */
  place: z.enum(['price', 'pane']),
  /** True: for charts alone, no strategy can read it. */
  isChartOnly: z.boolean(),
});
export type IndicatorEntry = z.output<typeof indicatorEntry>;

export const marketRequests = {
  'markets.list': query('Every market of each connection: instrument, newest price, freshness, indications.', {
    params: z.strictObject({ connection: id.optional() }),
    result: listOf(marketRow),
  }),
  'candles.list': query('Closed candles as columns, and the outages among them.', {
    params: z.strictObject(span),
    result: z.strictObject({
      connection: id,
      isSimulated: z.boolean(),
      ...candleFields,
    }),
  }),
  'indications.list': query('Values of indicators and chart overlays over the same candles.', {
    params: z.strictObject({
      ...span,
      /** `sma:20`, `macd:12:26:9`, `psar:0.02:0.2`. */
      specs: z.array(z.string().min(1).max(60)).min(1).max(20),
      /** Only the values of candles that open later: those to add to an answer over the same candles. */
      after: time.optional(),
    }),
    result: z.strictObject({
      openTime: packedColumn,
      columns: z.array(
        z.strictObject({
          /** As asked for. */
          spec: z.string(),
          /** Of the value: `macd_12_26_9_signal`. */
          id: z.string(),
          line: z.string(),
          place: z.enum(['price', 'pane']),
          values: packedColumn,
        }),
      ),
    }),
  }),
  'indications.catalogue': query('Every indicator and overlay with parameters and lines.', {
    params: z.strictObject({}),
    result: listOf(indicatorEntry),
  }),
  'predictions.latest': query('The consensus of each symbol with the vote of every model.', {
    params: z.strictObject({ connection: id.optional(), symbol: symbol.optional() }),
    result: listOf(consensusRow),
  }),
  'predictions.list': query('What each model said at candles of the past, and what came of it; newest last.', {
    params: z.strictObject({
      connection: id,
      symbol,
      model: id.optional(),
      /** Of candles that closed before; absent: the newest. */
      before: time.optional(),
      /** Of each model. */
      limit: z.int().min(1).max(2000).default(200),
    }),
    result: listOf(predictionRow),
  }),
  'models.list': query('The models of the manifest: weight, health, latency, drift, holdout figures.', {
    params: z.strictObject({}),
    result: listOf(modelRow),
  }),
  'models.card': query('The card of a model, Markdown.', {
    params: z.strictObject({ model: id }),
    result: z.strictObject({ model: id, markdown: z.string() }),
  }),
  'models.reliability': query('Predicted against observed: on the holdout, and live as answers come true.', {
    params: z.strictObject({ model: id, connection: id.optional() }),
    result: z.strictObject({
      model: id,
      holdout: z.array(reliabilityPoint),
      live: z.array(reliabilityPoint),
      liveBrier: z.number().optional(),
      liveEce: share.optional(),
      liveRows: count,
    }),
  }),
} as const;
