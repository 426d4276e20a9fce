export * from './dist/server/src';
