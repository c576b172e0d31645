// What of the events a trader reads in the activity: one sentence each.
import type { ActivityLine } from '../../shared/domain/engineStatus.ts';
import type { Lock } from '../../shared/domain/trading.ts';
import { exitReasonText, moneyOf, numberText } from '../../shared/figures.ts';
import { isoUtc } from '../../shared/time.ts';
import type { EngineEvent } from '../engine/kernel/events.ts';
import type { FeedStatus, UserCommand, VenueReport } from '../engine/kernel/inputs.ts';

type Line = Omit<ActivityLine, 'at'>;

/** The line of an event; undefined for what is told elsewhere or too often to be told. */
export function activityText(event: EngineEvent): Line | undefined {
  switch (event.kind) {
    case 'configRefused':
      return critical(`The configuration was refused: ${event.reason}.`);
    case 'candleRejected':
      return warning(`A candle of ${event.candle.symbol} was left out: ${event.reason}.`);
    case 'outageRecorded':
      return warning(
        `The venue has no candles of ${event.symbol} from ${isoUtc(event.from)} to ${isoUtc(event.to)}: an outage.`,
      );
    case 'orderRefused': {
      const refusal = event.verdicts.find(({ allow }) => !allow);
      return warning(
        `An order of ${event.strategy} in ${event.symbol} was refused: ${refusal?.detail ?? 'no reason'}.`,
      );
    }
    case 'orderChanged':
      return ofOrder(event.order);
    case 'tradeClosed': {
      const { side, symbol, strategy, exitReason, pnl, entryPrice, qty } = event.trade;
      const { decimals } = moneyOf({ quote: '', cash: entryPrice.times(qty) });
      const result = numberText(pnl.toNumber(), { isSigned: true, decimals });
      return info(
        `${strategy} closed its ${side} position in ${symbol} (${exitReasonText(exitReason)}): P&L ${result}.`,
      );
    }
    case 'cancelRejected':
      return warning(`The venue did not cancel order ${event.clientOrderId}: ${event.reason}.`);
    case 'reportIgnored':
      return event.reason === 'known already'
        ? undefined
        : warning(`A report of the venue (${reportText(event.report)}) was ignored: ${event.reason}.`);
    case 'flattened':
      return warning(`Everything is closed, ${event.tookMs} ms after it was asked for.`);
    case 'unitFailed':
      return critical(`${event.unit} failed in the ${event.processor} processor and was left out: ${event.message}.`);
    case 'venueCompared':
      return ofComparison(event);
    default:
      return ofControl(event);
  }
}

function ofControl(event: EngineEvent): Line | undefined {
  switch (event.kind) {
    case 'tradingStateChanged': {
      const { from, to, reason } = event.change;
      return line(to === 'ACTIVE' ? 'info' : 'critical', `Trading went from ${from} to ${to}: ${reason}.`);
    }
    case 'lockPlaced':
      return warning(
        `Entries ${scope(event.lock)} are locked until ${isoUtc(event.lock.until)}: ${event.lock.reason}.`,
      );
    case 'lockReleased':
      return info(`Entries ${scope(event.lock)} are free again (${event.lock.code}).`);
    case 'feedChanged':
      return ofFeed(event.status);
    case 'commandAccepted':
      return info(`Command ${commandText(event.command)} was accepted.`);
    case 'commandRefused':
      return warning(`Command ${commandText(event.command)} was refused: ${event.reason}.`);
    default:
      return undefined;
  }
}

const info = (text: string): Line => line('info', text);
const warning = (text: string): Line => line('warning', text);
const critical = (text: string): Line => line('critical', text);
/** A reason that is a sentence of its own brings its own full stop. */
const line = (level: Line['level'], text: string): Line => ({ level, text: text.replace(/\.\.$/, '.') });

const scope = ({ symbol, strategy }: Lock): string =>
  symbol === undefined && strategy === undefined
    ? 'of all strategies'
    : [strategy === undefined ? '' : `of ${strategy}`, symbol === undefined ? '' : `in ${symbol}`]
        .filter((part) => part !== '')
        .join(' ');

const commandText = (command: UserCommand): string => {
  const { type, by, reason } = command;
  return `${type === 'resolveDifference' ? resolveText(command) : type} (${by}: ${reason})`;
};

function resolveText({
  action,
  difference,
  strategy,
  price,
}: Extract<UserCommand, { type: 'resolveDifference' }>): string {
  const what =
    difference.kind === 'order'
      ? `order ${difference.venueOrderId}, which is not ours,`
      : `the ${difference.kind === 'position' ? `position in ${difference.symbol}` : 'balance'} (the venue ${difference.theirs.toString()}, we ${difference.ours.toString()})`;
  const how = [
    ...(strategy === undefined ? [] : [`to ${strategy}`]),
    ...(price === undefined ? [] : [`at ${price.toString()}`]),
  ];
  return ['to', action, what, ...how].join(' ');
}

const reportText = (report: VenueReport): string =>
  'fill' in report
    ? `${report.type} ${report.fill.fillId}`
    : 'clientOrderId' in report
      ? `${report.type} ${report.clientOrderId}`
      : report.type;

function ofOrder({ state, side, qty, symbol, reason }: Extract<EngineEvent, { kind: 'orderChanged' }>['order']) {
  if (state !== 'rejected' && state !== 'unknown') return undefined;
  const order = `order to ${side} ${qty.toString()} ${symbol}`;
  return warning(
    state === 'rejected'
      ? `The venue rejected the ${order}: ${reason ?? 'no reason'}.`
      : `What became of the ${order} is unknown: ${reason ?? 'no reason'}.`,
  );
}

function ofFeed(status: FeedStatus): Line | undefined {
  switch (status.type) {
    case 'connected':
      return info(status.detail === 'connected' ? 'Connected.' : `Connected: ${status.detail}.`);
    case 'disconnected':
      return warning(`Not connected: ${status.detail}.`);
    case 'reconciling':
      return info(`Comparing ${status.symbol ?? 'orders and positions'} with the venue.`);
    case 'reconciled':
      return info(
        `${status.symbol === undefined ? 'Orders and positions agree' : `${status.symbol} agrees`} with the venue.`,
      );
    // Told by `outageRecorded`, and too often.
    case 'outage':
    case 'clockSkew':
      return undefined;
  }
}

function ofComparison(event: Extract<EngineEvent, { kind: 'venueCompared' }>): Line | undefined {
  const { missing, unknown, balanceDrift, positions } = event;
  const parts = [
    missing.length === 0 ? '' : `it does not know our orders ${missing.join(', ')}`,
    unknown.length === 0 ? '' : `it has orders unknown to us: ${unknown.join(', ')}`,
    balanceDrift.isZero() ? '' : `its balance differs by ${balanceDrift.toString()}`,
    ...positions.map(({ symbol, ours, theirs }) => `${symbol}: ours ${ours.toString()}, its ${theirs.toString()}`),
  ].filter((part) => part !== '');
  return parts.length === 0 ? undefined : critical(`The venue differs from our books: ${parts.join('; ')}.`);
}
