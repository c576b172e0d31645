// Wall three of three: who may import whom, by resolved file, and no cycles. The table is in the architecture part of the README.
const ADAPTERS = '(?:venues|secrets|inference|store|health|activity|telegram|config|logging|backtest|ipc)';
const packages = (...names) => `(?:^|/)node_modules/(?:${names.join('|').replaceAll('.', '\\.')})/`;
const ELECTRON = `${packages('electron')}|^electron$`;

const never = (name, from, to) => ({ name, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    never('no-cycles', {}, { circular: true }),
    // A package of types alone has nothing that could be resolved.
    never('resolvable', {}, { couldNotResolve: true, pathNot: '^devtools-protocol(?:/|$)' }),
    never(
      'no-dev-packages-in-src',
      { path: '^src/' },
      // Electron is what the program runs in, not what it brings: packaging asks for it among the packages of development.
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: ELECTRON },
    ),
    never('src-knows-no-tests', { path: '^src/' }, { path: '^tests/' }),
    never(
      'shared-imports-only-zod',
      { path: '^src/shared/', pathNot: '^src/shared/money\\.ts$' },
      { pathNot: `^src/shared/|${packages('zod')}` },
    ),
    never(
      'money-imports-only-decimal',
      { path: '^src/shared/money\\.ts$' },
      { pathNot: `^src/shared/|${packages('decimal.js')}` },
    ),
    never(
      'engine-is-pure',
      { path: '^src/main/engine/', pathNot: '^src/main/engine/indications/' },
      { pathNot: `^src/(?:main/engine|shared)/|${packages('decimal.js')}` },
    ),
    never(
      'indications-are-pure',
      { path: '^src/main/engine/indications/' },
      { pathNot: `^src/(?:main/engine|shared)/|${packages('decimal.js', 'technicalindicators')}` },
    ),
    never(
      'one-home-for-technicalindicators',
      { pathNot: '^src/main/engine/indications/|^tests/' },
      { path: packages('technicalindicators') },
    ),
    never(
      'adapters-know-no-composer',
      { path: `^src/main/${ADAPTERS}/` },
      { path: `^src/(?:main/(?:app|shell|cli|index)(?:/|\\.)|preload/|renderer/)|${ELECTRON}` },
    ),
    // What lies in a sub-folder of an adapter is its own business; the files beside it are what others may use.
    never(
      'adapters-keep-their-insides',
      { path: `^src/main/(${ADAPTERS})/` },
      { path: `^src/main/${ADAPTERS}/[^/]+/`, pathNot: '^src/main/$1/' },
    ),
    never(
      'drizzle-stays-in-store',
      { pathNot: '^src/main/store/|^tests/|\\.config\\.ts$' },
      { path: packages('drizzle-orm', 'better-sqlite3') },
    ),
    never(
      'composers-know-no-electron',
      { path: '^src/main/(?:app/|cli)' },
      { path: `^src/main/(?:shell/electron/|index\\.ts)|${ELECTRON}` },
    ),
    never(
      'other-shells-know-no-electron',
      { path: '^src/main/shell/(?:chromium|headless)/' },
      { path: `^src/main/shell/electron/|${ELECTRON}` },
    ),
    never('preload-is-thin', { path: '^src/preload/' }, { pathNot: `^src/(?:preload|shared/contract)/|${ELECTRON}` }),
    never('window-sees-only-shared', { path: '^src/renderer/' }, { path: `^src/(?:main|preload)/|${ELECTRON}` }),
    never('window-knows-no-node', { path: '^src/renderer/' }, { dependencyTypes: ['core'] }),
    never(
      'features-are-strangers',
      { path: '^src/renderer/features/([^/]+)/' },
      { path: '^src/renderer/features/', pathNot: '^src/renderer/features/$1/' },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
};
