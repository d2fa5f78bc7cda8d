/* `log` is pure, `store` knows no network, `sync` no screen, and screens reach storage only through its small port:
   the order of the folders is a rule here, not a habit. */
import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import vue from 'eslint-plugin-vue';

const forbid = (patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'dev-dist/**', 'public/**'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.{ts,vue,js,mjs}'],
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.vue'], ecmaVersion: 'latest', sourceType: 'module' },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      'no-undef': 'off',
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/multi-word-component-names': 'off',
      'max-lines': ['error', { max: 300, skipBlankLines: false }],
    },
  },
  { files: ['src/log/**/*.ts'], ignores: ['**/*.test.ts'], rules: {
    ...forbid([{ group: ['**/store/**', '**/sync/**', '**/ui/**', '**/field/**', '**/shell/**', 'vue', 'vant', 'dexie', 'node:*'], message: 'log is pure' }]),
    'no-restricted-globals': ['error', 'window', 'document', 'navigator', 'indexedDB', 'localStorage', 'fetch'],
  } },
  { files: ['src/store/**/*.ts'], ignores: ['**/*.test.ts'], rules: forbid([{ group: ['**/sync/**', '**/ui/**', '**/field/**', '**/shell/**', 'vue', 'vant'], message: 'store knows log only' }]) },
  { files: ['src/sync/**/*.ts'], ignores: ['**/*.test.ts'], rules: forbid([{ group: ['**/ui/**', '**/field/**', '**/shell/**', 'vue', 'vant'], message: 'sync knows log and store only' }]) },
  { files: ['types/**'], rules: { '@typescript-eslint/consistent-type-imports': 'off' } },
  { files: ['scripts/**', 'src/node/**'], rules: { 'no-console': 'off' } },
);
