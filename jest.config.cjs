'use strict';

const transform = {
  '^.+\\.tsx?$': [
    '@swc/jest',
    { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
  ],
};

const project = (displayName, pattern, more = {}) => ({
  displayName,
  testMatch: [`<rootDir>/tests/${pattern}`],
  testEnvironment: 'node',
  transform,
  ...more,
});

module.exports = {
  testTimeout: 60_000,
  projects: [
    project('unit', 'unit/**/*.test.ts', {
      setupFiles: ['<rootDir>/tests/unit/without-strapi.ts'],
    }),
    project('integration', 'integration/**/*.test.ts'),
    project('packaging', 'packaging/**/*.test.ts'),
    project('e2e', 'e2e/**/*.e2e.ts'),
  ],
};
