import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

const STRICT = [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked]

const ENV_MESSAGE = 'Only src/config.ts reads process.env; take what you need from the Config.'

export default defineConfig(
  { ignores: ['dist/', 'data/', 'coverage/', 'node_modules/', '*.config.*', '*.cjs'] },
  {
    files: ['**/*.ts'],
    extends: STRICT,
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // `Record<never, never>` is how an effect says that it has nothing to give back.
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      // A port's methods are promises, whether an adapter awaits inside or not.
      '@typescript-eslint/require-await': 'off',
      curly: ['error', 'multi-line'],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true }],
      'no-console': 'error',
      'no-param-reassign': 'error',
      'no-self-compare': 'error',
      'no-unsafe-finally': 'error',
      'no-useless-rename': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'start' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/config.ts'],
    rules: {
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: ENV_MESSAGE }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "ImportDeclaration[source.value=/^(node:)?process$/] > ImportSpecifier[imported.name='env']",
          message: ENV_MESSAGE,
        },
        { selector: 'ExportAllDeclaration', message: 'No barrel files: import from where the thing is.' },
      ],
    },
  },
  {
    // These speak to a person at a terminal.
    files: ['src/main.ts', 'src/sandbox/**/*.ts', 'src/cli/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      'max-lines': ['error', { max: 600, skipBlankLines: true }],
      'no-restricted-properties': [
        'error',
        { object: 'it', property: 'only', message: 'Left from debugging.' },
        { object: 'describe', property: 'only', message: 'Left from debugging.' },
        { object: 'it', property: 'skip', message: 'Every test runs.' },
        { object: 'describe', property: 'skip', message: 'Every test runs.' },
      ],
    },
  },
)
