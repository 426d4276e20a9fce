'use strict';

const transform = {
  '^.+\\.tsx?$': [
    '@swc/jest',
    { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
  ],
};

// Strapi loads the plugin through jest, so that what is tested is the source itself.
const moduleNameMapper = { '^\\./dist/server$': '<rootDir>/server/src/index.ts' };

const project = (displayName, pattern, more = {}) => ({
  displayName,
  testMatch: [`<rootDir>/tests/${pattern}`],
  testEnvironment: 'node',
  transform,
  moduleNameMapper,
  ...more,
});

module.exports = {
  testTimeout: 60_000,
  projects: [
    project('unit', 'unit/**/*.test.ts'),
    project('integration', 'integration/**/*.test.ts'),
    project('e2e', 'e2e/**/*.e2e.ts'),
  ],
};
