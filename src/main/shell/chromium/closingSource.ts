// The question after the window was closed: a page without a script, whose two links never lead anywhere but to an answer.
import type { WindowFiles } from '../assets/windowFiles.ts';
import type { PageSource } from './guardRequests.ts';

export type ClosingAnswer = 'keep' | 'stop';

const ANSWERS: Readonly<Record<string, ClosingAnswer>> = { '/answer/keep': 'keep', '/answer/stop': 'stop' };

/** Its address, of its own so that the browser remembers the place and size of each window apart. */
export const CLOSING_PATH = '/closing';

/** The question's files; following one of its links is told to `take`. */
export const closingSource = (files: WindowFiles, take: (answer: ClosingAnswer) => void): PageSource => ({
  origin: files.origin,
  owns: files.owns,
  answer: (request) => {
    const path = request.url.slice(files.origin.length);
    const answer = ANSWERS[path];
    if (answer === undefined) return files.answer(path === CLOSING_PATH ? { ...request, url: files.origin } : request);
    take(answer);
    return Promise.resolve(undefined);
  },
});
