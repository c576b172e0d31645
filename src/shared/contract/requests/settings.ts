// Strategies, connections, backtests, settings and the program itself.
import { z } from 'zod';
import { command, query } from '../define.ts';
import { id, listOf, nothing, optionalReason, reason, symbol, text, time } from '../fields.ts';
import { backtestRequest, jobRow, runCandles, runDetail, runRow, seriesRow } from '../records/backtest.ts';
import {
  checklistRecord,
  connectionRow,
  connectionStatus,
  connectionTemplate,
  vaultStatus,
  verifyStep,
} from '../records/connection.ts';
import { engineDetail } from '../records/engine.ts';
import { definitionRecord, problemRecord, strategyRow, strategyText } from '../records/strategy.ts';
import { aboutRecord, healthReport, settingRow } from '../records/system.ts';

/** The name of a strategy file without its ending. */
const strategyId = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, 'expected a name such as "sma-cross"');
const yaml = z.string().max(64_000);

/** Never logged, never kept. */
const passphrase = z.string().min(12, 'expected a passphrase of at least 12 characters').max(1024);

const strategyRequests = {
  'strategies.list': query('Every strategy: shipped and own ones, what is wrong with them, what came of them.', {
    params: nothing,
    result: listOf(strategyRow),
  }),
  'strategies.get': query('The text of a strategy with the definition it makes.', {
    params: z.strictObject({ id: strategyId }),
    result: strategyText,
  }),
  'strategies.validate': query('Every problem of a strategy text with its place; the definition where there is none.', {
    params: z.strictObject({ yaml }),
    result: z.strictObject({
      problems: z.array(problemRecord),
      definition: definitionRecord.optional(),
      words: strategyText.shape.words,
    }),
  }),
  'strategies.save': command('Writes a strategy file of the trader; engines take it up within seconds.', {
    params: z.strictObject({ id: strategyId, yaml, reason: optionalReason }),
    result: strategyText,
  }),
  'strategies.setEnabled': command('Switches a strategy on or off in its file.', {
    params: z.strictObject({ id: strategyId, isEnabled: z.boolean(), reason: optionalReason }),
    result: strategyText,
  }),
} as const;

const connectionRequests = {
  'connections.list': query('Every connection, and what a new one can be made from.', {
    params: nothing,
    result: z.strictObject({ items: z.array(connectionRow), templates: z.array(connectionTemplate) }),
  }),
  'connections.create': command('Makes a connection from a template.', {
    params: z.strictObject({ template: id, name: text, settings: z.record(z.string().max(80), z.json()).default({}) }),
    result: connectionRow,
  }),
  'connections.update': command('Changes settings of a connection.', {
    params: z.strictObject({
      connection: id,
      /** By path, for example `simulator.speed`. */
      settings: z.record(z.string().max(80), z.json()),
      reason: optionalReason,
    }),
    result: z.strictObject({ connection: connectionRow, note: z.string() }),
  }),
  'connections.delete': command('Deletes a connection with its settings and secrets.', {
    params: z.strictObject({ connection: id, reason }),
    result: nothing,
  }),
  'connections.setEnabled': command('Switches a connection on or off; off stops its engine.', {
    params: z.strictObject({ connection: id, isEnabled: z.boolean(), reason: optionalReason }),
    result: z.strictObject({ connection: connectionRow, note: z.string() }),
  }),
  'connections.setLive': command('Switches live trading on, where every step of its checklist is done, or off.', {
    params: z.strictObject({
      connection: id,
      isLive: z.boolean(),
      reason,
      /** What the trader confirms; only to switch on. */
      confirmed: z
        .array(z.enum(['limits', 'killSwitch']))
        .max(2)
        .default([]),
      sentence: z.string().max(200).default(''),
    }),
    result: connectionRow,
  }),
  'connections.checklist': query('What has to be so before a connection may trade live, and how each stands.', {
    params: z.strictObject({ connection: id }),
    result: checklistRecord,
  }),
  'connections.setSecrets': command('Stores the keys of a connection in the vault; they can never be read back.', {
    params: z.strictObject({ connection: id, values: z.record(id, z.string().trim().min(1).max(512)) }),
    result: connectionRow,
  }),
  'connections.deleteSecrets': command('Deletes the keys of a connection; live trading goes off with them.', {
    params: z.strictObject({ connection: id, reason }),
    result: connectionRow,
  }),
  'connections.issueKeys': command('Keys of the rehearsal exchange, shown once, as an exchange does.', {
    params: z.strictObject({ connection: id, canTrade: z.boolean(), canWithdraw: z.boolean() }),
    result: z.strictObject({ values: z.record(id, z.string()) }),
  }),
  'vault.status': query('Whether there is a vault for keys, and whether it is open.', {
    params: nothing,
    result: vaultStatus,
  }),
  'vault.create': command('Makes the vault, sealed with a passphrase.', {
    params: z.strictObject({ passphrase }),
    result: vaultStatus,
  }),
  'vault.unlock': command('Opens the vault with its passphrase.', {
    params: z.strictObject({ passphrase: z.string().min(1).max(1024) }),
    result: vaultStatus,
  }),
  'connections.verify': command('Looks whether a connection can do what it must, step by step.', {
    params: z.strictObject({ connection: id }),
    result: z.strictObject({ isVerified: z.boolean(), steps: z.array(verifyStep) }),
  }),
  'connections.status': query('One connection with its feed and its account.', {
    params: z.strictObject({ connection: id }),
    result: connectionStatus,
  }),
} as const;

const backtestRequests = {
  'backtest.start': command('Starts a backtest in a worker; progress comes by the stream `jobs`.', {
    params: backtestRequest,
    result: jobRow,
  }),
  'backtest.cancel': command('Calls a backtest off.', { params: z.strictObject({ id }), result: jobRow }),
  'backtest.list': query('Kept runs, newest first, and the jobs of this session.', {
    params: nothing,
    result: z.strictObject({ items: z.array(runRow), jobs: z.array(jobRow) }),
  }),
  'backtest.get': query('A kept run: metrics, curves, trades.', { params: z.strictObject({ id }), result: runDetail }),
  'backtest.candles': query('Candles that a kept run has seen, as columns.', {
    params: z.strictObject({
      id,
      symbol,
      /** Only those that open before; absent: the last ones. */
      before: time.optional(),
      limit: z.int().min(1).max(5000).default(1000),
    }),
    result: runCandles,
  }),
  'backtest.delete': command('Deletes a kept run; for good once the program ends.', {
    params: z.strictObject({ id }),
    result: nothing,
  }),
  'backtest.restore': command('Brings back a run that was deleted since the program was started.', {
    params: z.strictObject({ id }),
    result: nothing,
  }),
  'data.list': query('Candles a backtest can run on: stored ones, and what connections can give.', {
    params: nothing,
    result: listOf(seriesRow),
  }),
} as const;

const systemRequests = {
  'health.get': query('The health of the whole and of each component.', { params: nothing, result: healthReport }),
  'engines.list': query('Each engine with its processors, feed and session.', {
    params: nothing,
    result: listOf(engineDetail),
  }),
  'settings.get': query('Every key of the configuration with its value, origin, default and description.', {
    params: nothing,
    result: z.strictObject({
      items: z.array(settingRow),
      /** The trader's own file; empty where there is none. */
      yaml: z.string(),
      problems: z.array(problemRecord),
    }),
  }),
  'settings.update': command(
    'Writes keys to the configuration file of the trader; without a value a key goes back to its default.',
    {
      params: z.strictObject({
        changes: z
          .array(
            z.strictObject({
              path: z.string().min(1).max(120),
              /** Absent: back to the default. */
              value: z.json().optional(),
            }),
          )
          .min(1)
          .max(50),
        reason: optionalReason,
      }),
      result: z.strictObject({
        applied: z.array(z.string()),
        /** Paths that take effect at the next start only. */
        afterRestart: z.array(z.string()),
      }),
    },
  ),
  'preferences.get': query('What the window remembers: layouts, theme, switches.', {
    params: nothing,
    result: z.strictObject({ values: z.record(z.string(), z.json()) }),
  }),
  'preferences.set': command('Remembers one thing for the window; null forgets it.', {
    params: z.strictObject({ key: z.string().regex(/^[a-zA-Z][a-zA-Z0-9.-]{0,63}$/), value: z.json() }),
    result: nothing,
  }),
  'system.about': query('Name, versions, data folder, licences, attributions.', {
    params: nothing,
    result: aboutRecord,
  }),
} as const;

export const settingsRequests = {
  ...strategyRequests,
  ...connectionRequests,
  ...backtestRequests,
  ...systemRequests,
} as const;
