import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const TYPESCRIPT = ['server/src/**/*.ts', 'admin/src/**/*.{ts,tsx}', 'tests/**/*.ts'];
const PUBLISHED = ['server/src/**/*.ts', 'admin/src/**/*.{ts,tsx}'];

/**
 * What each room of server/src may import, besides itself: capture → outbox ← relay, on a ground floor of
 * contracts, schema, mapping and webhooks. A room that is not listed (services, the composition root)
 * imports what it likes.
 */
const ROOMS = {
  contracts: [],
  components: ['plugin-id.ts'],
  'content-types': ['contracts', 'plugin-id.ts'],
  models: ['plugin-id.ts'],
  network: [],
  schema: ['contracts'],
  mapping: ['contracts', 'schema'],
  expressions: ['schema', 'async-context.ts'],
  signing: ['contracts'],
  secrets: ['contracts', 'outbox', 'plugin-id.ts', 'async-context.ts', 'signing', 'validation'],
  validation: [
    'errors.ts',
    'config.ts',
    'contracts',
    'expressions',
    'mapping',
    'network',
    'plugin-id.ts',
    'schema',
  ],
  webhooks: [
    'errors.ts',
    'config.ts',
    'contracts',
    'expressions',
    'log.ts',
    'mapping',
    'outbox',
    'plugin-id.ts',
    'schema',
    'async-context.ts',
    'secrets',
    'signing',
    'validation',
  ],
  outbox: ['contracts', 'mapping', 'plugin-id.ts'],
  capture: [
    'contracts',
    'expressions',
    'mapping',
    'outbox',
    'schema',
    'async-context.ts',
    'webhooks',
  ],
  relay: [
    'config.ts',
    'contracts',
    'expressions',
    'mapping',
    'network',
    'outbox',
    'signing',
    'webhooks',
  ],
  controllers: ['errors.ts', 'contracts', 'permissions.ts', 'services', 'validation'],
  routes: ['permissions.ts'],
};

const zones = [
  ...Object.entries(ROOMS).map(([room, mayImport]) => ({
    target: `./server/src/${room}`,
    from: './server/src',
    except: [room, ...mayImport].map((name) => `./${name}`),
    message: `${room}/ may import ${mayImport.join(', ') || 'nothing'} only: see ROOMS in eslint.config.mjs.`,
  })),
  {
    target: './admin/src',
    from: './server/src',
    except: ['./contracts', './plugin-id.ts'],
    message: 'The admin panel runs in a browser: of the server it may import the contracts only.',
  },
  { target: './server/src', from: './admin', message: 'The server never imports the admin panel.' },
];

/** The globals of the Node that runs the linter, and those of a CommonJS module. */
const nodeGlobals = Object.fromEntries(
  [...Object.getOwnPropertyNames(globalThis), '__dirname', '__filename'].map((name) => [
    name,
    'readonly',
  ]),
);

export default defineConfig([
  globalIgnores([
    '**/dist/',
    '**/build/',
    '**/.cache/',
    '**/.strapi/',
    '**/.tmp/',
    'coverage/',
    'playground/types/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{js,cjs,mjs}'],
    extends: [js.configs.recommended],
    languageOptions: { globals: nodeGlobals },
    rules: { 'no-unused-vars': ['error', { ignoreRestSiblings: true }] },
  },
  {
    files: ['**/*.{js,cjs}'],
    ignores: ['strapi-admin.js'],
    languageOptions: { sourceType: 'commonjs' },
  },
  {
    files: TYPESCRIPT,
    extends: [
      js.configs.recommended,
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
    ],
    languageOptions: {
      parserOptions: {
        project: ['server/tsconfig.json', 'admin/tsconfig.json', 'tests/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // The contracts are namespaces of types, one an endpoint, as Strapi's own are.
      '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // An index signature is read as `row['name']` and a property as `row.name`: they look unlike.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // It asks for `!`, which no-non-null-assertion forbids.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // There are no classes: methods are closures of a factory, and nothing reads `this`.
      '@typescript-eslint/unbound-method': 'off',
      eqeqeq: 'error',
    },
  },
  {
    files: PUBLISHED,
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.json'] })],
    },
    rules: {
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
      'no-restricted-properties': [
        'error',
        { object: 'URL', property: 'canParse', message: 'Use network/parse-url, which says why.' },
        {
          object: 'strapi',
          property: 'log',
          message: 'Use log.ts: no message begins a line of its own.',
        },
      ],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^\\.{1,2}/(.*/)?(utils?|helpers?|common|lib|misc)(/|$)',
              message: 'A module lives in the room whose word it is.',
            },
          ],
        },
      ],
    },
  },
  {
    // Strapi reads the manifest of each half from its default export.
    files: ['server/src/index.ts', 'admin/src/index.ts'],
    rules: { 'import-x/no-default-export': 'off' },
  },
  { files: ['admin/src/**/*.{ts,tsx}'], extends: [reactHooks.configs.flat.recommended] },
]);
