'use strict';

const transform = {
  '^.+\\.tsx?$': [
    '@swc/jest',
    { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
  ],
};

/** Worker threads need a file that plain Node runs. */
const moduleNameMapper = { '/worker-file$': '<rootDir>/tests/support/worker-file.ts' };

const project = (displayName, patterns, more = {}) => ({
  displayName,
  testMatch: [patterns].flat().map((pattern) => `<rootDir>/tests/${pattern}`),
  testEnvironment: 'node',
  transform,
  moduleNameMapper,
  ...more,
});

const database = process.env.TEST_DATABASE ?? 'sqlite';
/** Of tests that mean some databases only: `.servers` those that have transactions side by side. */
const OF_OTHER_DATABASES = [
  ...(database === 'sqlite' ? ['\\.servers\\.test\\.ts$'] : []),
  ...(database === 'mysql' ? [] : ['\\.mysql\\.test\\.ts$']),
];

module.exports = {
  testTimeout: 240_000,
  projects: [
    project('unit', 'unit/**/*.test.ts', {
      setupFiles: ['<rootDir>/tests/unit/without-strapi.ts'],
    }),
    project('integration', 'integration/**/*.test.ts', {
      testPathIgnorePatterns: ['/node_modules/', ...OF_OTHER_DATABASES],
    }),
    project('built', 'integration/**/*.test.ts', {
      // Tests that call functions of the source cannot reach those inside the bundle.
      testPathIgnorePatterns: ['/node_modules/', '\\.insides\\.test\\.ts$', ...OF_OTHER_DATABASES],
      setupFiles: ['<rootDir>/tests/support/with-built-plugin.ts'],
    }),
    project('redis', ['engines/**/*.test.ts', 'integration/relay/{,queue/}*.test.ts'], {
      globalSetup: '<rootDir>/tests/engines/setup.ts',
      globalTeardown: '<rootDir>/tests/engines/teardown.ts',
      setupFilesAfterEnv: ['<rootDir>/tests/engines/with-bullmq.ts'],
    }),
    project('packaging', 'packaging/**/*.test.ts'),
    project('faults', 'faults/*.test.ts', {
      globalSetup: '<rootDir>/tests/faults/support/build.ts',
      globalTeardown: '<rootDir>/tests/faults/support/clean-up.ts',
    }),
    project('e2e', 'e2e/**/*.e2e.ts'),
  ],
};
