// Wall two of three: what each layer may mention. Direction and cycles are .dependency-cruiser.cjs, ambient types the tsconfigs.
import tseslint from 'typescript-eslint';

const ENGINE = 'src/main/engine/**/*.ts';
const SHARED = 'src/shared/**/*.ts';
const ADAPTERS = 'venues|secrets|inference|store|health|activity|telegram|config|logging|backtest|ipc';

const ban = (selector, message) => ({ selector, message });
const up = (folders) => `^(?:\\.{1,2}/)+(?:${folders})(?:/|\\.ts$|$)`;
const imports = (...patterns) => ['error', { patterns: patterns.map(([regex, message]) => ({ regex, message })) }];

const NO_DEFAULT_EXPORT = [
  ban('ExportDefaultDeclaration', 'Named exports only.'),
  ban("ExportSpecifier[exported.name='default']", 'Named exports only.'),
];

const TIME = 'Time is an argument or the kernel clock, never read from the machine.';
const CHANCE = 'Randomness comes from the seeded Rng port.';
const LOCALE = 'The time zone and language of the machine must not reach a result: UTC methods and plain comparison.';
const ESCAPE = 'A way around the walls: name what you need and import it.';

// `Date` and `Math` may be named only in the listed pure positions, so aliases, destructuring and computed access are caught.
const PURE_SYNTAX = [
  ban(
    "Identifier[name='Date']" +
      ":not(NewExpression[arguments.length=1]:not([arguments.0.type='SpreadElement']) > Identifier.callee)" +
      ':not(MemberExpression[computed=false][property.name=/^(UTC|parse)$/] > Identifier.object)' +
      ':not(TSTypeReference > Identifier)',
    TIME,
  ),
  ban(
    "Identifier[name='Math']:not(MemberExpression[computed=false][property.name!='random'] > Identifier.object)",
    CHANCE,
  ),
  // decimal.js has a static `random` too; an instance method of that name (the Rng port) is fine.
  ban("MemberExpression[object.name=/^[A-Z]/]:matches([property.name='random'], [property.value='random'])", CHANCE),
  ban(
    'MemberExpression[property.name=/^(toLocale\\w*|localeCompare|getTimezoneOffset|[gs]et(Hours|Minutes|Day|Date|Month|FullYear)|toDateString|toTimeString)$/]',
    LOCALE,
  ),
  ban("MemberExpression:matches([property.name='constructor'], [property.value='constructor'])", ESCAPE),
  ban("MetaProperty[meta.name='import']", ESCAPE),
  ban('ImportExpression', ESCAPE),
  ban('TSImportEqualsDeclaration', ESCAPE),
];

const NO_PROMISES = 'The engine is synchronous: handlers return data, never promises.';
const SYNC_SYNTAX = [
  ban(':function[async=true]', NO_PROMISES),
  ban('AwaitExpression', NO_PROMISES),
  ban('ForOfStatement[await=true]', NO_PROMISES),
  ban("Identifier[name='Promise']", NO_PROMISES),
];

const AMBIENT_GLOBALS = [
  ...[
    'performance',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'queueMicrotask',
    'requestAnimationFrame',
    'Temporal',
  ],
  ...['crypto', 'process', 'fetch', 'WebSocket', 'XMLHttpRequest', 'Buffer', 'console', 'navigator', 'Intl'],
  ...['globalThis', 'global', 'window', 'self', 'require', 'eval', 'Function', 'WeakRef', 'FinalizationRegistry'],
].map((name) => ({ name, message: 'Engine and shared know no clock, chance, disk, network or global state.' }));

const NO_MOCKS = [
  ban(
    "MemberExpression[object.name='vi'][property.name=/^(mock|doMock|unmock|doUnmock|hoisted)$/]",
    'Fakes at ports, no module mocking.',
  ),
  ban(
    "MemberExpression[property.name='only'][object.name=/^(it|test|describe|suite|bench)$/]",
    'A focused test hides the others.',
  ),
  ban(
    "MemberExpression[property.name='todo'][object.name=/^(it|test|describe|suite|bench)$/]",
    'Write the test or leave it out.',
  ),
];

const NO_ELECTRON = [
  '^electron(?:/|$)',
  'Only src/main/shell/electron, src/main/index.ts and src/preload know Electron.',
];
const NO_TESTS = [up('tests'), 'Product code never imports tests.'];

export default tseslint.config(
  { ignores: ['node_modules/', 'out/', 'dist/', 'coverage/', '.cache/'] },
  {
    files: ['**/*.{ts,tsx,mts,mjs,cjs}'],
    linterOptions: { noInlineConfig: true },
    rules: {
      'max-lines': ['error', 500],
      'no-console': 'error',
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-params': ['error', 3],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-depth': ['error', 4],
      complexity: ['error', { max: 14, variant: 'modified' }],
      'no-param-reassign': 'error',
      'no-restricted-syntax': ['error', ...NO_DEFAULT_EXPORT],
      'object-shorthand': 'error',
      '@typescript-eslint/array-type': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/prefer-nullish-coalescing': 'error',
      '@typescript-eslint/prefer-optional-chain': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // `return stop()` and `() => stop()` in a function of no value read better than braces; values are still checked.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: { 'no-restricted-imports': imports(NO_ELECTRON, NO_TESTS) },
  },
  {
    files: [SHARED],
    rules: {
      'no-restricted-globals': ['error', ...AMBIENT_GLOBALS],
      'no-restricted-syntax': ['error', ...NO_DEFAULT_EXPORT, ...PURE_SYNTAX],
      'no-restricted-imports': imports(
        ['^(?!\\.{1,2}/|zod$)', 'shared imports only zod (and decimal.js in money.ts).'],
        [up('main|preload|renderer'), 'shared is imported by every side and imports none.'],
        NO_TESTS,
      ),
    },
  },
  {
    files: ['src/shared/money.ts'],
    rules: {
      'no-restricted-imports': imports(
        ['^(?!\\.{1,2}/|decimal\\.js$)', 'money.ts imports only decimal.js.'],
        [up('main|preload|renderer'), 'shared is imported by every side and imports none.'],
      ),
    },
  },
  ...[
    { files: [ENGINE], ignores: ['src/main/engine/indications/**'], packages: 'decimal\\.js' },
    { files: ['src/main/engine/indications/**/*.ts'], ignores: [], packages: 'decimal\\.js|technicalindicators' },
  ].map(({ files, ignores, packages }) => ({
    files,
    ignores,
    rules: {
      'no-restricted-globals': ['error', ...AMBIENT_GLOBALS],
      'no-restricted-syntax': ['error', ...NO_DEFAULT_EXPORT, ...PURE_SYNTAX, ...SYNC_SYNTAX],
      'no-restricted-imports': imports(
        [
          `^(?!\\.{1,2}/|(?:${packages})$)`,
          'The engine imports itself, src/shared and decimal.js; indications also technicalindicators.',
        ],
        [up(`${ADAPTERS}|app|shell|cli|index|main|preload|renderer`), 'The engine knows no adapter, shell or app.'],
        NO_TESTS,
      ),
    },
  })),
  {
    // technicalindicators declares its plain inputs as classes; a literal of the same shape is what it wants.
    files: ['src/main/engine/indications/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'off' },
  },
  // The day of the loss limit begins at a configured zone's midnight: an explicit zone and time, nothing of the machine.
  {
    files: ['src/main/engine/risk/dayZone.ts'],
    rules: { 'no-restricted-globals': ['error', ...AMBIENT_GLOBALS.filter(({ name }) => name !== 'Intl')] },
  },
  {
    files: [`src/main/{${ADAPTERS.replaceAll('|', ',')}}/**/*.ts`],
    rules: {
      'no-restricted-imports': imports(NO_ELECTRON, NO_TESTS, [
        up('app|shell|cli|index|preload|renderer'),
        'Adapters are composed by app and cli, they do not know them.',
      ]),
    },
  },
  {
    files: ['src/main/shell/electron/**/*.ts', 'src/main/index.ts'],
    rules: { 'no-restricted-imports': imports(NO_TESTS) },
  },
  {
    files: ['src/preload/**/*.ts'],
    rules: {
      'no-restricted-imports': imports(
        ['^node:', 'preload knows no Node.'],
        [up('main|renderer'), 'preload imports electron and shared/contract.'],
      ),
    },
  },
  {
    files: ['src/renderer/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-imports': imports(
        NO_ELECTRON,
        NO_TESTS,
        ['^node:', 'The window knows no Node.'],
        [up('main|preload'), 'The window sees only shared.'],
      ),
    },
  },
  { files: ['src/main/logging/**/*.ts', 'src/main/cli.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['tests/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': ['error', ...NO_DEFAULT_EXPORT, ...NO_MOCKS],
      'max-lines-per-function': 'off',
      // In a test a wrong `!` fails that very test.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
);
