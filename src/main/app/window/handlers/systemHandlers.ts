// What the program says of itself: health, engines, versions and licences.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResultOf } from '../../../../shared/contract/requests.ts';
import type { HealthReport } from '../../../../shared/contract/records/system.ts';
import { programFile } from '../../../config/paths.ts';
import type { Handlers } from '../../../ipc/dispatch.ts';
import { engineDetail } from '../rows/engineRows.ts';
import type { WindowContext } from '../windowContext.ts';

type Names = 'health.get' | 'engines.list' | 'system.about';
type Licences = ResultOf<'system.about'>['licences'];

export function systemHandlers(window: WindowContext, health: () => HealthReport): Pick<Handlers, Names> {
  const { manager, info, context } = window;
  return {
    'health.get': health,
    'engines.list': () => ({ items: manager.views.map(engineDetail) }),
    'system.about': () => ({
      ...{ name: 'Foredeck', version: info.version, shell: info.shell, startedAt: info.startedAt, pid: info.pid },
      runtime: ['node', 'v8', 'electron', 'chrome', 'sqlite'].flatMap((name) => {
        const version = process.versions[name];
        return version === undefined ? [] : [{ name, version }];
      }),
      dataFolder: context.dataDir,
      licences: licences(),
      attributions: ATTRIBUTIONS,
    }),
  };
}

const ATTRIBUTIONS = [
  'Charts by TradingView Lightweight Charts™, Copyright (c) 2026 TradingView, Inc. https://www.tradingview.com/',
  'Prices of the simulator and everything traded on them are made up.',
];

interface Manifest {
  readonly version?: unknown;
  readonly license?: unknown;
  readonly homepage?: unknown;
}

let known: Licences | undefined;

/** Of every package that the program is built on, from what each says of itself. */
function licences(): Licences {
  known ??= Object.keys(manifestOf('package.json').dependencies)
    .sort()
    .flatMap((name) => {
      const manifest = installed(name);
      if (manifest === undefined) return [];
      const { version, license, homepage } = manifest;
      return [
        {
          name,
          version: typeof version === 'string' ? version : '',
          licence: typeof license === 'string' ? license : 'see the package',
          ...(typeof homepage === 'string' ? { homepage } : {}),
        },
      ];
    });
  return known;
}

const manifestOf = (path: string): { readonly dependencies: Readonly<Record<string, string>> } =>
  JSON.parse(readFileSync(programFile(path), 'utf8')) as { readonly dependencies: Readonly<Record<string, string>> };

/** Undefined where a package was built into the program and is not beside it. */
function installed(name: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(programFile(join('node_modules', name, 'package.json')), 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}
