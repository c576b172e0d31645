// Made-up models, votes and decisions for the window's fake.
import type { DecisionHead } from '../../../src/shared/contract/records/signal.ts';
import type { ConsensusRow, ModelRow, PredictionRow } from '../../../src/shared/contract/records/prediction.ts';
import { timeframeMs } from '../../../src/shared/time.ts';
import { STRATEGIES } from './fakeAccount.ts';
import { CONNECTION, DAY, NOW, SYMBOLS } from './fakeMarket.ts';

const SET = [
  ['xgboost-btc-15m', 'XGBoost 15m', 'xgboost', '15m', 0.3],
  ['xgboost-btc-1h', 'XGBoost 1h', 'xgboost', '1h', 0.25],
  ['random-forest-btc-4h', 'Random forest 4h', 'randomForest', '4h', 0.2],
  ['xgboost-btc-4h', 'XGBoost 4h', 'xgboost', '4h', 0.15],
  ['lightgbm-btc-4h', 'LightGBM 4h', 'lightgbm', '4h', 0.1],
] as const;

export const MODELS: readonly ModelRow[] = SET.map(([id, name, algorithm, timeframe, weight], index) => ({
  id,
  name,
  algorithm,
  symbol: SYMBOLS[0],
  timeframe,
  weight,
  featureSet: 'core-1',
  features: 38,
  calibration: 'Temperature scaling fitted on the last fold of the training span.',
  barriers: { horizonCandles: 32, upMultiple: 1.2, downMultiple: 0.8, halfLifeCandles: 96 },
  created: '2026-02-20',
  training: {
    from: NOW - 900 * DAY,
    to: NOW - 200 * DAY,
    rows: 67_000,
    classShares: { sell: 0.33, hold: 0.38, buy: 0.29 },
  },
  holdout: {
    from: NOW - 200 * DAY,
    to: NOW - 30 * DAY,
    rows: 16_320,
    classShares: { sell: 0.34, hold: 0.37, buy: 0.29 },
    logLoss: 1.061,
    priorLogLoss: 1.092,
    brier: 0.641,
    priorBrier: 0.662,
    brierLow: 0.633,
    brierHigh: 0.649,
    ece: 0.021,
    eceLow: 0.014,
    eceHigh: 0.031,
    auc: { sell: 0.571, hold: 0.602, buy: 0.559 },
    directionalAuc: 0.568,
  },
  health: index === 3 ? 'unhealthy' : 'healthy',
  detail: index === 3 ? 'Three time-outs in a row; it is asked again every minute.' : '',
  drift: index === 4 ? 'watch' : 'ok',
  live: [
    {
      connection: CONNECTION,
      symbol: SYMBOLS[0],
      drift: index === 4 ? ('watch' as const) : ('ok' as const),
      resolved: 812,
      brier: 0.652,
      ece: 0.034,
      psi: 0.08 + index * 0.03,
      worstFeature: { name: 'volume_ratio_96', psi: 0.21 },
    },
  ],
  requests: 1480 - index * 200,
  failures: index === 3 ? 3 : 0,
  lastMs: 1.4 + index,
  p95Ms: 3.1 + index * 1.4,
  lastAt: Date.now() - 7_000,
}));

const probabilities = (tilt: number) => ({ sell: 0.33 - tilt, hold: 0.34, buy: 0.33 + tilt });

export const CONSENSUS: readonly ConsensusRow[] = SYMBOLS.map((symbol, at) => ({
  connection: CONNECTION,
  symbol,
  direction: at === 1 ? 'SELL' : at === 0 ? 'BUY' : 'HOLD',
  confidence: at === 2 ? 0.41 : 0.58,
  score: at === 0 ? 0.24 : at === 1 ? -0.31 : 0.02,
  agreement: 0.65,
  quorum: 0.85,
  isActionable: at !== 2,
  at: NOW - 420_000,
  probabilities: probabilities(at === 0 ? 0.12 : at === 1 ? -0.15 : 0.01),
  reasons: at === 2 ? [{ code: 'DIRECTION_HOLD' as const, detail: 'The models agree on nothing to do.' }] : [],
  dataQuality: 1,
  votes: SET.map(([model, , , timeframe, weight], index) => ({
    model,
    timeframe,
    weight,
    isHealthy: index !== 3,
    isFresh: index !== 3,
    drift: index === 4 ? ('watch' as const) : ('ok' as const),
    ...(index === 3
      ? { failure: { code: 'MODEL_TIMEOUT' as const, detail: 'No answer within 2 s.' } }
      : {
          probabilities: probabilities(0.14 - index * 0.08 - at * 0.12),
          direction: index < 2 && at === 0 ? ('BUY' as const) : index === 2 ? ('HOLD' as const) : ('SELL' as const),
          candleCloseTime: NOW - 420_000,
          latencyMs: 2.2,
        }),
  })),
}));

export const CARD = `# XGBoost 15m

Predicts which of three barriers BTC/USDT reaches first within **32 candles**.

## What it is good for
- A tilt, not a forecast: its probabilities move little from the class shares.
- Only together with the other models, weighted.

## Figures on the holdout
| figure | value | of the prior |
| --- | --- | --- |
| Brier | 0.641 | 0.662 |
| Log loss | 1.061 | 1.092 |

> Past results say little of the next month.

\`<script>alert(1)</script>\` and raw <b>HTML</b> are text here.
`;

/** Eleven points near the diagonal. */
export const reliability = (shift: number) =>
  Array.from({ length: 11 }, (_, index) => {
    const predicted = 0.15 + index * 0.05;
    const observed = Math.min(1, Math.max(0, predicted + shift * (index % 2 === 0 ? 1 : -1)));
    return { predicted, observed, count: 60 + Math.round(900 * Math.exp(-((predicted - 0.35) ** 2) / 0.02)) };
  });

export const decisionHead = (index: number, symbol: string, closeTime: number): DecisionHead => {
  const isOrdered = index % 9 === 8;
  return {
    connection: CONNECTION,
    isSimulated: true,
    strategy: STRATEGIES[index % 4] as string,
    symbol,
    timeframe: '15m',
    closeTime,
    asked: index % 4 === 3 ? 'exitLong' : 'entry',
    stage: isOrdered ? 'ordered' : index % 3 === 0 ? 'gates' : 'conditions',
    ...(index % 3 === 0 && !isOrdered ? { code: 'profitFactor' } : {}),
    detail: isOrdered ? 'A market order of 0.0400 went out.' : '',
    stops: isOrdered
      ? []
      : [
          {
            side: 'long',
            what: index % 3 === 0 ? 'the gate profit factor' : 'a condition',
            text:
              index % 3 === 0
                ? 'Profit factor of the last 20 trades is 0.87; at least 1.1 is wanted.'
                : 'SMA(10) crosses above SMA(30) is not true.',
            since: closeTime - (index + 1) * 5_400_000,
            isSinceWhole: index % 2 === 0,
            missing: [
              {
                label: index % 3 === 0 ? 'profit factor' : 'SMA(10) above SMA(30)',
                text: index % 3 === 0 ? '0.23 more' : '31.2 (0.05 %) more',
                difference: 31.2,
                percent: 0.05,
              },
            ],
          },
        ],
  };
};

/** What each model said at its candles so far, newest last. */
export const predictionsOf = (symbol: string): readonly PredictionRow[] =>
  SET.flatMap(([model, , , timeframe], row) => {
    const length = timeframeMs(timeframe);
    const last = Math.floor(NOW / length) * length;
    return Array.from({ length: 120 }, (_, index): PredictionRow => {
      const tilt = Math.sin((index + row * 3) / 7) * 0.2;
      return {
        connection: CONNECTION,
        symbol,
        model,
        timeframe,
        candleCloseTime: last - (119 - index) * length,
        probabilities: probabilities(tilt),
        direction: tilt > 0.08 ? 'BUY' : tilt < -0.08 ? 'SELL' : 'HOLD',
      };
    });
  });
