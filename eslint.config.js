import eslint from '@eslint/js';
import { configs as litConfigs } from 'eslint-plugin-lit';
import { defineConfig } from 'eslint/config';
import typescriptEslint from 'typescript-eslint';
import { ownLookup } from './scripts/lint/own-lookup.mjs';

const typed = ['**/*.ts'];
const exported = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name; a default export has a name in no file.',
};
const impatient = [
  ['vi', 'waitFor'],
  ['vi', 'waitUntil'],
  ['expect', 'poll'],
].map(([object, property]) => ({
  object,
  property,
  message: 'It gives up after a second; wait with test/support/eventually.ts.',
}));
const jumping = {
  object: 'Date',
  property: 'now',
  message: 'The clock on the wall jumps when it is set; durations are differences of performance.now().',
};
const changesFiles = [
  ...[
    'appendFile',
    'chmod',
    'copyFile',
    'cp',
    'createWriteStream',
    'fsync',
    'ftruncate',
    'link',
    'mkdir',
    'mkdtemp',
    'rename',
  ],
  ...['rm', 'rmdir', 'symlink', 'truncate', 'unlink', 'utimes', 'write', 'writeFile'],
].flatMap((name) => [name, `${name}Sync`]);
/** What would show names from files as they are. */
const rawTemplates = {
  paths: [
    {
      name: 'lit',
      importNames: ['html', 'svg', 'mathml'],
      message: 'Use src/ui/shared/html.ts: it makes names safe to show.',
    },
  ],
  patterns: [
    {
      regex: '^(@lit/|lit-|lit/(?!decorators\\.js$))',
      message: 'Names from files are safe in src/ui/shared/html.ts alone.',
    },
  ],
};
const rawText = [
  ...['textContent', 'innerText', 'innerHTML', 'outerHTML', 'insertAdjacentHTML', 'insertAdjacentText'].map(
    (property) => ({
      property,
      message: 'Render with src/ui/shared/html.ts: it makes names safe to show.',
    }),
  ),
  ...['fillText', 'strokeText'].map((property) => ({
    property,
    message: 'Use src/ui/shared/canvas-text.ts: it makes names safe to show.',
  })),
  { object: 'document', property: 'title', message: 'Names in it would be shown as they are.' },
];
const unsafe = [
  'no-unsafe-argument',
  'no-unsafe-assignment',
  'no-unsafe-call',
  'no-unsafe-member-access',
  'no-unsafe-return',
];

export default defineConfig(
  { ignores: ['build/', 'dist/', 'node_modules/'] },
  eslint.configs.recommended,
  typescriptEslint.configs.strictTypeChecked.map((config) => ({ ...config, files: typed })),
  {
    files: typed,
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // `values[i]!` under noUncheckedIndexedAccess says that the index is known to be in range.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // The messages of ONNX files hold plain numbers where their enums are meant.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // Half of the time that linting takes, for enums and look-alike classes of which there are hardly any here.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // An interface may promise a promise where one of its classes needs none.
      '@typescript-eslint/require-await': 'off',
      // Numbers in messages need no String(…).
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `(resolve) => server.close(() => resolve())` reads well.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      'no-restricted-syntax': ['error', exported],
    },
  },
  {
    files: ['src/**/*.ts', 'cli/**/*.ts', 'models/**/*.ts', 'bench/**/*.ts'],
    plugins: { 'cam-lens': { rules: { 'own-lookup': ownLookup } } },
    rules: { 'cam-lens/own-lookup': 'error' },
  },
  { files: ['src/own.ts'], rules: { 'cam-lens/own-lookup': 'off' } },
  {
    files: ['bench/**', 'cli/**', 'models/**', 'scripts/**', 'src/**'],
    rules: { 'no-restricted-properties': ['error', jumping] },
  },
  {
    files: ['cli/**/*.ts'],
    // The folder of a browser is the browser's.
    ignores: ['cli/disk.ts', 'cli/browser-profile.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        ...['node:fs', 'node:fs/promises'].map((name) => ({
          name,
          importNames: changesFiles,
          message: 'What changes files goes through cli/disk.ts, so that every fault of a disk can be tried.',
        })),
      ],
    },
  },
  {
    // Tests lie to the compiler on purpose now and then; a forgotten await stays an error.
    files: ['test/**/*.ts'],
    rules: {
      ...Object.fromEntries(unsafe.map((rule) => [`@typescript-eslint/${rule}`, 'off'])),
      '@typescript-eslint/unbound-method': 'off',
      'no-restricted-properties': ['error', ...impatient],
    },
  },
  { files: ['test/support/eventually.ts'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['src/ui/**/*.ts', 'test/ui/**/*.ts'], ...litConfigs['flat/recommended'] },
  {
    files: ['src/ui/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', rawTemplates],
      'no-restricted-properties': ['error', jumping, ...rawText],
    },
  },
  { files: ['src/ui/shared/html.ts'], rules: { '@typescript-eslint/no-restricted-imports': 'off' } },
  { files: ['src/ui/shared/canvas-text.ts'], rules: { 'no-restricted-properties': ['error', jumping] } },
  {
    // Plain JavaScript is type-checked by tsc (checkJs); globals are its business too.
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    rules: { 'no-undef': 'off', 'no-empty-function': 'off' },
  },
  { files: ['**/*.config.ts', '*.config.js'], rules: { 'no-restricted-syntax': 'off' } },
);
