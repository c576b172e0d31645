// Markets: price, quotes, how old they are, what is wrong with them, and the newest indications.
import type { EngineStatus, MarketStatus } from '../../../shared/domain/engineStatus.ts';
import { NOTHING, numberText } from '../../../shared/figures.ts';
import type { Column } from './grid.ts';
import { type Span, signed, span } from './line.ts';
import { ageText, priceText, shortTime, signedPercent } from './liveFigures.ts';
import { gridSection, type Section } from './section.ts';

/** Indications that traders look at first, by their titles; the others follow as they are configured. */
const FAVOURITES = [/^rsi/, /^adx( \d+)?$/, /^macd histogram/, /^atr/, /^ema/, /^sma/];
/** Values on the scale of the price are written with its digits. */
const LIKE_PRICE = /^(?:sma|ema|bollinger|macd|atr)/;

export function marketSection(status: EngineStatus): Section {
  const { markets, positions, at } = status;
  const held = new Set(positions.map(({ symbol }) => symbol));
  const isUrgent = (market: MarketStatus): boolean => held.has(market.symbol) || flagOf(market) !== '';
  return gridSection<MarketStatus>({
    ...{ title: 'MARKETS', rank: 2, least: 3, good: 5, empty: 'no market yet' },
    // What is held or broken first: it is what must be seen where not all can be.
    rows: [...markets.filter(isUrgent), ...markets.filter((market) => !isUrgent(market))],
    columns: [
      { title: 'MARKETS', cell: ({ symbol }) => span(symbol) },
      { title: 'price', isRight: true, cell: ({ price, instrument }) => span(priceText(price, instrument), 'strong') },
      { title: 'move', isRight: true, drop: 3, cell: moveSpan },
      { title: 'bid', isRight: true, drop: 4, cell: ({ bid, instrument }) => span(priceText(bid, instrument)) },
      { title: 'ask', isRight: true, drop: 4, cell: ({ ask, instrument }) => span(priceText(ask, instrument)) },
      {
        title: 'age',
        ...{ isRight: true, drop: 1 },
        cell: ({ price, pricedAt }) => span(price === 0 ? NOTHING : ageText(at - pricedAt), 'dim'),
      },
      { title: 'state', cell: stateSpan },
      { title: 'candle', drop: 2, cell: candleSpan },
      { title: 'why', drop: 5, flexibleFrom: 30, cell: ({ staleReason }) => span(staleReason ?? '', 'bad') },
      ...indicationColumns(markets),
    ],
  });
}

const flagOf = ({ staleReason, hasGap, price }: MarketStatus): string =>
  hasGap ? 'GAP' : staleReason === undefined ? '' : price === 0 ? 'NO PRICE' : 'STALE';

const stateSpan = (market: MarketStatus): Span =>
  flagOf(market) === '' ? span('fresh', 'dim') : span(`!${flagOf(market)}`, 'bad');

/** Since the last candle closed. */
function moveSpan({ price, lastCandle }: MarketStatus): Span {
  if (price === 0 || lastCandle === undefined) return span('');
  const pct = (price / lastCandle.close - 1) * 100;
  return signed(`${arrow(pct)} ${signedPercent(pct)}`, pct);
}

/** When the last candle closed, and what it did. */
function candleSpan({ lastCandleClose, lastCandle }: MarketStatus): Span {
  if (lastCandleClose === undefined) return span(NOTHING);
  if (lastCandle === undefined) return span(shortTime(lastCandleClose));
  const pct = (lastCandle.close / lastCandle.open - 1) * 100;
  return signed(`${shortTime(lastCandleClose)} ${arrow(pct)}`, pct);
}

const arrow = (value: number): string => (value > 0 ? '▲' : value < 0 ? '▼' : '=');

function indicationColumns(markets: readonly MarketStatus[]): Column<MarketStatus>[] {
  const names = [...new Set(markets.flatMap(({ indications }) => indications.map(({ name }) => name)))];
  const short = names.map(shortName);
  return names
    .map((name, index) => {
      const title = short[index] ?? name;
      return { name, title: short.indexOf(title) === short.lastIndexOf(title) ? title : name };
    })
    .sort((a, b) => placeOf(a.title) - placeOf(b.title))
    .map(({ name, title }, index) => ({
      title,
      ...{ isRight: true, drop: 10 + index },
      cell: ({ indications, instrument }) => {
        const value = indications.find((indication) => indication.name === name)?.value ?? null;
        if (value === null) return span(NOTHING, 'dim');
        return span(LIKE_PRICE.test(name) ? priceText(value, instrument) : numberText(value, { decimals: 1 }));
      },
    }));
}

function placeOf(title: string): number {
  const found = FAVOURITES.findIndex((favourite) => favourite.test(title));
  return found === -1 ? FAVOURITES.length : found;
}

/** `rsi 14` of `rsi_14`, `macd histogram` of `macd_12_26_9_histogram`: several parameters are left out. */
function shortName(column: string): string {
  const [name = '', ...parts] = column.split('_');
  const parameters = parts.filter((part) => /^[\d.]+$/.test(part));
  const line = parts.filter((part) => !parameters.includes(part) && part !== name);
  return [name, ...(parameters.length === 1 ? parameters : []), ...line].join(' ');
}
