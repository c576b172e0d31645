// Made-up state of the program for the window's fake: engine, health, risk, strategies, connections, settings.
import { parse, stringify } from 'yaml';
import type { EngineDetail, EngineSummary, MarketRow } from '../../../src/shared/contract/records/engine.ts';
import type { RiskView } from '../../../src/shared/contract/records/risk.ts';
import type { StrategyRow } from '../../../src/shared/contract/records/strategy.ts';
import type { HealthReport } from '../../../src/shared/contract/records/system.ts';
import { EQUITY, POSITIONS, STRATEGIES, WORKING_ORDERS } from './fakeAccount.ts';
import { CONNECTION, lastPrice, NOW, SYMBOLS, TIMEFRAMES } from './fakeMarket.ts';

const LOCK = {
  id: 4,
  code: 'LOCK_COOLDOWN' as const,
  symbol: SYMBOLS[2],
  from: NOW - 600_000,
  until: NOW + 3_000_000,
  reason: 'SOL/USDT:USDT rests for 60 min after its last trade.',
};

export const ENGINE: EngineSummary = {
  connection: CONNECTION,
  isSimulated: true,
  mode: 'paper',
  state: 'running',
  detail: '',
  at: NOW,
  speed: 60,
  timeframe: '15m',
  symbols: [...SYMBOLS],
  strategies: [...STRATEGIES],
  tradingState: 'ACTIVE',
  isSafeMode: false,
  locks: [LOCK],
  quote: 'USDT',
  equity: EQUITY.toFixed(2),
  dayPnl: '87.41',
  dayPnlPct: 0.86,
  drawdownPct: 1.9,
  openPositions: POSITIONS.length,
  workingOrders: WORKING_ORDERS.length,
  data: { level: 'fresh', detail: 'Every market has a price of the last ten seconds.', newestAt: NOW - 4_000 },
  steps: 482_113,
};

const processor = (name: EngineDetail['processors'][number]['processor'], ms: number) => ({
  processor: name,
  cycles: 5120,
  lastMs: ms,
  p95Ms: ms * 2.4,
  errors: 0,
  heartbeatAt: NOW - 4_000,
});
const PROCESSORS = [
  processor('indication', 0.21),
  processor('strategy', 0.38),
  processor('realtime', 0.04),
  processor('health', 0.02),
];

export const DETAIL: EngineDetail = {
  ...ENGINE,
  feed: {
    isConnected: true,
    detail: 'connected',
    reconnects: 1,
    rejected: 0,
    clockSkewMs: 12,
    isReconciling: false,
    reconcilingSymbols: [],
  },
  processors: PROCESSORS,
  session: {
    startedAt: NOW - 9_000_000,
    startEquity: '10121.10',
    signals: 41,
    ordered: 12,
    refused: { EXPOSURE_TOTAL: 9, profitFactor: 14 },
    fills: 31,
    trades: 9,
    wins: 5,
    realised: '44.10',
    fees: '9.30',
    funding: '-0.42',
  },
  journal: { steps: ENGINE.steps, lastCommitMs: 0.8 },
};

export const MARKETS: readonly MarketRow[] = SYMBOLS.map((symbol) => ({
  connection: CONNECTION,
  isSimulated: true,
  symbol,
  instrument: {
    symbol,
    kind: 'linear',
    base: symbol.slice(0, 3),
    quote: 'USDT',
    settle: 'USDT',
    tickSize: '0.01',
    lotSize: '0.0001',
    minQty: '0.0001',
    minNotional: '5',
    contractSize: '1',
    makerBps: '2',
    takerBps: '5',
    maxLeverage: '20',
    maintenanceMarginPct: '0.5',
    isActive: true,
  },
  price: lastPrice(symbol),
  bid: lastPrice(symbol) * 0.9999,
  ask: lastPrice(symbol) * 1.0001,
  pricedAt: NOW - 4_000,
  timeframes: [...TIMEFRAMES],
  lastCandleClose: NOW - 420_000,
  changePct: -0.42,
  hasGap: false,
  indications: ['sma_20', 'sma_50', 'ema_20', 'rsi_14', 'macd_12_26_9_macd'].map((name, index) => ({
    name,
    value: index === 4 ? null : 50 + index,
  })),
}));

export const RISK: RiskView = {
  connection: CONNECTION,
  at: NOW,
  limits: [
    {
      key: 'maxDailyLossPct',
      label: 'Daily loss',
      description: 'Loss since midnight that stops new entries.',
      unit: 'percent',
      limit: 5,
      used: 1.1,
      usedPct: 22,
      isReached: false,
      detail: '',
    },
    {
      key: 'maxDrawdownPct',
      label: 'Drawdown',
      description: 'Fall from the highest equity that halts trading.',
      unit: 'percent',
      limit: 15,
      used: 1.9,
      usedPct: 12.7,
      isReached: false,
      detail: '',
    },
    {
      key: 'maxConsecutiveLosses',
      label: 'Losses in a row',
      description: 'Losing trades in a row that lock entries.',
      unit: 'count',
      limit: 5,
      used: 2,
      usedPct: 40,
      isReached: false,
      detail: '',
    },
    {
      key: 'maxOpenPositions',
      label: 'Open positions',
      description: 'Positions open at the same time.',
      unit: 'count',
      limit: 5,
      used: 3,
      usedPct: 60,
      isReached: false,
      detail: '',
    },
    {
      key: 'maxExposurePerSymbolPct',
      label: 'Exposure per symbol',
      description: 'Notional per symbol, of equity.',
      unit: 'percent',
      limit: 100,
      used: 82,
      usedPct: 82,
      isReached: false,
      detail: SYMBOLS[0],
    },
    {
      key: 'maxExposureTotalPct',
      label: 'Exposure in all',
      description: 'Notional over all symbols, of equity.',
      unit: 'percent',
      limit: 300,
      used: 300,
      usedPct: 100,
      isReached: true,
      detail: '',
    },
    {
      key: 'maxLeverage',
      label: 'Leverage',
      description: 'Total notional / equity.',
      unit: 'ratio',
      limit: 3,
      used: 0.7,
      usedPct: 23,
      isReached: false,
      detail: '',
    },
    {
      key: 'priceCollarPct',
      label: 'Price collar',
      description: 'Distance of a limit price from the mark.',
      unit: 'percent',
      limit: 5,
      used: null,
      usedPct: null,
      isReached: false,
      detail: '',
    },
    {
      key: 'maxNotionalPerOrder',
      label: 'Order size',
      description: 'Largest order, in quote currency.',
      unit: 'quote',
      limit: null,
      used: null,
      usedPct: null,
      isReached: false,
      detail: '',
    },
  ],
  protections: [
    {
      key: 'consecutiveLosses',
      label: 'Consecutive losses',
      isOn: true,
      detail: '5 losing trades in a row lock entries for 4 h.',
    },
    { key: 'stopLossGuard', label: 'Stop-loss guard', isOn: false, detail: 'Off.' },
    { key: 'lowProfitGuard', label: 'Low-profit symbol', isOn: false, detail: 'Off.' },
    { key: 'coolDown', label: 'Cool-down', isOn: true, detail: 'A symbol rests 60 min after each closed trade.' },
  ],
  locks: [LOCK],
  tradingState: 'ACTIVE',
  history: [
    {
      at: NOW - 90_000_000,
      text: 'HALTED to ACTIVE: looked at the drawdown, going on',
      change: {
        from: 'HALTED',
        to: 'ACTIVE',
        at: NOW - 90_000_000,
        cause: 'command',
        reason: 'looked at the drawdown, going on',
      },
    },
  ],
  isSafeMode: false,
  consecutiveLosses: 2,
};

const wall = Date.now();
export const HEALTH: HealthReport = {
  status: 'degraded',
  at: wall,
  startedAt: wall - 7_000_000,
  counts: { healthy: 6, degraded: 1, unhealthy: 0 },
  components: [
    ['store', 'Store', 'healthy', 'Writes take 0.8 ms.'],
    ['engines', 'Engine manager', 'healthy', 'One engine runs.'],
    ['engine.simulator', 'Engine simulator', 'healthy', 'Last step 4 s ago.'],
    ['feed.simulator', 'Feed simulator', 'healthy', 'Three markets, all fresh.'],
    ['inference', 'Inference', 'degraded', 'XGBoost 4h gave no answer three times in a row.'],
    ['risk', 'Risk', 'healthy', 'No limit stands in the way of exits.'],
    ['process', 'Process', 'healthy', 'Event loop p99 11 ms.'],
  ].map(([id, name, status, detail]) => ({
    id: id as string,
    name: name as string,
    status: status as 'healthy' | 'degraded',
    detail: detail as string,
    lastAt: wall - 3_000,
    figures: [
      { label: 'Errors in 5 min', value: '0' },
      { label: 'Last', value: '0.8 ms' },
    ],
  })),
  engines: [{ connection: CONNECTION, processors: PROCESSORS }],
  issues: [],
  warnings: ['XGBoost 4h is unhealthy and left out of the consensus.'],
};

export const strategyYaml = (
  id: string,
): string => `# Follows a trend from the moment a fast average of closes crosses a slow one.
id: ${id}
name: ${id.replace('-', ' ')}
enabled: true
symbols: [BTC/USDT:USDT]
timeframe: 15m
sides: [long]
entry:
  long:
    all:
      - crossesAbove: [{ sma: { period: 10 } }, { sma: { period: 30 } }]
exit:
  long:
    any:
      - crossesBelow: [{ sma: { period: 10 } }, { sma: { period: 30 } }]
risk: { stopLossPct: 2, takeProfitPct: 3 }
sizing: { percentEquity: 50 }
gates: { minProfitFactor: null }
`;

export const savedStrategies = new Map(STRATEGIES.map((id) => [id as string, strategyYaml(id)]));

export const strategyRows = (): StrategyRow[] =>
  [...savedStrategies].map(([id, yaml], index) => {
    const isEnabled = (parse(yaml) as { enabled?: boolean }).enabled !== false;
    return {
      id,
      name: id,
      description: 'Follows a trend from the moment a fast average of closes crosses a slow one.',
      isEnabled,
      isShipped: true,
      isOwn: index === 1,
      timeframe: '15m',
      symbols: [SYMBOLS[index % 3] as string],
      sides: ['long'],
      problems: [],
      on: [
        {
          connection: CONNECTION,
          isTrading: isEnabled,
          symbols: [SYMBOLS[index % 3] as string],
          openPositions: index < 3 ? 1 : 0,
          result: {
            trades: 40 + index * 9,
            wins: 19 + index * 4,
            net: (120 - index * 70).toFixed(2),
            winRate: 0.47,
            profitFactor: index === 3 ? 0.91 : 1.18,
            expectancyR: 0.04,
          },
        },
      ],
    };
  });

export function checkYaml(yaml: string) {
  try {
    const read = parse(yaml) as Record<string, unknown> | null;
    if (read === null || typeof read !== 'object')
      return { problems: [{ message: 'expected a strategy, found nothing' }], words: [] };
    const missing = ['id', 'name', 'symbols', 'timeframe', 'entry'].filter((key) => !(key in read));
    const problems = missing.map((key) => ({ message: `expected the key ${key}`, line: 1 }));
    if (problems.length > 0) return { problems, words: [] };
    return {
      problems,
      definition: read as never,
      words: [{ action: 'entry' as const, side: 'long' as const, text: 'SMA(10) crosses above SMA(30)' }],
    };
  } catch (error) {
    return {
      problems: [
        { message: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error), line: 3, column: 1 },
      ],
      words: [],
    };
  }
}

/** The same text with its switch set. */
export const withSwitch = (yaml: string, isEnabled: boolean): string =>
  stringify({ ...(parse(yaml) as object), enabled: isEnabled });
