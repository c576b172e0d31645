// The hashes of the program: sha256, in hex for ids and states, in the shorter base64url for the links of the journal's chain.
import { hash } from 'node:crypto';
import type { Hashes } from './host/restoreEngine.ts';

export const HASHES: Hashes = {
  state: (text) => hash('sha256', text),
  chain: (text) => hash('sha256', text, 'base64url'),
};
