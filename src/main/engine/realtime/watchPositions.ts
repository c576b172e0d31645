// The realtime stage: what a new price does to the open positions of its symbol. One bad position never blocks the others.
import { InvariantError } from '../../../shared/assert.ts';
import type { OrderDesk } from '../execution/orderDesk.ts';
import { syncProtection } from '../execution/protection.ts';
import type { EngineCore } from '../kernel/core.ts';
import type { SymbolMarket } from '../market/symbolMarket.ts';
import type { OpenPositionState } from '../portfolio/openPosition.ts';
import { Decimal } from '../../../shared/money.ts';
import { dueExit, followPrice, type PriceSpan } from './exits.ts';

/** Liquidation guard first, then stop, target and time of each position; trailing and break-even stops follow. */
export function watchPositions(
  core: EngineCore,
  desk: OrderDesk,
  { market, high, low, from }: Omit<PriceSpan, 'tickSize'> & { market: SymbolMarket },
): void {
  const positions = core.portfolio.positionsIn(market.symbol);
  if (positions.length === 0) return;
  const isCalled = isMarginCalled(core, market);
  const span = { high, low, from, tickSize: market.instrument.tickSize };
  for (const position of positions) {
    try {
      if (isCalled) desk.close(position, 'liquidation');
      else watchPosition(core, desk, { position, market, span });
    } catch (error) {
      if (error instanceof InvariantError) throw error;
      core.unitFailed('realtime', position.key, error);
    }
  }
}

function watchPosition(
  core: EngineCore,
  desk: OrderDesk,
  { position, market, span }: { position: OpenPositionState; market: SymbolMarket; span: PriceSpan },
): void {
  const exits = core.exits.get(position.key);
  if (exits === undefined) return;
  // What can be had for it: the other side of the book, or the last price where there are only candles.
  const price = market.bid === 0 ? market.price : position.side === 'long' ? market.bid : market.ask;
  const reason = dueExit(exits, { side: position.side, price, now: core.clock });
  if (reason !== undefined) {
    desk.close(position, reason);
    return;
  }
  if (followPrice(exits, position, span)) syncProtection(core, desk, position);
}

/** Where the engine itself guards: the account is at its maintenance margin, and the venue has not acted. */
function isMarginCalled(core: EngineCore, market: SymbolMarket): boolean {
  if (market.instrument.kind !== 'linear' || market.bid === 0) return false;
  const price = Decimal.fromNumber(market.price);
  return core.portfolio.equity.lte(core.portfolio.maintenanceAt(market.symbol, price));
}

/** Positions held long enough, and exits that are tried again, at whatever time the engine is woken. */
export function closeDue(core: EngineCore, desk: OrderDesk): void {
  for (const position of [...core.portfolio.open]) {
    const dueAt = core.exits.get(position.key)?.dueAt;
    if (dueAt !== undefined && core.clock >= dueAt) desk.close(position, 'maxHold');
  }
  desk.closing.retry();
}
