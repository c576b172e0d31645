import { expect, it } from 'vitest';
import { externalLink } from '../../../src/main/shell/externalLinks.ts';

it('opens the addresses of our own attributions', () => {
  expect(externalLink('https://www.tradingview.com')).toBe('https://www.tradingview.com/');
  expect(externalLink('https://github.com/tradingview/lightweight-charts')).toBe(
    'https://github.com/tradingview/lightweight-charts',
  );
});

it.each([
  'https://example.com/',
  'http://github.com/',
  'https://github.com.example.com/',
  'https://example.com/github.com',
  'https://user:secret@github.com/',
  'https://github.com:8443/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'smb://github.com/share',
  '/relative',
  '',
])('keeps %s closed', (url) => {
  expect(externalLink(url)).toBeUndefined();
});
