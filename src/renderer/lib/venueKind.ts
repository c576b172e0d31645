// SIMULATED, PAPER, LIVE or a rehearsal of live: what kind of money and market is on screen, in one word and one tone.
import type { EngineSummary } from '../../shared/contract/records/engine.ts';
import { LIVE_REHEARSAL, NOT_SWITCHED_ON, SIMULATED } from '../../shared/domain/simulated.ts';

export type VenueKind = 'none' | 'sim' | 'paper' | 'rehearsal' | 'live';

/** An engine, or a connection. */
export type Kindly = Pick<EngineSummary, 'isSimulated' | 'mode' | 'isLive'>;

export function venueKind(engine: Omit<Kindly, 'isLive'> | undefined): VenueKind {
  if (engine === undefined) return 'none';
  if (engine.mode === 'live') return engine.isSimulated ? 'rehearsal' : 'live';
  return engine.isSimulated ? 'sim' : 'paper';
}

const KIND_WORDS: Readonly<Record<VenueKind, string>> = {
  none: 'NO CONNECTION',
  sim: SIMULATED,
  paper: 'PAPER',
  rehearsal: LIVE_REHEARSAL,
  live: 'LIVE',
};

const KIND_MEANING: Readonly<Record<VenueKind, string>> = {
  none: 'No connection runs.',
  sim: 'Made-up prices and play money: nothing reaches a real market.',
  paper: 'Real or recorded prices, play money: nothing reaches a real account.',
  rehearsal:
    'Live trading rehearsed on an exchange inside the program: made-up prices and play money, no real account.',
  live: 'Real money: orders reach the exchange.',
};

/** The words with whether live trading is switched on. */
export function kindWords(engine: Kindly | undefined): string {
  const isOff = engine?.mode === 'live' && !engine.isLive;
  return `${KIND_WORDS[venueKind(engine)]}${isOff ? ` · ${NOT_SWITCHED_ON}` : ''}`;
}

/** What that means, in a sentence or two. */
export function kindMeaning(engine: Kindly | undefined): string {
  const isOff = engine?.mode === 'live' && !engine.isLive;
  return `${KIND_MEANING[venueKind(engine)]}${isOff ? ' Live trading is not switched on: orders are refused.' : ''}`;
}
