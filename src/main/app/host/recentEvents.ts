// The last few of everything that happened, for people who look on. Bounded; the store has the rest.
import type { ActivityLine, EngineStatus } from '../../../shared/domain/engineStatus.ts';
import type { StepResult } from '../../engine/kernel/engine.ts';
import type { EngineInput } from '../../engine/kernel/inputs.ts';
import { activityText } from '../../store/activityText.ts';

const KEPT = 50;

type Told = EngineStatus['signals'][number];

export class RecentEvents {
  readonly signals: Told[] = [];
  readonly trades: EngineStatus['trades'][number][] = [];
  readonly ledger: EngineStatus['ledger'][number][] = [];
  readonly activity: ActivityLine[] = [];

  note({ at }: EngineInput, { events }: StepResult): void {
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
        case 'tradeClosed':
          keep(this.trades, event.trade);
          break;
        case 'ledgerPosted':
          keep(this.ledger, event.entry);
          break;
        default:
      }
      const line = activityText(event);
      if (line !== undefined) keep(this.activity, { at, ...line });
    }
  }

  say(line: ActivityLine): void {
    keep(this.activity, line);
  }
}

function keep<T>(list: T[], item: T): void {
  list.push(item);
  if (list.length > KEPT) list.shift();
}
