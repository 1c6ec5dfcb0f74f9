import tseslint from 'typescript-eslint';

const RESTRICTED_SYNTAX = [
  {
    selector: 'ExportDefaultDeclaration',
    message: 'Named exports only: a name that the importer cannot change can be searched for.',
  },
  {
    selector:
      "TaggedTemplateExpression[tag.name='sql'] TemplateElement[value.raw=/(\\b(select|returning)\\s+|\\w\\.)\\*/i]",
    message: 'Name the columns: a prepared * gives other columns after a migration, and PostgreSQL refuses it.',
  },
  { selector: 'TSEnumDeclaration', message: 'Use a union of string literals: it needs no runtime code.' },
];

const UNEXPLAINED =
  'Call skip(reason) inside the test: a reason is shown at the end of every run, a test left out for none is forgotten.';
const RESTRICTED_IN_TESTS = [
  {
    selector:
      'CallExpression[callee.object.name="vi"][callee.property.name=/^wait(For|Until)$/]:not([arguments.1.name="PATIENCE"])',
    message:
      'Wait with PATIENCE (packages/platform/src/testing/patience.ts): the default of a second is too short for a busy machine.',
  },
  {
    selector:
      'MemberExpression[property.name=/^(skip|only|todo|skipIf|runIf)$/]:matches([object.name=/^(it|test|describe|suite)$/], [object.object.name=/^(it|test|describe|suite)$/])',
    message: UNEXPLAINED,
  },
  {
    selector:
      'CallExpression[callee.name=/^(it|test|describe|suite)$/] > ObjectExpression > Property[key.name=/^(skip|only|todo)$/]',
    message: UNEXPLAINED,
  },
  {
    selector: 'CallExpression:matches([callee.property.name="skip"], [callee.name="skip"])[arguments.length=0]',
    message: UNEXPLAINED,
  },
];

/** The house style that a machine can check; docs/architecture.md gives the reasons. */
export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      '**/generated/**',
      '**/dist/**',
      '.galleria/**',
      'tests/architecture/planted/**',
      '**/*.cjs',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['*.js', 'scripts/*.mjs', 'scripts/*/*.mjs'] } },
    },
    rules: {
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      // Prettier leaves comments as they are. What a person reads in a string, or searches for, stays in one line.
      'max-len': [
        'error',
        { code: 120, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreUrls: true, ignoreRegExpLiterals: true },
      ],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': ['error', ...RESTRICTED_SYNTAX],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Configuration is parsed once, in config.ts; pass it on as arguments.',
        },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['**/*.test.ts', '**/test/**', 'tests/**', 'bench/**', 'scripts/compose-verify/**'],
    rules: {
      'max-lines': ['error', { max: 500 }],
      'no-restricted-syntax': ['error', ...RESTRICTED_SYNTAX, ...RESTRICTED_IN_TESTS],
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Answers of the graph are read as the test's own document shapes them.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // SQL is code, too.
    files: ['subgraphs/*/src/repository/**', 'packages/messaging/src/**'],
    ignores: ['**/*.test.ts'],
    rules: { 'max-len': ['error', { code: 120, ignoreStrings: true, ignoreUrls: true }] },
  },
  {
    // Entry points read the environment and speak to a person at a terminal.
    files: [
      '**/main.ts',
      '**/seed.ts',
      '**/rotate-keys.ts',
      'scripts/**',
      'tools/**',
      'deploy/**',
      'bench/**',
      'tests/**',
      '*.config.ts',
      '**/vite.config.ts',
      'codegen.ts',
      'packages/platform/src/cli/**',
      // Vitest tells its workers their number there only.
      'packages/platform/src/testing/network/drawn-port.ts',
    ],
    rules: { 'no-restricted-properties': 'off', 'no-console': 'off' },
  },
  {
    // What Apollo, React Router and esbuild give are plain objects whose methods need no `this`.
    files: ['client/src/**', 'scripts/dev/**'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
  {
    files: ['*.config.ts', '**/vite.config.ts', '**/playwright.config.ts', 'codegen.ts', '*.config.js'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  { files: ['**/*.js', '**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },
);
