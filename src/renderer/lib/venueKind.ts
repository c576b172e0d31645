// SIMULATED, PAPER, LIVE or a rehearsal of live: what kind of money and market is on screen, in one word and one tone.
import type { EngineSummary } from '../../shared/contract/records/engine.ts';
import { LIVE_REHEARSAL, SIMULATED } from '../../shared/domain/simulated.ts';

export type VenueKind = 'none' | 'sim' | 'paper' | 'rehearsal' | 'live';

type Kindly = Pick<EngineSummary, 'isSimulated' | 'mode'>;

export function venueKind(engine: Kindly | undefined): VenueKind {
  if (engine === undefined) return 'none';
  if (engine.mode === 'live') return engine.isSimulated ? 'rehearsal' : 'live';
  return engine.isSimulated ? 'sim' : 'paper';
}

export const KIND_WORDS: Readonly<Record<VenueKind, string>> = {
  none: 'NO CONNECTION',
  sim: SIMULATED,
  paper: 'PAPER',
  rehearsal: LIVE_REHEARSAL,
  live: 'LIVE',
};

export const KIND_MEANING: Readonly<Record<VenueKind, string>> = {
  none: 'No connection runs.',
  sim: 'Made-up prices and play money: nothing reaches a real market.',
  paper: 'Real or recorded prices, play money: nothing reaches a real account.',
  rehearsal:
    'Live trading rehearsed on an exchange inside the program: made-up prices and play money, no real account.',
  live: 'Real money: orders reach the exchange.',
};
