// What has happened since the host took the engine up, counted and as a curve: all that is told of a run when it ends.
import { toEpochMs } from '../../../shared/domain/ids.ts';
import type { SessionTotals } from '../../../shared/domain/engineStatus.ts';
import type { Trade } from '../../../shared/domain/portfolio.ts';
import type { Decision } from '../../../shared/domain/signal.ts';
import { Decimal } from '../../../shared/money.ts';
import type { EngineEvent } from '../../engine/kernel/events.ts';
import type { EngineInput } from '../../engine/kernel/inputs.ts';

type Counts = { -readonly [Key in keyof SessionTotals]: SessionTotals[Key] };

/** Points of the curve; twice as many are thinned out to these. */
const POINTS = 200;

export class SessionTally {
  private readonly counts: Counts;
  private readonly refused: Record<string, number> = {};
  private hasStarted = false;
  private points: number[] = [];
  /** Of so many samples one is kept. */
  private stride = 1;
  private samples = 0;

  /** `equity` as it was taken up; deposits move the start, they are no gain. */
  constructor(equity: Decimal) {
    this.counts = {
      ...{ startedAt: toEpochMs(0), startEquity: equity, refused: this.refused },
      ...{ signals: 0, ordered: 0, fills: 0, trades: 0, wins: 0 },
      ...{ realised: Decimal.ZERO, fees: Decimal.ZERO, funding: Decimal.ZERO },
    };
  }

  /** Undefined before the first input. */
  get totals(): SessionTotals | undefined {
    return this.hasStarted ? { ...this.counts, refused: { ...this.refused } } : undefined;
  }

  get curve(): readonly number[] {
    return this.points;
  }

  note({ at }: EngineInput, events: readonly EngineEvent[]): void {
    if (!this.hasStarted) this.counts.startedAt = at;
    this.hasStarted = true;
    for (const event of events) this.count(event);
  }

  private count(event: EngineEvent): void {
    const { counts } = this;
    switch (event.kind) {
      case 'signalRaised':
        counts.signals += 1;
        break;
      case 'decisionMade':
        this.countDecision(event.decision);
        break;
      case 'orderFilled':
        counts.fills += 1;
        break;
      case 'tradeClosed':
        this.countTrade(event.trade);
        break;
      case 'ledgerPosted': {
        const { kind, amount, symbol } = event.entry;
        if (kind === 'fee') counts.fees = counts.fees.minus(amount);
        if (kind === 'funding') counts.funding = counts.funding.plus(amount);
        // What spot pays and receives is a transfer too, of that symbol.
        if (kind === 'deposit' || (kind === 'transfer' && symbol === undefined))
          counts.startEquity = counts.startEquity.plus(amount);
        break;
      }
      case 'equitySampled':
        this.sample(event.equity.toNumber());
        break;
      default:
    }
  }

  private countDecision({ outcome, gates, verdicts }: Decision): void {
    if (outcome === 'ordered') this.counts.ordered += 1;
    if (outcome !== 'refused') return;
    const cause = gates.find(({ allow }) => !allow)?.gate ?? verdicts.find(({ allow }) => !allow)?.code ?? 'other';
    this.refused[cause] = (this.refused[cause] ?? 0) + 1;
  }

  private countTrade({ pnl, funding }: Trade): void {
    const { counts } = this;
    const net = pnl.plus(funding);
    counts.trades += 1;
    if (net.isPositive()) counts.wins += 1;
    counts.realised = counts.realised.plus(net);
  }

  private sample(equity: number): void {
    if (this.samples++ % this.stride !== 0) return;
    this.points.push(equity);
    if (this.points.length < 2 * POINTS) return;
    this.points = this.points.filter((_, index) => index % 2 === 0);
    this.stride *= 2;
  }
}
