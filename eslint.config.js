/** @file ESLint: type-checked strict rules, React's hooks, and the import directions of `src/`. */
import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { importDirection } from './scripts/lint/importDirection.js';

const tests = ['**/*.test.{ts,tsx}', '**/testing.ts'];

/** What a browser or a worker offers and the method has no use for. */
const platformGlobals = [
  'window',
  'document',
  'navigator',
  'self',
  'fetch',
  'Worker',
  'postMessage',
  'process',
];

export default defineConfig(
  globalIgnores(['dist', 'public', 'runs', 'test-results', 'src/tensor/wasm/assembly']),
  {
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-warning-comments': 'error',
      // `${count} images` is what a sentence is made of.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      // The rank of a kernel's output, or of a parameter by its name, is known to the caller alone.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Handlers such as `() => setOpen(true)` read best on one line.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: tests,
    plugins: { layers: { rules: { 'import-direction': importDirection } } },
    rules: { 'layers/import-direction': 'error' },
  },
  {
    files: ['src/adasim/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...platformGlobals] },
  },
  { files: ['src/**/*.tsx'], extends: [reactHooks.configs.flat.recommended] },
);
