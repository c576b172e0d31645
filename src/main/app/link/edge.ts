// The edge: what a feed says is checked before the engine hears of it. Malformed messages are counted, and logged once per kind.
import { type Candle, closeTimeOf } from '../../../shared/domain/candle.ts';
import type { SymbolId } from '../../../shared/domain/ids.ts';
import { isoUtc, SECOND_MS, type Timeframe, timeframeMs } from '../../../shared/time.ts';
import { candleProblem } from '../../engine/market/candleProblem.ts';
import type { Logger } from '../../logging/logger.ts';
import type { Connection, MarketMessage } from '../../venues/ports.ts';

/** A candle so little ahead of our clock is early, not wrong: it waits for its close. */
const EARLY_MS = 5 * SECOND_MS;

type Malformed = { readonly kind: 'symbol' | 'timeframe' | 'future' | 'candle' | 'mark'; readonly text: string };

export class Edge {
  rejected = 0;
  private readonly symbols: ReadonlySet<SymbolId>;
  private readonly timeframe: Timeframe;
  private readonly now: () => number;
  private readonly log: Logger;
  private readonly logged = new Set<string>();

  constructor({ instruments, baseTimeframe, clock }: Connection, log: Logger) {
    this.symbols = new Set(instruments.map(({ symbol }) => symbol));
    this.timeframe = baseTimeframe;
    this.now = () => clock.now();
    this.log = log;
  }

  isSound(message: MarketMessage): boolean {
    const malformed = message.kind === 'candle' ? this.candleFault(message.candle) : this.markFault(message);
    if (malformed === undefined) return true;
    this.rejected += 1;
    if (!this.logged.has(malformed.kind)) {
      this.logged.add(malformed.kind);
      this.log.warn(`left out a malformed message; more of its kind are only counted: ${malformed.text}`);
    }
    return false;
  }

  private candleFault(candle: Candle): Malformed | undefined {
    const { symbol, timeframe, openTime } = candle;
    if (!this.symbols.has(symbol)) return unknown(symbol);
    if (timeframe !== this.timeframe) {
      return { kind: 'timeframe', text: `expected a ${this.timeframe} candle of ${symbol}, found ${timeframe}` };
    }
    const text = candleProblem(candle, timeframeMs(timeframe));
    if (text !== undefined) return { kind: 'candle', text: `${symbol}: ${text}` };
    if (closeTimeOf(candle) <= this.now() + EARLY_MS) return undefined;
    return {
      kind: 'future',
      text: `${symbol}: expected a closed candle, found the one that opens ${isoUtc(openTime)}`,
    };
  }

  private markFault({ symbol, bid, ask, last }: Extract<MarketMessage, { kind: 'mark' }>): Malformed | undefined {
    if (!this.symbols.has(symbol)) return unknown(symbol);
    if (bid > 0 && bid <= ask && ask < Infinity && last > 0 && last < Infinity) return undefined;
    const found = `bid ${String(bid)}, ask ${String(ask)}, last ${String(last)}`;
    return { kind: 'mark', text: `${symbol}: expected finite prices with 0 < bid <= ask, found ${found}` };
  }
}

const unknown = (symbol: SymbolId): Malformed => ({ kind: 'symbol', text: `expected a known symbol, found ${symbol}` });
