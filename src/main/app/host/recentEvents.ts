// The last few of everything that happened, for people who look on. Bounded; the store has the rest.
import type { Candle } from '../../../shared/domain/candle.ts';
import type { SymbolId } from '../../../shared/domain/ids.ts';
import type { Fill } from '../../../shared/domain/order.ts';
import type { ActivityLine, EngineStatus } from '../../../shared/domain/engineStatus.ts';
import type { TradingStateChange } from '../../../shared/domain/trading.ts';
import type { StepResult } from '../../engine/kernel/engine.ts';
import type { EngineInput } from '../../engine/kernel/inputs.ts';
import { activityText } from '../../store/activityText.ts';

const KEPT = 50;

type Told = EngineStatus['signals'][number];

export class RecentEvents {
  readonly signals: Told[] = [];
  readonly fills: Fill[] = [];
  readonly trades: EngineStatus['trades'][number][] = [];
  readonly ledger: EngineStatus['ledger'][number][] = [];
  readonly activity: ActivityLine[] = [];
  readonly stateChanges: TradingStateChange[] = [];
  readonly lastCandles = new Map<SymbolId, Candle>();

  note(input: EngineInput, { events }: StepResult): void {
    const { at } = input;
    if (input.kind === 'candle') this.noteCandle(input.candle);
    for (const event of events) {
      switch (event.kind) {
        case 'signalRaised':
          keep(this.signals, { signal: event.signal });
          break;
        case 'decisionMade': {
          const place = this.signals.findLastIndex(({ signal }) => signal.id === event.decision.signal);
          const told = this.signals[place];
          if (told !== undefined) this.signals[place] = { ...told, decision: event.decision };
          break;
        }
        case 'orderFilled':
          keep(this.fills, event.fill);
          break;
        case 'tradeClosed':
          keep(this.trades, event.trade);
          break;
        case 'ledgerPosted':
          keep(this.ledger, event.entry);
          break;
        case 'tradingStateChanged':
          keep(this.stateChanges, event.change);
          break;
        default:
      }
      const line = activityText(event);
      if (line !== undefined) keep(this.activity, { at, ...line });
    }
  }

  private noteCandle(candle: Candle): void {
    const known = this.lastCandles.get(candle.symbol);
    if (known === undefined || candle.openTime > known.openTime) this.lastCandles.set(candle.symbol, candle);
  }

  say(line: ActivityLine): void {
    keep(this.activity, line);
  }
}

function keep<T>(list: T[], item: T): void {
  list.push(item);
  if (list.length > KEPT) list.shift();
}
