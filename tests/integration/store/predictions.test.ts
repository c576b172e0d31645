// What the models said, as the tables keep it; and a database of before, which gets the table.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { EngineEvent } from '../../../src/main/engine/kernel/events.ts';
import { type ForedeckStore, openForedeckStore } from '../../../src/main/store/foredeckStore.ts';
import { closeDatabase, openDatabase, openForReading } from '../../../src/main/store/openDatabase.ts';
import { MODELS_SQL, PREDICTIONS_SQL } from '../../../src/main/store/repositories/sqlitePredictions.ts';
import { type EpochMs, toEpochMs, toModelId, toSymbolId } from '../../../src/shared/domain/ids.ts';
import type { Direction, Prediction } from '../../../src/shared/domain/prediction.ts';
import { DAY_MS } from '../../../src/shared/time.ts';
import { openTimeAt, START } from '../../builders/aCandle.ts';
import { aCommit, CONNECTION, stepsAfter } from '../../builders/journalSteps.ts';
import { tempFolder } from '../../fixtures/tempFolder.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../src/main/store/migrations/foredeck');
const clock = { now: () => START };
const symbol = toSymbolId('BTC/USDT');
const [A, B] = [toModelId('a'), toModelId('b')];

function open(dataDir = tempFolder()): ForedeckStore {
  const store = openForedeckStore(dataDir, { clock });
  onTestFinished(() => store.close());
  return store;
}

function happen({ journal }: ForedeckStore, ...events: readonly EngineEvent[]): void {
  const steps = stepsAfter(journal.head(CONNECTION), 1);
  journal.commit(aCommit(steps, { happened: [{ seq: steps[0]!.seq, at: START, events }] }));
}

const said = (model: typeof A, at: EpochMs, buy = 0.5): Prediction => ({
  ...{ symbol, model, timeframe: '15m', candleCloseTime: at, ok: true, dataQuality: 0.99, latencyMs: 1.5 },
  ...{ probabilities: { sell: 0.25, hold: 0.75 - buy, buy }, featureHash: 'f', modelHash: 'm' },
});
const silent = (model: typeof A, at: EpochMs): Prediction => ({
  ...{ symbol, model, timeframe: '15m', candleCloseTime: at, ok: false, code: 'MODEL_TIMEOUT', detail: '2000 ms' },
});
const received = (prediction: Prediction): EngineEvent => ({ kind: 'predictionReceived', prediction });
const resolved = (model: typeof A, candleCloseTime: EpochMs, outcome: Direction): EngineEvent => ({
  kind: 'predictionResolved',
  resolved: { symbol, model, candleCloseTime, outcome, brier: 0.5 },
});

it('answers and failures are read as they were said, the newest first, each with its outcome', () => {
  const store = open();
  const [first, second, third] = [1, 2, 3].map((index) => openTimeAt(index)) as [EpochMs, EpochMs, EpochMs];
  happen(store, received(said(A, first)), received(said(B, first)), received(silent(A, second)));
  happen(store, received(said(A, third, 0.7)), resolved(A, first, 'SELL'), resolved(A, second, 'BUY'));
  const { predictions } = store;
  const key = { connection: CONNECTION, symbol, model: A };
  expect(predictions.models(CONNECTION, symbol)).toEqual([A, B]);
  expect(predictions.predictionsBefore(key, Infinity, 10)).toEqual([
    said(A, third, 0.7),
    { ...silent(A, second), outcome: 'BUY' },
    { ...said(A, first), outcome: 'SELL' },
  ]);
  expect(predictions.predictionsBefore(key, third, 1)).toEqual([{ ...silent(A, second), outcome: 'BUY' }]);
  expect(predictions.models(CONNECTION, toSymbolId('ETH/USDT'))).toEqual([]);
});

it('an answer that comes late takes the place of the time-out, and nothing that of an answer', () => {
  const store = open();
  const at = openTimeAt(1);
  happen(store, received(silent(A, at)), received(said(A, at)), received(silent(A, at)));
  const key = { connection: CONNECTION, symbol, model: A };
  expect(store.predictions.predictionsBefore(key, Infinity, 10)).toEqual([said(A, at)]);
});

it('predictions are kept as long as decisions', () => {
  const store = open();
  const days = [0, 1, 2, 3].map((day) => toEpochMs(START + day * DAY_MS));
  happen(store, ...days.flatMap((at) => [received(said(A, at)), received(said(B, at))]));
  const retention = { keepDays: 7, maxMegabytes: 100, decisionDays: 2 };
  expect(store.journal.prune(CONNECTION, days[3]!, retention)).toBe(false);
  for (const model of [A, B]) {
    const kept = store.predictions.predictionsBefore({ connection: CONNECTION, symbol, model }, Infinity, 10);
    expect(kept.map(({ candleCloseTime }) => candleCloseTime)).toEqual([days[3], days[2], days[1]]);
  }
});

it('predictions are found by key', () => {
  const dataDir = tempFolder();
  openForedeckStore(dataDir, { clock }).close();
  const db = openForReading({ path: join(dataDir, 'foredeck.db'), migrations: MIGRATIONS });
  const plan = (sql: string, ...args: unknown[]): string =>
    (db.$client.prepare(`explain query plan ${sql}`).all(...args) as { readonly detail: string }[])
      .map(({ detail }) => detail)
      .join('; ');
  for (const text of [plan(MODELS_SQL, 'c', 's'), plan(PREDICTIONS_SQL, 'c', 's', 'm', 1, 1)]) {
    expect(text).toMatch(/SEARCH predictions USING (?:COVERING INDEX|PRIMARY KEY)/);
    expect(text).not.toMatch(/TEMP B-TREE/);
  }
  closeDatabase(db);
});

it('a database of before the models keeps its rows, is backed up and gets the table', () => {
  const dataDir = tempFolder();
  const path = join(dataDir, 'foredeck.db');
  const before = openDatabase({ path, migrations: firstMigration(), synchronous: 'NORMAL' });
  before.$client.exec("insert into runs (at, version) values (5, '0.9.0')");
  closeDatabase(before);
  const store = open(dataDir);
  expect(store.runs()).toEqual([{ at: 5, version: '0.9.0' }]);
  happen(store, received(said(A, START)));
  expect(store.predictions.models(CONNECTION, symbol)).toEqual([A]);
  expect(existsSync(`${path}.v1.bak`)).toBe(true);
});

/** A folder with the first migration alone. */
function firstMigration(): string {
  const folder = join(tempFolder(), 'migrations');
  const journal = JSON.parse(readFileSync(join(MIGRATIONS, 'meta/_journal.json'), 'utf8')) as { entries: unknown[] };
  mkdirSync(join(folder, 'meta'), { recursive: true });
  cpSync(join(MIGRATIONS, '0000_journal_and_projections.sql'), join(folder, '0000_journal_and_projections.sql'));
  writeFileSync(
    join(folder, 'meta/_journal.json'),
    JSON.stringify({ ...journal, entries: journal.entries.slice(0, 1) }),
  );
  return folder;
}
