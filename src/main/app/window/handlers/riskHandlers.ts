// Limits with what is used of them, and their edits.
import type { LimitRow, RiskView } from '../../../../shared/contract/records/risk.ts';
import type { RiskConfig } from '../../../../shared/domain/risk.ts';
import { configSchema } from '../../../../shared/config/schema.ts';
import { type Decimal } from '../../../../shared/money.ts';
import { SECOND_MS } from '../../../../shared/time.ts';
import { AccountView } from '../../../engine/kernel/accountView.ts';
import type { EngineCore } from '../../../engine/kernel/core.ts';
import type { Handlers } from '../../../ipc/dispatch.ts';
import { toWire } from '../../../ipc/toWire.ts';
import type { EngineHost } from '../../host/engineHost.ts';
import { killSwitchRecord } from '../rows/engineRows.ts';
import { editSettings } from '../settingsEdit.ts';
import { hostOf, type WindowContext } from '../windowContext.ts';

type Names = 'risk.get' | 'risk.update';
type Use = Pick<LimitRow, 'used' | 'detail'>;
type LimitOutline = Pick<LimitRow, 'label' | 'unit'> & { readonly use: (core: EngineCore, view: AccountView) => Use };

const OF_ORDERS: Use = { used: null, detail: 'looked at with every order' };
const percentOf = (part: Decimal, whole: Decimal): number =>
  whole.isPositive() ? Math.max(0, (part.toNumber() / whole.toNumber()) * 100) : 0;
const used = (value: number, detail = ''): Use => ({ used: value, detail });

const LIMITS: Readonly<Record<LimitRow['key'], LimitOutline>> = {
  maxDailyLossPct: {
    ...{ label: 'Daily loss', unit: 'percent' },
    use: (_core, { dayStartEquity, equity }) => used(percentOf(dayStartEquity.minus(equity), dayStartEquity)),
  },
  maxDrawdownPct: {
    ...{ label: 'Drawdown', unit: 'percent' },
    use: (_core, { peakEquity, equity }) => used(percentOf(peakEquity.minus(equity), peakEquity)),
  },
  maxConsecutiveLosses: {
    ...{ label: 'Losing trades in a row', unit: 'count' },
    use: (_core, { consecutiveLosses }) => used(consecutiveLosses),
  },
  maxOpenPositions: {
    ...{ label: 'Open positions', unit: 'count' },
    use: (_core, { openPositions, workingEntries }) =>
      used(
        openPositions + workingEntries,
        workingEntries === 0 ? '' : `${String(workingEntries)} of them are entries on their way`,
      ),
  },
  maxExposurePerSymbolPct: { ...{ label: 'Exposure per symbol', unit: 'percent' }, use: largestExposure },
  maxExposureTotalPct: {
    ...{ label: 'Total exposure', unit: 'percent' },
    use: (_core, { totalExposure, equity }) => used(percentOf(totalExposure, equity)),
  },
  maxLeverage: {
    ...{ label: 'Leverage', unit: 'ratio' },
    use: (_core, { totalExposure, equity }) => used(percentOf(totalExposure, equity) / 100),
  },
  maxOrdersPer10s: {
    ...{ label: 'Orders in ten seconds', unit: 'count' },
    use: ({ sentAt, clock }) => used(sentAt.filter((at) => at > clock - 10 * SECOND_MS).length),
  },
  priceCollarPct: { ...{ label: 'Price collar', unit: 'percent' }, use: () => OF_ORDERS },
  maxNotionalPerOrder: { ...{ label: 'Largest order', unit: 'quote' }, use: () => OF_ORDERS },
  maxClockSkewMs: {
    ...{ label: 'Clock difference', unit: 'ms' },
    use: (_core, { clockSkewMs }) =>
      clockSkewMs === undefined ? { used: null, detail: 'not measured yet' } : used(Math.abs(clockSkewMs)),
  },
};

export function riskHandlers(window: WindowContext): Pick<Handlers, Names> {
  return {
    'risk.get': ({ connection }) => {
      const host = hostOf(window, connection);
      const { core } = host;
      const { control } = core;
      const report = control.killSwitchReport;
      return {
        connection: host.id,
        at: core.clock,
        limits: limitRows(core),
        protections: protectionRows(control.config),
        locks: toWire(control.locks),
        tradingState: control.tradingState,
        ...(control.stateChange === undefined ? {} : { stateChange: toWire(control.stateChange) }),
        history: stateHistory(window, host),
        isSafeMode: control.isSafeMode,
        ...(report === undefined ? {} : { killSwitch: killSwitchRecord(report) }),
        consecutiveLosses: control.consecutiveLosses,
      };
    },
    'risk.update': async ({ changes, reason }) => {
      const keys = Object.keys(changes) as LimitRow['key'][];
      const values = keys.map((key) => {
        const value = changes[key] ?? null;
        return { path: `risk.${key}`, value: key === 'maxNotionalPerOrder' && value !== null ? String(value) : value };
      });
      await editSettings(window, { changes: values, reason });
      return { applied: keys };
    },
  };
}

function limitRows(core: EngineCore): LimitRow[] {
  // A view of its own: the desk's may be pointed at an order.
  const view = new AccountView(core);
  const { config } = core.control;
  return Object.entries(LIMITS).map(([name, { label, unit, use }]) => {
    const key = name as LimitRow['key'];
    const limit = config[key] === null ? null : Number(config[key]);
    const { used: now, detail } = use(core, view);
    const usedPct = limit === null || now === null ? null : (now / limit) * 100;
    const isReached = usedPct !== null && usedPct >= 100;
    return {
      key,
      label,
      unit,
      description: DESCRIPTIONS[key].description ?? '',
      limit,
      used: now,
      usedPct,
      isReached,
      detail,
    };
  });
}

const DESCRIPTIONS = configSchema.shape.risk.unwrap().shape;

function largestExposure(core: EngineCore, { equity }: AccountView): Use {
  let largest = used(0);
  for (const symbol of core.markets.keys()) {
    const share = percentOf(core.portfolio.exposure(symbol), equity);
    if (share > (largest.used ?? 0)) largest = used(share, symbol);
  }
  return largest;
}

const hours = (value: number): string => `${String(value)} ${value === 1 ? 'hour' : 'hours'}`;

function protectionRows(config: RiskConfig): RiskView['protections'] {
  const { maxConsecutiveLosses, consecutiveLossLockHours, stopLossGuard, lowProfitGuard, coolDownMinutes } = config;
  const row = (key: RiskView['protections'][number]['key'], label: string, detail: string | undefined) => ({
    ...{ key, label, isOn: detail !== undefined, detail: detail ?? 'off' },
  });
  const losses =
    maxConsecutiveLosses === null || consecutiveLossLockHours === null
      ? undefined
      : `${String(maxConsecutiveLosses)} losing trades in a row lock entries for ${hours(consecutiveLossLockHours)}`;
  const stops =
    stopLossGuard === null
      ? undefined
      : `more than ${String(stopLossGuard.maxStops)} stop losses in ${hours(stopLossGuard.lookbackHours)} ` +
        `lock ${stopLossGuard.perSymbol ? 'the symbol' : 'all entries'} for ${hours(stopLossGuard.lockHours)}`;
  const profit =
    lowProfitGuard === null
      ? undefined
      : `a symbol that returns less than ${String(lowProfitGuard.minReturnPct)} % over ${String(lowProfitGuard.minTrades)} ` +
        `trades in ${hours(lowProfitGuard.lookbackHours)} is locked for ${hours(lowProfitGuard.lockHours)}`;
  const rest =
    coolDownMinutes === null ? undefined : `a symbol rests ${String(coolDownMinutes)} minutes after each trade`;
  return [
    row('consecutiveLosses', 'Losing streak', losses),
    row('stopLossGuard', 'Stop-loss guard', stops),
    row('lowProfitGuard', 'Low-profit symbol', profit),
    row('coolDown', 'Cool-down', rest),
  ];
}

/** Lines of the activity looked through for changes of the trading state. */
const LOOKED_THROUGH = 3000;
const SHOWN = 50;

/** Newest first: of this run of the program as it happened, before that as the activity still tells it. */
function stateHistory({ store }: WindowContext, { id, recent }: EngineHost): RiskView['history'] {
  const changes = recent.stateChanges.map((change) => ({
    at: change.at,
    text: `Trading went from ${change.from} to ${change.to}: ${change.reason}.`,
    change: toWire(change),
  }));
  const until = changes[0]?.at ?? Infinity;
  const told = store.trading
    .activity({ connection: id, limit: LOOKED_THROUGH })
    .filter(({ at, text }) => at < until && text.startsWith('Trading went from '))
    .map(({ at, text }) => ({ at, text }));
  return [...told, ...changes].slice(-SHOWN).reverse();
}
