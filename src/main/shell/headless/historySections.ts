// What has happened lately, the newest first: signals and what became of them, trades, the ledger, activity.
import type { ActivityLine, EngineStatus } from '../../../shared/domain/engineStatus.ts';
import type { Decision } from '../../../shared/domain/signal.ts';
import type { LedgerEntry, Trade } from '../../../shared/domain/portfolio.ts';
import { exitReasonText, moneyOf, numberText } from '../../../shared/figures.ts';
import { bucketOpen, timeframeMs } from '../../../shared/time.ts';
import { actionWords, reasonWords, type ToldSignal } from './decisionWords.ts';
import { type Span, signed, span, type Tone } from './line.ts';
import { ageText, instrumentsOf, movePct, priceText, qtyText, shortTime, signedPercent } from './liveFigures.ts';
import { gridSection, type Section } from './section.ts';

export function signalSection(status: EngineStatus): Section {
  return gridSection<ToldSignal>({
    ...{ title: 'SIGNALS', rank: 3, least: 3, good: 6, isHistory: true, rows: status.signals.toReversed() },
    empty: whyNoSignal(status),
    columns: [
      { title: 'SIGNALS', cell: ({ signal }) => span(shortTime(signal.candleCloseTime), 'dim') },
      { title: 'symbol', cell: ({ signal }) => span(signal.symbol) },
      { title: 'wants', cell: ({ signal }) => span(actionWords(signal)) },
      { title: 'strategy', drop: 1, cell: ({ signal }) => span(signal.strategy, 'dim') },
      { title: 'outcome', cell: ({ decision }) => outcomeSpan(decision) },
      {
        title: 'because',
        flexibleFrom: 24,
        cell: ({ decision }) => span(decision === undefined ? '' : reasonWords(decision)),
      },
    ],
  });
}

function whyNoSignal({ strategies, timeframe, at, state }: EngineStatus): string {
  if (strategies.length === 0) return 'none: no strategy is enabled; foredeck strategies lists them';
  if (state !== 'running') return 'none yet';
  const next = bucketOpen(at, timeframe) + timeframeMs(timeframe);
  return `none yet: strategies look at each closed ${timeframe} candle, the next one in ${ageText(next - at)}`;
}

function outcomeSpan(decision: Decision | undefined): Span {
  if (decision === undefined) return span('waiting', 'dim');
  const tones = { ordered: 'accent', refused: 'warn', ignored: 'dim' } as const;
  return span(decision.outcome, tones[decision.outcome]);
}

export function tradeSection({ trades, markets, quote, equity }: EngineStatus): Section {
  const instrumentOf = instrumentsOf(markets);
  const { decimals } = moneyOf({ quote, cash: equity });
  return gridSection<Trade>({
    ...{ title: 'TRADES', rank: 6, least: 1, good: 5, isHistory: true, empty: 'none yet', rows: trades.toReversed() },
    columns: [
      { title: 'TRADES', cell: ({ exitAt }) => span(shortTime(exitAt), 'dim') },
      { title: 'symbol', cell: ({ symbol }) => span(symbol) },
      { title: 'side', cell: ({ side }) => span(side) },
      { title: 'qty', isRight: true, drop: 5, cell: ({ qty, symbol }) => span(qtyText(qty, instrumentOf(symbol))) },
      {
        title: 'entry',
        ...{ isRight: true, drop: 4 },
        cell: ({ entryPrice, symbol }) => span(priceText(entryPrice, instrumentOf(symbol))),
      },
      {
        title: 'exit',
        ...{ isRight: true, drop: 4 },
        cell: ({ exitPrice, symbol }) => span(priceText(exitPrice, instrumentOf(symbol))),
      },
      {
        title: `net ${quote}`,
        isRight: true,
        cell: ({ pnl, funding }) => {
          const net = pnl.plus(funding).toNumber();
          return signed(numberText(net, { isSigned: true, decimals }), net);
        },
      },
      {
        title: '%',
        ...{ isRight: true, drop: 2 },
        cell: (trade) => {
          const pct = movePct(trade, trade.entryPrice, trade.exitPrice);
          return signed(signedPercent(pct), pct);
        },
      },
      { title: 'left by', cell: ({ exitReason }) => span(exitReasonText(exitReason)) },
      { title: 'held', isRight: true, drop: 3, cell: ({ entryAt, exitAt }) => span(ageText(exitAt - entryAt), 'dim') },
      { title: 'strategy', drop: 6, flexibleFrom: 12, cell: ({ strategy }) => span(strategy, 'dim') },
    ],
  });
}

/** Fees are often less than the smallest unit of money. */
const FEE_DECIMALS = 2;
const LEDGER_WORDS: Readonly<Partial<Record<LedgerEntry['kind'], string>>> = { realisedPnl: 'realised P&L' };

export function ledgerSection({ ledger, quote, equity }: EngineStatus): Section {
  const { decimals } = moneyOf({ quote, cash: equity });
  return gridSection<LedgerEntry>({
    ...{
      title: 'LEDGER',
      rank: 8,
      least: 2,
      good: 3,
      isHistory: true,
      empty: 'no entry yet',
      rows: ledger.toReversed(),
    },
    columns: [
      { title: 'LEDGER', cell: ({ at }) => span(shortTime(at), 'dim') },
      { title: 'entry', cell: ({ kind }) => span(LEDGER_WORDS[kind] ?? kind) },
      {
        title: 'amount',
        isRight: true,
        cell: ({ amount }) => {
          const value = amount.toNumber();
          return signed(numberText(value, { isSigned: true, decimals: decimals + FEE_DECIMALS }), value);
        },
      },
      {
        title: `balance ${quote}`,
        isRight: true,
        cell: ({ balance }) => span(numberText(balance.toNumber(), { decimals })),
      },
      { title: 'symbol', drop: 1, cell: ({ symbol }) => span(symbol ?? '') },
      { title: 'cause', drop: 2, flexibleFrom: 12, cell: ({ cause }) => span(cause, 'dim') },
    ],
  });
}

const LEVEL_TONES = { info: undefined, warning: 'warn', critical: 'bad' } as const satisfies Readonly<
  Record<ActivityLine['level'], Tone | undefined>
>;

export function activitySection({ activity }: EngineStatus): Section {
  return gridSection<ActivityLine>({
    ...{
      title: 'ACTIVITY',
      rank: 4,
      least: 2,
      good: 5,
      isHistory: true,
      empty: 'nothing yet',
      rows: activity.toReversed(),
    },
    columns: [
      { title: 'ACTIVITY', cell: ({ at }) => span(shortTime(at), 'dim') },
      { title: 'level', cell: ({ level }) => span(level, LEVEL_TONES[level] ?? 'dim') },
      { title: 'what', flexibleFrom: 24, cell: ({ text, level }) => span(text, LEVEL_TONES[level]) },
    ],
  });
}
