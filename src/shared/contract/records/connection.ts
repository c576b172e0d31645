// Connections: accounts on exchanges, the simulator and the replay.
import { z } from 'zod';
import { count, id, symbol, time, timeframe } from '../fields.ts';
import { engineState, mode } from './engine.ts';

const connectionKind = z.enum(['simulator', 'replay', 'exchange']);

/** A setting of a connection, to be shown and, where it may be, changed. */
const connectionSetting = z.strictObject({
  /** In the configuration, for example `simulator.speed`. */
  path: z.string(),
  label: z.string(),
  description: z.string(),
  value: z.json(),
  isEditable: z.boolean(),
  /** Why it cannot be changed, or when a change takes effect. */
  note: z.string(),
});

export const connectionRow = z.strictObject({
  id,
  name: z.string(),
  kind: connectionKind,
  isSimulated: z.boolean(),
  mode,
  isEnabled: z.boolean(),
  isLive: z.boolean(),
  /** Why it cannot be switched to live trading; absent: it can. */
  liveRefusal: z.string().optional(),
  /** Why it cannot be deleted; absent: it can. */
  deleteRefusal: z.string().optional(),
  /** Absent: no engine has it in this run of the program. */
  state: engineState.optional(),
  detail: z.string(),
  timeframe: timeframe.optional(),
  symbols: z.array(symbol),
  speed: z.number().optional(),
  settings: z.array(connectionSetting),
});
export type ConnectionRow = z.output<typeof connectionRow>;

/** What a new connection can be made from. */
export const connectionTemplate = z.strictObject({
  id,
  name: z.string(),
  kind: connectionKind,
  description: z.string(),
  isAvailable: z.boolean(),
  /** Why not, or what it needs. */
  note: z.string(),
});

/** One step of the verification of a connection. */
export const verifyStep = z.strictObject({
  id,
  label: z.string(),
  status: z.enum(['pass', 'warn', 'fail']),
  detail: z.string(),
  ms: z.number(),
});

export const connectionStatus = z.strictObject({
  connection: connectionRow,
  isConnected: z.boolean(),
  reconnects: count,
  rejected: count,
  clockSkewMs: z.number().optional(),
  isReconciling: z.boolean(),
  newestPriceAt: time.optional(),
  positions: count,
  orders: count,
});
