import { describe, expect, it } from 'vitest';
import { windowOptions } from '../../../../src/main/shell/electron/windowOptions.ts';

const display = { x: 0, y: 25, width: 1920, height: 1055 };
const last = { x: 100, y: 100, width: 1000, height: 700, isMaximized: false };

it('is sandboxed, isolated and without Node', () => {
  expect(windowOptions('/out/preload/index.cjs', { last: undefined, displays: [display] }).webPreferences).toEqual({
    preload: '/out/preload/index.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    safeDialogs: true,
  });
});

describe('its place', () => {
  const place = (state: typeof last | undefined, displays = [display]) => {
    const { x, y, width, height } = windowOptions('p', { last: state, displays });
    return { x, y, width, height };
  };

  it('is the usual one at first, the last one afterwards', () => {
    expect(place(undefined)).toEqual({ x: undefined, y: undefined, width: 1440, height: 900 });
    expect(place(last)).toEqual({ x: 100, y: 100, width: 1000, height: 700 });
  });

  it.each([
    ['to the right of every display', { x: 1900 }],
    ['to the left', { x: -950 }],
    ['below', { y: 1000 }],
    ['with its title bar above the display', { y: -10 }],
  ])('is not %s, where nobody would find it', (_, changes) => {
    expect(place({ ...last, ...changes })).toEqual({ x: undefined, y: undefined, width: 1000, height: 700 });
  });

  it('may be on a second display as long as that is there', () => {
    const second = { x: 1920, y: 0, width: 1280, height: 1024 };
    const there = { ...last, x: 2000, y: 50 };
    expect(place(there, [display, second])).toMatchObject({ x: 2000, y: 50 });
    expect(place(there)).toMatchObject({ x: undefined });
  });
});
