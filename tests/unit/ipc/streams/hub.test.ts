// Streams: a snapshot, then what changed; conflated where only the newest counts, complete where nothing may be lost.
import { describe, expect, it } from 'vitest';
import type { Envelope } from '../../../../src/shared/contract/messages.ts';
import { aLine, aMark, StreamRun } from '../../../builders/windowStreams.ts';

const texts = (envelopes: readonly Envelope<'activity'>[]) =>
  envelopes.map(({ kind, items }) => `${kind}: ${items.map(({ text }) => text).join(' ')}`);
const prices = (envelopes: readonly Envelope<'marks'>[]) =>
  envelopes.map(({ items }) => items.map(({ symbol, last }) => `${symbol} ${String(last)}`));

describe('a window that follows a stream', () => {
  it('gets the whole first, then what changed, in batches', async () => {
    const run = new StreamRun({ snapshots: { activity: () => [aLine('before')] } });
    const seen = run.follow(run.window(), 'activity');
    await run.turn();
    run.hub.add('activity', aLine('one'));
    run.hub.add('activity', aLine('two'));
    await run.turn();
    expect(texts(seen)).toEqual(['snapshot: before', 'delta: one two']);
    expect(seen.map(({ boot, seq }) => `${boot} ${String(seq)}`)).toEqual(['boot-1 0', 'boot-1 2']);
  });

  it('gets only the newest figure of a key, made when it is sent', async () => {
    const run = new StreamRun();
    const seen = run.follow(run.window(), 'marks');
    await run.turn();
    let made = 0;
    for (const price of [1, 2, 3]) {
      run.hub.set('marks', 'BTC', () => {
        made += 1;
        return aMark('BTC', price);
      });
    }
    run.hub.set('marks', 'ETH', () => aMark('ETH', 9));
    run.hub.set('marks', 'gone', () => undefined);
    await run.turn();
    expect(prices(seen).slice(1)).toEqual([['BTC 3', 'ETH 9']]);
    expect(made).toBe(1);
  });

  it('gets a figure between two events in their order', async () => {
    const run = new StreamRun();
    const seen = run.follow(run.window(), 'activity');
    await run.turn();
    run.hub.add('activity', aLine('first'));
    run.hub.set('activity', 'live', () => aLine('figure', 0));
    run.hub.add('activity', aLine('second'));
    await run.turn();
    expect(texts(seen).at(-1)).toBe('delta: first figure second');
  });

  it('gets nothing more of a stream it left, nor once it is closed', async () => {
    const run = new StreamRun();
    const window = run.window();
    const seen: unknown[] = [];
    const leave = window.bridge.subscribe('activity', (envelope) => void seen.push(envelope));
    await run.turn();
    leave();
    run.hub.add('activity', aLine('unseen'));
    await run.turn();
    expect(seen).toHaveLength(1);
    window.session.close();
    expect(run.hub.isWatched).toBe(false);
  });

  it('begins again with snapshots when everything has become another thing', async () => {
    const run = new StreamRun({ snapshots: { activity: () => [aLine('whole')] } });
    const seen = run.follow(run.window(), 'activity');
    await run.turn();
    run.hub.add('activity', aLine('void'));
    run.hub.restart();
    await run.turn();
    expect(texts(seen)).toEqual(['snapshot: whole', 'snapshot: whole']);
  });
});

describe('a hidden window', () => {
  it('gets what must not be lost, and the figures when it is seen again', async () => {
    const run = new StreamRun();
    const window = run.window();
    const [lines, marks] = [run.follow(window, 'activity'), run.follow(window, 'marks')];
    await run.turn();
    window.bridge.setVisible(false);
    run.hub.add('activity', aLine('kept'));
    run.hub.set('marks', 'BTC', () => aMark('BTC', 5));
    await run.turn(3);
    expect([texts(lines).at(-1), marks.length]).toEqual(['delta: kept', 1]);
    window.bridge.setVisible(true);
    await run.turn();
    expect(prices(marks).at(-1)).toEqual(['BTC 5']);
  });
});

describe('a reloaded window', () => {
  it('goes on after the last place seen, without a gap and without a repetition', async () => {
    const run = new StreamRun();
    const first = run.window();
    const before = run.follow(first, 'activity');
    await run.turn();
    run.hub.add('activity', aLine('one'));
    await run.turn();
    first.session.close();
    run.hub.add('activity', aLine('two'));
    const after = run.follow(run.window(), 'activity', before.at(-1));
    run.hub.add('activity', aLine('three'));
    await run.turn();
    expect(texts(after)).toEqual(['delta: two three']);
  });

  it('of another run of the program gets the whole', async () => {
    const run = new StreamRun({ snapshots: { activity: () => [aLine('whole')] } });
    const seen = run.follow(run.window(), 'activity', { boot: 'boot-0', seq: 0 });
    await run.turn();
    expect(texts(seen)).toEqual(['snapshot: whole']);
  });

  it('gets the whole where what it has seen never happened', async () => {
    const run = new StreamRun({ snapshots: { activity: () => [aLine('whole')] } });
    const first = run.window();
    const before = run.follow(first, 'activity');
    await run.turn();
    run.hub.add('activity', aLine('void'));
    await run.turn();
    first.session.close();
    run.hub.restart();
    const after = run.follow(run.window(), 'activity', before.at(-1));
    await run.turn();
    expect(texts(after)).toEqual(['snapshot: whole']);
  });

  it('gets the whole where what came meanwhile is no longer kept', async () => {
    const run = new StreamRun({ snapshots: { activity: () => [aLine('whole')] } });
    for (let line = 0; line < 5000; line++) run.hub.add('activity', aLine(String(line)));
    const seen = run.follow(run.window(), 'activity', { boot: 'boot-1', seq: 10 });
    await run.turn();
    expect(texts(seen)).toEqual(['snapshot: whole']);
  });
});

describe('a slow window', () => {
  it('has at most four batches on their way, and misses nothing once it takes them in', async () => {
    const run = new StreamRun();
    const window = run.window();
    const seen = run.follow(window, 'activity');
    await run.turn();
    window.isSlow = true;
    for (let line = 0; line < 1000; line++) {
      run.hub.add('activity', aLine(String(line)));
      await run.turn();
    }
    window.catchUp();
    await run.turn(3);
    const got = seen.flatMap(({ kind, items }) => (kind === 'delta' ? items.map(({ text }) => Number(text)) : []));
    expect(got).toEqual(Array.from({ length: 1000 }, (_, line) => line));
    expect(seen.length).toBeLessThan(10);
  });

  it('costs no memory of its own: what it gets after too long is the whole', async () => {
    const run = new StreamRun({ snapshots: { activity: () => [aLine('whole')] } });
    const window = run.window();
    const seen = run.follow(window, 'activity');
    await run.turn();
    window.isSlow = true;
    for (let line = 0; line < 20_000; line++) run.hub.add('activity', aLine('x'.repeat(1000)));
    await run.turn(10);
    run.hub.add('activity', aLine('y'));
    window.catchUp();
    await run.turn(3);
    expect(seen.filter(({ kind }) => kind === 'snapshot').length).toBeGreaterThan(1);
    expect(seen.reduce((sum, { items }) => sum + items.length, 0)).toBeLessThan(4 * 2000 + 10);
  });

  it('does not keep others waiting', async () => {
    const run = new StreamRun();
    const [slow, quick] = [run.window(), run.window()];
    run.follow(slow, 'activity');
    const seen = run.follow(quick, 'activity');
    await run.turn();
    slow.isSlow = true;
    for (let line = 0; line < 50; line++) {
      run.hub.add('activity', aLine(String(line)));
      await run.turn();
    }
    expect(seen).toHaveLength(51);
  });
});

describe('an item that breaks the contract', () => {
  it('is left out, and told once', async () => {
    const run = new StreamRun();
    const seen = run.follow(run.window(), 'activity');
    await run.turn();
    for (let time = 0; time < 3; time++) run.hub.add('activity', { ...aLine('bad'), more: 1 } as never);
    run.hub.add('activity', aLine('good'));
    await run.turn();
    expect(texts(seen).at(-1)).toBe('delta: good');
    expect(run.kept.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  });
});
