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

/** The keys of an account: only whether they are there, never what they are. */
const secretsRecord = z.strictObject({
  /** What has to be given, in the order of a form. */
  fields: z.array(z.strictObject({ name: id, label: z.string(), isStored: z.boolean() })),
  /** When they were stored, the machine's own time; absent: not all of them are there. */
  storedAt: time.optional(),
  /** Whether the exchange gives keys by `connections.issueKeys`: the rehearsal does. */
  isIssuer: z.boolean(),
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
  /** Absent: it needs none. */
  secrets: secretsRecord.optional(),
  /** When it was verified last with the keys that are stored now, the machine's own time. */
  verifiedAt: time.optional(),
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

/** One step on the way to live trading. */
export const checklistStep = z.strictObject({
  id: z.enum(['enabled', 'vault', 'keys', 'verified', 'agreed', 'limits', 'killSwitch', 'sentence']),
  label: z.string(),
  /** `todo`: the trader has to do it; `confirm`: it is confirmed in the request itself; `fail`: something is wrong. */
  status: z.enum(['done', 'todo', 'fail', 'confirm']),
  /** How it stands, and what to do. */
  detail: z.string(),
});

export const checklistRecord = z.strictObject({
  connection: id,
  isLive: z.boolean(),
  /** Every step but the ones to confirm is done. */
  isReady: z.boolean(),
  steps: z.array(checklistStep),
  /** What the trader reads before confirming the limits: label and value as they act on this account. */
  limits: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  /** What has to be typed, to the letter. */
  sentence: z.string(),
});

/** Where secrets are kept: a file sealed with a passphrase, which the program does not know before it is told. */
export const vaultStatus = z.strictObject({ isCreated: z.boolean(), isUnlocked: z.boolean(), storedFor: z.array(id) });
