import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { windowFiles } from '../../../../src/main/shell/assets/windowFiles.ts';
import { closingSource } from '../../../../src/main/shell/chromium/closingSource.ts';

const FOLDER = resolve(import.meta.dirname, '../../../../src/main/shell/chromium/closing');
const ORIGIN = 'https://foredeck.invalid';

function aQuestion() {
  const answers: string[] = [];
  const source = closingSource(windowFiles({ folder: FOLDER, origin: ORIGIN, icon: '' }), (answer) =>
    answers.push(answer),
  );
  return { answers, get: (path: string) => source.answer({ method: 'GET', url: `${ORIGIN}${path}` }) };
}

it('shows a page without a script', async () => {
  const { get } = aQuestion();
  const page = await get('/closing');
  expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
  expect(page?.body.toString()).not.toMatch(/<script|<style|style=/);
  expect(await get('/page.css')).toMatchObject({ status: 200 });
});

it('takes each link of its page for an answer, and stays', async () => {
  const { answers, get } = aQuestion();
  const html = readFileSync(resolve(FOLDER, 'index.html'), 'utf8');
  const links = [...html.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, href]) => href!);
  expect(links.length).toBe(2);
  for (const link of links) expect(await get(link)).toBeUndefined();
  expect(answers).toEqual(['keep', 'stop']);
});

it('does not know other paths', async () => {
  const { answers, get } = aQuestion();
  expect(await get('/answer/other')).toMatchObject({ status: 404 });
  expect(answers).toEqual([]);
});
