// What a running instance can be asked over its control socket, by the terminal or by a second start.
import type { ConnectionId, EpochMs, StrategyId } from '../../shared/domain/ids.ts';
import type { EngineStatus } from '../../shared/domain/engineStatus.ts';
import type { DifferenceAction } from '../../shared/domain/reconciliation.ts';
import type { Decimal } from '../../shared/money.ts';
import type { InboxView } from './views/inboxView.ts';

/** Who holds the data folder. */
export interface InstanceInfo {
  readonly pid: number;
  readonly startedAt: EpochMs;
  readonly version: string;
  /** `electron`, `chromium` or `headless`. */
  readonly shell: string;
  readonly connections: readonly ConnectionId[];
}

export type ControlCommand =
  | { readonly type: 'halt' | 'killSwitch' }
  /** Leaves safe mode too, where that is what stopped trading. */
  | { readonly type: 'resume' };

/** What one engine did with a command. */
export interface ControlOutcome {
  readonly connection: ConnectionId;
  readonly isAccepted: boolean;
  /** A sentence: what was done, or why not. */
  readonly detail: string;
  /** Of a kill switch: ms until every order was canceled, everything was flat, and the venue said so; null: not yet. */
  readonly tookMs?: {
    readonly canceled: number | null;
    readonly flat: number | null;
    readonly verified: number | null;
  };
}

/** What a person decides about a difference with the venue's account. */
export interface DifferenceChoice {
  /** Undefined: of whichever connection has a difference of that id. */
  readonly connection: ConnectionId | undefined;
  readonly id: string;
  readonly action: DifferenceAction;
  readonly strategy?: StrategyId | undefined;
  readonly price?: Decimal | undefined;
  readonly reason: string;
}

/** The running instance, as the socket server sees it. */
export interface Controllable {
  readonly info: InstanceInfo;
  /** Carries a command out on one connection or on all; a kill switch answers when it is verified, or after ten seconds. */
  command(request: {
    readonly command: ControlCommand;
    readonly connection: ConnectionId | undefined;
    readonly reason: string;
    /** The terminal where it is not said. */
    readonly by?: 'window' | 'cli' | undefined;
  }): Promise<readonly ControlOutcome[]>;
  /** The reconciliation inbox of one connection or of all. Throws `AppError` where no such engine runs. */
  inbox(connection: ConnectionId | undefined): InboxView;
  settle(choice: DifferenceChoice): ControlOutcome;
  status(): readonly EngineStatus[];
  /** Brings the window to the front, or opens it again. Rejects with `AppError` where there can be none. */
  openWindow(): Promise<void>;
}
