// Made-up strategy files for the window's fake; what is saved is kept until the window closes.
import { parse, stringify } from 'yaml';
import type { StrategyRow } from '../../../src/shared/contract/records/strategy.ts';
import { STRATEGIES } from './fakeAccount.ts';
import { CONNECTION, SYMBOLS } from './fakeMarket.ts';

const strategyYaml = (
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
